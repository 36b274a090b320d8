package workspace

import (
	"cmp"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// Config is what paystats.yaml says.
type Config struct {
	Title     Text     // of the report
	Languages []string // of the pages, the first is shown first
	// Numbers is the number system of each language: western, indian or chinese; what is
	// absent goes by language and currency.
	Numbers map[string]string
	Theme   string // name of the theme
	Output  string // folder of the report, relative to where paystats is run from
	Include Include
	Limits  Limits
	Keep    Keep
	Digest  Digest
	Guards  Guards

	Parameters []Parameter // of pages, in the order of the file
}

// Parameter is a value for the pages that declare a parameter of that name.
type Parameter struct {
	Name, Value string
	Pos         diag.Pos // of the value
}

// Text is a text in the languages of a report; Zh may be empty.
type Text struct {
	En, Zh string
}

// languages are those that a report can be in.
var languages = []string{"en", "zh"}

// Include names the parts of the embedded workspace to take along.
type Include struct {
	Datasets []string
	Pages    []string
}

// Limits bound the engine.
type Limits struct {
	Memory  string // "2GB"; "" leaves the engine's default
	Threads int    // 0 leaves the engine's default
	Temp    string // "10GB", of spilled data; "" leaves the engine's default
}

// Keep says how much of what is past is kept.
type Keep struct {
	Runs    int // run records; 0 leaves the default, KeptRuns
	Reports int // old reports, beside the one in place
}

// Digest says what a digest tells.
type Digest struct {
	MinShift float64 // of a share, as a fraction: what moved by more is told
}

// defaultMinShift is half a percentage point.
const defaultMinShift = 0.005

// Guards say what a dataset may not do unseen, if it says nothing itself.
type Guards struct {
	MaxShrink  float64 // part of its observations, 0..1, that a load may lack of those before
	RhythmDays int     // after so many days its newest figure is stale; 0 is never
}

// MaxRhythm is the longest rhythm, in days: a hundred years.
const MaxRhythm = 36525

// KeptRuns is how many run records are kept if paystats.yaml says nothing.
const KeptRuns = 100

// MaxThreads is the most threads that the engine is asked for: starting thousands takes
// it minutes.
const MaxThreads = 1024

// MemoryHint says how a memory limit is written.
const MemoryHint = "write a size as 500MB or 2GB"

// memory is how a memory limit is written.
var memory = regexp.MustCompile(`^(?i:[0-9]+(\.[0-9]+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB))?$`)

// IsMemory reports whether text is a memory limit; "" is none.
func IsMemory(text string) bool { return memory.MatchString(text) }

func defaultConfig() Config {
	return Config{Title: Text{"Payments in China and India", "中国与印度的支付市场"}, Languages: languages, Theme: "default", Output: "paystats-out", Digest: Digest{defaultMinShift},
		Guards: Guards{MaxShrink: 1}} // its datasets change with the program alone
}

// readConfig reads paystats.yaml; the problems are a *diag.List. A key without a value
// counts as absent, so that a list may be left open.
func readConfig(tree fs.FS) (Config, error) {
	text, err := fs.ReadFile(tree, ConfigName)
	if err != nil {
		return Config{}, fmt.Errorf("read %s: %w", ConfigName, err)
	}
	config, problems := Config{Title: Text{"Payments", "支付"}, Languages: languages, Theme: "default", Output: "paystats-out", Digest: Digest{defaultMinShift}}, new(diag.List)
	doc := yamldoc.Parse(yamldoc.Source{File: ConfigName, Text: string(text), First: 1, Name: ConfigName, EmptyIsAbsent: true}, problems)
	if doc != nil {
		config.read(doc.Root().Mapping("title", "languages", "numbers", "theme", "output", "include", "limits", "keep", "digest", "guards", "parameters"))
	}
	if err := problems.Err(); err != nil {
		return Config{}, err
	}
	return config, nil
}

// readText reads a text: a string, or {en: …, zh: …}.
func readText(n yamldoc.Node) Text {
	if !n.IsMapping() {
		text, _ := n.Text()
		return Text{En: text}
	}
	m := n.Mapping(languages...)
	return Text{En: cmp.Or(m.Text("en"), m.Text("zh")), Zh: m.Text("zh")}
}

// read takes over what a mapping says.
func (c *Config) read(m *yamldoc.Mapping) {
	if m.Has("title") {
		c.Title = readText(m.At("title"))
	}
	var chosen []string
	for _, n := range m.List("languages") {
		if lang, ok := n.OneOf(languages...); ok && !slices.Contains(chosen, lang) {
			chosen = append(chosen, lang)
		}
	}
	if len(chosen) > 0 {
		c.Languages = chosen
	}
	if m.Has("numbers") {
		c.Numbers = m.At("numbers").OneOfEach(languages, "western", "indian", "chinese")
	}
	if m.Has("theme") {
		c.Theme = m.Text("theme")
	}
	if m.Has("output") {
		c.Output = m.Text("output")
		if !filepath.IsLocal(c.Output) {
			m.At("output").Report(yamldoc.CodeValueUnknown, fmt.Sprintf("output %q leads out of the folder", c.Output), "name a folder inside; -o writes elsewhere")
		}
	}
	include := m.Mapping("include", "datasets", "pages")
	c.Include = Include{include.Texts("datasets"), include.Texts("pages")}
	c.readParameters(m.Mapping("parameters"))
	limits := m.Mapping("limits", "memory", "threads", "temp")
	c.Limits = Limits{limits.Text("memory"), limits.Int("threads", 0, MaxThreads, 0), limits.Text("temp")}
	keep := m.Mapping("keep", "runs", "reports")
	c.Keep = Keep{keep.Int("runs", 1, 1_000_000, 0), keep.Int("reports", 0, 1000, 0)}
	c.Digest.MinShift = m.Mapping("digest", "min_shift").Float("min_shift", 0, 100, 100*defaultMinShift) / 100
	guards := m.Mapping("guards", "max_shrink", "rhythm_days")
	c.Guards = Guards{guards.Float("max_shrink", 0, 1, 0), guards.Int("rhythm_days", 1, MaxRhythm, 0)}
	for key, size := range map[string]string{"memory": c.Limits.Memory, "temp": c.Limits.Temp} {
		if !IsMemory(size) {
			limits.At(key).Report(yamldoc.CodeValueUnknown, fmt.Sprintf("limits.%s is %q, not a size", key, size), MemoryHint)
		}
	}
}

func (c *Config) readParameters(m *yamldoc.Mapping) {
	if m == nil {
		return
	}
	for _, e := range m.Entries {
		if text, ok := e.Value.Text(); ok {
			c.Parameters = append(c.Parameters, Parameter{e.Key, text, e.Value.TextPos()})
		}
	}
}
