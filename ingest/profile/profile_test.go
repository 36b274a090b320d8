package profile_test

import (
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"paystats/data/codelist"
	"paystats/data/obs"
	"paystats/ingest"
	"paystats/ingest/profile"
)

// mustLists reads the repository's own code lists.
func mustLists(t testing.TB) *codelist.Set {
	t.Helper()
	lists, err := codelist.Read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	return lists
}

// mustLook looks at files, sorted by name.
func mustLook(t testing.TB, files map[string]string) []profile.File {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	var out []profile.File
	names, err := tree.Glob("*")
	for err == nil && len(names) > 0 {
		name := names[0]
		names = names[1:]
		if info, statErr := tree.Stat(name); statErr == nil && info.IsDir() {
			below, _ := tree.Glob(name + "/*")
			names = append(names, below...)
			continue
		}
		looks, lookErr := ingest.LookAt(t.Context(), tree, name)
		if lookErr != nil {
			t.Fatal(lookErr)
		}
		for _, l := range looks {
			out = append(out, profile.File{Path: name, Look: l})
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// opened opens a proposal as a dataset and reads it; new names are added to the lists.
func opened(t testing.TB, p *profile.Proposal, files map[string]string) []obs.Observation {
	t.Helper()
	base := mustLists(t)
	tree := fstest.MapFS{}
	folder := path.Join("data/sets", p.Name)
	tree[folder+"/"+ingest.DescriptorName] = &fstest.MapFile{Data: []byte(p.YAML())}
	for name, text := range files {
		tree[folder+"/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	rows := map[string][]codelist.Entry{}
	for _, r := range p.Resources {
		for _, id := range r.Segments {
			rows["segment"] = append(rows["segment"], base.Propose("segment", "", strings.ReplaceAll(id, "-", " "))...)
		}
		rows["member"] = append(rows["member"], base.Propose("member", r.Members.Dimension, r.Members.Names...)...)
	}
	for list, entries := range rows {
		text, err := codelist.Append(nil, unique(entries)...)
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > 0 {
			tree[codelist.Folder+"/"+list+".csv"] = &fstest.MapFile{Data: text}
		}
	}
	lists, err := codelist.Read(os.DirFS("../.."), tree)
	if err != nil {
		t.Fatal(err)
	}
	d, err := ingest.Open(tree, folder)
	if err != nil {
		t.Fatalf("the proposal does not open: %v\n%s", err, p.YAML())
	}
	var all []obs.Observation
	sum, err := d.Read(t.Context(), lists, func(o obs.Observation) error {
		all = append(all, o)
		return nil
	})
	if err != nil && len(sum.Rejects) == 0 {
		t.Fatalf("the proposal does not read: %v\n%s", err, p.YAML())
	}
	return all
}

func unique(entries []codelist.Entry) []codelist.Entry {
	seen := map[string]bool{}
	var out []codelist.Entry
	for _, e := range entries {
		if !seen[e.Line()] {
			seen[e.Line()] = true
			out = append(out, e)
		}
	}
	return out
}

// TestPropose holds the lines of proposals that matter against small files. Each proposal
// opens, and reads so many observations.
func TestPropose(t *testing.T) {
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			p := profile.Propose(mustLook(t, tt.files), mustLists(t), profile.Options{Name: "d", Title: "d", Publisher: tt.publisher})
			text := p.YAML()
			for _, line := range strings.Split(strings.TrimSpace(tt.want), "\n") {
				if line = strings.TrimSpace(line); !hasLine(text, line) {
					t.Errorf("the proposal lacks the line\n  %s\nin\n%s", line, text)
				}
			}
			for _, line := range tt.without {
				if strings.Contains(text, line) {
					t.Errorf("the proposal has %q:\n%s", line, text)
				}
			}
			if got := len(opened(t, p, tt.files)); got != tt.read {
				t.Errorf("%d observations were read, want %d\n%s", got, tt.read, text)
			}
		})
	}
}

func hasLine(text, line string) bool {
	for l := range strings.Lines(text) {
		if strings.TrimSpace(l) == line {
			return true
		}
	}
	return false
}

// TestProposeIsRepeatable: equal files, equal text.
func TestProposeIsRepeatable(t *testing.T) {
	for _, tt := range cases {
		files, lists := mustLook(t, tt.files), mustLists(t)
		first := profile.Propose(files, lists, profile.Options{Name: "d"}).YAML()
		for range 5 {
			if again := profile.Propose(files, lists, profile.Options{Name: "d"}).YAML(); again != first {
				t.Fatalf("%s: two proposals differ:\n%s\n%s", tt.name, first, again)
			}
		}
	}
}

// TestProposeOfBrokenFiles: files that are cut, mixed and corrupted crash nothing, and what
// is proposed for them opens.
func TestProposeOfBrokenFiles(t *testing.T) {
	lists, random := mustLists(t), rand.New(rand.NewPCG(1, 2))
	var texts []string
	for _, tt := range cases {
		for _, text := range tt.files {
			texts = append(texts, text)
		}
	}
	slices.Sort(texts)
	for range 150 {
		text := []byte(texts[random.IntN(len(texts))])
		for range 1 + random.IntN(5) {
			at := random.IntN(len(text) + 1)
			switch random.IntN(4) {
			case 0:
				text = slices.Insert(text, at, ",\n;\t0019\"#()\xa4\x00"[random.IntN(13)])
			case 1:
				text = slices.Delete(text, at, at+random.IntN(len(text)-at+1))
			case 2:
				text = slices.Insert(text, at, text[:at]...)
			default:
				other := texts[random.IntN(len(texts))]
				text = append(text[:at:at], other[random.IntN(len(other)):]...)
			}
		}
		proposeAndOpen(t, lists, string(text))
	}
}

// FuzzHeader: no text crashes the profile, and whatever it proposes opens.
func FuzzHeader(f *testing.F) {
	for _, tt := range cases {
		for _, text := range tt.files {
			f.Add(text)
		}
	}
	archives, err := filepath.Glob("testdata/files/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range archives {
		a, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(a.Files[0].Data))
	}
	lists := mustLists(f)
	f.Fuzz(func(t *testing.T, text string) {
		proposeAndOpen(t, lists, text)
	})
}

// proposeAndOpen looks at a text, and opens what is proposed for it.
func proposeAndOpen(t *testing.T, lists *codelist.Set, text string) {
	t.Helper()
	tree := fstest.MapFS{"data/sets/d/f.csv": {Data: []byte(text)}}
	looks, err := ingest.LookAt(t.Context(), tree, "data/sets/d/f.csv")
	if err != nil {
		return
	}
	p := profile.Propose([]profile.File{{Path: "f.csv", Look: looks[0]}}, lists, profile.Options{Name: "d", Title: "d"})
	if len(p.Resources) == 0 {
		return
	}
	tree["data/sets/d/"+ingest.DescriptorName] = &fstest.MapFile{Data: []byte(p.YAML())}
	if _, err := ingest.Open(tree, "data/sets/d"); err != nil {
		t.Errorf("the proposal does not open: %v\n%s\n%q", err, p.YAML(), text)
	}
}
