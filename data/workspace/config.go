package workspace

import (
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"

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
}

// Keep says how much of what is past is kept.
type Keep struct {
	Runs int // run records; 0 leaves the default, KeptRuns
}

// Digest says what a digest tells.
type Digest struct {
	MinShift float64 // of a share, as a fraction: what moved by more is told
}

// defaultMinShift is half a percentage point.
const defaultMinShift = 0.005

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
	return Config{Title: Text{"Payments in China and India", "中国与印度的支付市场"}, Languages: languages, Theme: "default", Output: "paystats-out", Digest: Digest{defaultMinShift}}
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
		config.read(doc.Root().Mapping("title", "languages", "numbers", "theme", "output", "include", "limits", "keep", "digest", "parameters"))
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
	}
	include := m.Mapping("include", "datasets", "pages")
	c.Include = Include{include.Texts("datasets"), include.Texts("pages")}
	c.readParameters(m.Mapping("parameters"))
	limits := m.Mapping("limits", "memory", "threads")
	c.Limits = Limits{limits.Text("memory"), limits.Int("threads", 0, MaxThreads, 0)}
	keep := m.Mapping("keep", "runs")
	c.Keep = Keep{keep.Int("runs", 1, 1_000_000, 0)}
	c.readDigest(m.Mapping("digest", "min_shift"))
	if !IsMemory(c.Limits.Memory) {
		limits.At("memory").Report(yamldoc.CodeValueUnknown, fmt.Sprintf("limits.memory is %q, not a size", c.Limits.Memory), MemoryHint)
	}
}

// readDigest reads a threshold in percentage points.
func (c *Config) readDigest(m *yamldoc.Mapping) {
	text := m.Text("min_shift")
	if text == "" {
		return
	}
	points, err := strconv.ParseFloat(text, 64)
	if err != nil || !(points >= 0 && points <= 100) {
		m.At("min_shift").Report(yamldoc.CodeValueUnknown, fmt.Sprintf("digest.min_shift is %q, not a number from 0 to 100", text), "write percentage points, as 0.5")
		return
	}
	c.Digest.MinShift = points / 100
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
