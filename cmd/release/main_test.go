package main

import (
	"bytes"
	"encoding/json"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"paystats/data/warehouse"
)

var date = time.Unix(1_700_000_000, 0)

// parts are what a binary with two modules holds, one of which has its licence in its
// README, and all that is bundled.
func parts(t *testing.T) []part {
	t.Helper()
	t.Chdir("../..")
	parts, err := partsOf(&debug.BuildInfo{GoVersion: runtime.Version(), Deps: []*debug.Module{
		{Path: "github.com/marcboeker/go-duckdb", Version: "v1.8.2"}, {Path: "github.com/JohnCGriffin/overflow", Version: "v0.0.0-20211019200055-46fa312c352c"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// Every part has a licence that is known and whose text is passed on; the list of parts is
// what scanners read, and the same each time.
func TestPartsAreListed(t *testing.T) {
	all := parts(t)
	text := notices(all)
	sbom, err := cycloneDX("v1", all, date)
	if err != nil {
		t.Fatal(err)
	}
	var read bom
	if err := json.Unmarshal(sbom, &read); err != nil || len(read.Components) != len(all) || read.Format != "CycloneDX" || read.Metadata.Timestamp != "2023-11-14T22:13:20Z" {
		t.Errorf("%d of %d components, %+v, %v", len(read.Components), len(all), read.Metadata, err)
	}
	for _, p := range all {
		if p.licence == "" || len(p.texts) == 0 || !bytes.Contains(text, []byte(p.name+" "+p.version)) {
			t.Errorf("%s %s: licence %q, %d texts", p.name, p.version, p.licence, len(p.texts))
		}
	}
	for _, name := range []string{"duckdb", "echarts", "Noto Sans SC", "std", "github.com/marcboeker/go-duckdb"} {
		if !slices.ContainsFunc(all, func(p part) bool { return p.name == name }) {
			t.Errorf("the list lacks %s", name)
		}
	}
}

// The engine's version is that of the engine.
func TestEngineVersion(t *testing.T) {
	db, err := warehouse.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	f, err := db.Query(t.Context(), "SELECT version() AS version")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimPrefix(f.Text("version", 0), "v"); got != bundled[0].version {
		t.Errorf("the engine is %s, the list says %s", got, bundled[0].version)
	}
}

func TestClassify(t *testing.T) {
	const bsd = "Redistribution and use in source and binary\nforms, with or without modification"
	for text, want := range map[string]string{
		mit: "MIT", "Apache License\n   Version 2.0, January 2004": "Apache-2.0", bsd: "BSD-2-Clause",
		bsd + " ... Neither the name of Google": "BSD-3-Clause", "All rights reserved.": "",
	} {
		if got := strings.Join(classify(text), " "); got != want {
			t.Errorf("classify(%.40q) = %q, want %q", text, got, want)
		}
	}
}

// Equal files give equal archives, whatever their order.
func TestPackIsRepeatable(t *testing.T) {
	files := []file{{"b", []byte("2"), 0o644}, {"a", []byte("1"), 0o755}}
	first, err := pack("x", files, date)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(files)
	second, err := pack("x", files, date)
	if err != nil || !bytes.Equal(first, second) || len(first) == 0 {
		t.Errorf("%d and %d bytes, %v", len(first), len(second), err)
	}
	dir := t.TempDir()
	if err := write(dir, []file{{"x.tar.gz", first, 0o644}}); err != nil {
		t.Fatal(err)
	}
	if sums, err := os.ReadFile(dir + "/SHA256SUMS"); err != nil || !strings.HasSuffix(string(sums), "  x.tar.gz\n") {
		t.Errorf("SHA256SUMS %q, %v", sums, err)
	}
}
