package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml"

	"paystats/data/diag"
)

// Config is what paystats.yaml says.
type Config struct {
	Title   string  `yaml:"title"`   // of the report
	Output  string  `yaml:"output"`  // folder of the report, relative to where paystats is run from
	Include Include `yaml:"include"` // parts of the embedded workspace to take along
	Limits  Limits  `yaml:"limits"`
}

// Include names embedded datasets and pages.
type Include struct {
	Datasets []string `yaml:"datasets"`
	Pages    []string `yaml:"pages"`
}

// Limits bound the engine.
type Limits struct {
	Memory  string `yaml:"memory"` // "2GB"; "" leaves the engine's default
	Threads int    `yaml:"threads"`
}

func defaultConfig() Config {
	return Config{Title: "Payments in China and India", Output: "paystats-out"}
}

// readConfig reads paystats.yaml; an unknown key or a wrong type is a problem with its place.
func readConfig(tree fs.FS) (Config, error) {
	text, err := fs.ReadFile(tree, ConfigName)
	if err != nil {
		return Config{}, fmt.Errorf("read %s: %w", ConfigName, err)
	}
	config := Config{Title: "Payments", Output: "paystats-out"}
	if len(strings.TrimSpace(string(text))) == 0 {
		return config, nil
	}
	if err := yaml.UnmarshalWithOptions(text, &config, yaml.Strict()); err != nil {
		problems := new(diag.List)
		problems.Add(configProblem(err, string(text)))
		return Config{}, problems
	}
	return config, nil
}

// configProblem gives a decoding error its place.
func configProblem(err error, text string) *diag.Problem {
	p := &diag.Problem{
		Pos:  diag.Pos{File: ConfigName},
		Code: "config",
		Msg:  err.Error(),
		Hint: "the keys are title, output, include (datasets, pages) and limits (memory, threads)",
		Err:  err,
	}
	var placed yaml.Error
	if errors.As(err, &placed) {
		p.Msg = placed.GetMessage()
		if t := placed.GetToken(); t != nil {
			p.Pos.Line, p.Pos.Col = t.Position.Line, t.Position.Column
			if lines := strings.Split(text, "\n"); p.Pos.Line <= len(lines) {
				p.Line = lines[p.Pos.Line-1]
			}
		}
	}
	return p
}
