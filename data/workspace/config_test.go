package workspace_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"

	"paystats/data/diag"
	"paystats/data/workspace"
)

func TestConfig(t *testing.T) {
	tests := []struct {
		name, in string
		want     workspace.Config
		wantErr  string
	}{
		{name: "empty", in: "# nothing yet\n", want: workspace.Config{Title: workspace.Text{En: "Payments", Zh: "支付"}, Languages: []string{"en", "zh"}, Theme: "default", Output: "paystats-out", Digest: workspace.Digest{MinShift: 0.005}}},
		{name: "all", in: "title: {en: T, zh: 题}\nlanguages: [zh, en, zh]\nnumbers: {en: indian}\ntheme: acme\noutput: o\ninclude: {datasets: [a, b], pages: [p]}\nlimits: {memory: 2GB, threads: 2, temp: 9GB}\nkeep: {runs: 7, reports: 3}\nguards: {max_shrink: 0.1, rhythm_days: 100}\ndigest: {min_shift: 2}\n",
			want: workspace.Config{Title: workspace.Text{En: "T", Zh: "题"}, Languages: []string{"zh", "en"}, Numbers: map[string]string{"en": "indian"}, Theme: "acme", Output: "o", Keep: workspace.Keep{Runs: 7, Reports: 3}, Digest: workspace.Digest{MinShift: 0.02}, Include: workspace.Include{Datasets: []string{"a", "b"}, Pages: []string{"p"}},
				Limits: workspace.Limits{Memory: "2GB", Threads: 2, Temp: "9GB"}, Guards: workspace.Guards{MaxShrink: 0.1, RhythmDays: 100}}},
		{name: "keys left open", in: "title: T\ninclude:\n  datasets:\n  # - a\n  pages: [p]\nlimits:\n",
			want: workspace.Config{Title: workspace.Text{En: "T"}, Languages: []string{"en", "zh"}, Theme: "default", Output: "paystats-out", Digest: workspace.Digest{MinShift: 0.005}, Include: workspace.Include{Pages: []string{"p"}}}},
		{name: "misspelt", in: "output: out\ntitel: x\nlanguages: [fr]\ninclude: {dataset: [a]}\n",
			wantErr: "paystats.yaml:2:1: paystats.yaml has no key \"titel\" [key-unknown]\npaystats.yaml:3:13: languages[0] \"fr\" is unknown [value-unknown]\npaystats.yaml:4:11: include has no key \"dataset\" [key-unknown]"},
		{name: "wrong types", in: "title: [x]\nlimits: {threads: many}\ndigest: {min_shift: few}\n",
			wantErr: "paystats.yaml:1:8: title is a list, not a text [key-type]\npaystats.yaml:2:19: limits.threads is \"many\", not a whole number from 0 to 1024 [key-type]\npaystats.yaml:3:21: digest.min_shift is \"few\", not a number from 0 to 100 [key-type]"},
		{name: "a list", in: "- x\n", wantErr: "paystats.yaml:1:1: paystats.yaml is a list, not a mapping [key-type]"},
		{name: "broken", in: "title: a: b\n", wantErr: "paystats.yaml:1:8: mapping value is not allowed in this context [yaml-syntax]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, workspace.ConfigName), []byte(tt.in), 0o600); err != nil {
				t.Fatal(err)
			}
			w, err := workspace.Open(fstest.MapFS{}, dir, "")
			if tt.wantErr == "" {
				if err != nil || !reflect.DeepEqual(w.Config, tt.want) {
					t.Errorf("Open(%q) = %+v, %v, want %+v", tt.in, w.Config, err, tt.want)
				}
				return
			}
			list, ok := errors.AsType[*diag.List](err)
			if !ok || list.Error() != tt.wantErr {
				t.Errorf("Open(%q) error =\n%v\nwant\n%s", tt.in, err, tt.wantErr)
			}
		})
	}
}

// TestOpenEmbedded opens the embedded workspace, whose datasets come with the program: a new one may hold less.
func TestOpenEmbedded(t *testing.T) {
	w, err := workspace.Open(fstest.MapFS{}, t.TempDir(), "cache")
	if err != nil || w.Root != "" || w.State != "cache" || w.Config.Guards.MaxShrink != 1 {
		t.Errorf("Open of a folder in no workspace = %+v, %v", w, err)
	}
}
