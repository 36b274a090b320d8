package workspace

import (
	"fmt"
	"io/fs"
	"regexp"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// Config is what paystats.yaml says.
type Config struct {
	Title   string // of the report
	Output  string // folder of the report, relative to where paystats is run from
	Include Include
	Limits  Limits

	Parameters []Parameter // of pages, in the order of the file
}

// Parameter is a value for the pages that declare a parameter of that name.
type Parameter struct {
	Name, Value string
	Pos         diag.Pos // of the value
}

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
	return Config{Title: "Payments in China and India", Output: "paystats-out"}
}

// readConfig reads paystats.yaml; the problems are a *diag.List. A key without a value
// counts as absent, so that a list may be left open.
func readConfig(tree fs.FS) (Config, error) {
	text, err := fs.ReadFile(tree, ConfigName)
	if err != nil {
		return Config{}, fmt.Errorf("read %s: %w", ConfigName, err)
	}
	config, problems := Config{Title: "Payments", Output: "paystats-out"}, new(diag.List)
	doc := yamldoc.Parse(yamldoc.Source{File: ConfigName, Text: string(text), First: 1, Name: ConfigName, EmptyIsAbsent: true}, problems)
	if doc != nil {
		config.read(doc.Root().Mapping("title", "output", "include", "limits", "parameters"))
	}
	if err := problems.Err(); err != nil {
		return Config{}, err
	}
	return config, nil
}

// read takes over what a mapping says.
func (c *Config) read(m *yamldoc.Mapping) {
	if m.Has("title") {
		c.Title = m.Text("title")
	}
	if m.Has("output") {
		c.Output = m.Text("output")
	}
	include := m.Mapping("include", "datasets", "pages")
	c.Include = Include{include.Texts("datasets"), include.Texts("pages")}
	c.readParameters(m.Mapping("parameters"))
	limits := m.Mapping("limits", "memory", "threads")
	c.Limits = Limits{limits.Text("memory"), limits.Int("threads", 0, MaxThreads, 0)}
	if !IsMemory(c.Limits.Memory) {
		limits.At("memory").Report(yamldoc.CodeValueUnknown, fmt.Sprintf("limits.memory is %q, not a size", c.Limits.Memory), MemoryHint)
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
