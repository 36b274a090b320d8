package diag_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"paystats/data/diag"
)

func TestPosString(t *testing.T) {
	tests := []struct {
		name string
		in   diag.Pos
		want string
	}{
		{"file", diag.Pos{File: "a.csv"}, "a.csv"},
		{"line", diag.Pos{File: "a.csv", Line: 3}, "a.csv:3"},
		{"column", diag.Pos{File: "a.csv", Line: 3, Col: 9}, "a.csv:3:9"},
		{"pointer", diag.Pos{File: "a.json", Pointer: "/data/0"}, "a.json#/data/0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.in.String(); got != tt.want {
				t.Errorf("String() = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestListSortsAndUnwraps(t *testing.T) {
	cause := errors.New("disk on fire")
	var list diag.List
	if list.Err() != nil {
		t.Fatal("an empty list is an error")
	}
	list.Add(&diag.Problem{Code: "licence-missing", Msg: "no licence", Warning: true})
	if list.Err() != nil {
		t.Fatal("a warning alone is an error")
	}
	var other diag.List
	other.Add(&diag.Problem{Pos: diag.Pos{File: "b", Line: 1}, Code: "x", Msg: "third"},
		&diag.Problem{Pos: diag.Pos{File: "a", Line: 10}, Code: "x", Msg: "second", Err: cause},
		&diag.Problem{Pos: diag.Pos{File: "a", Line: 9, Col: 20}, Code: "x", Msg: "first"})
	list.Merge(&other)
	list.Merge(&diag.Problem{Pos: diag.Pos{File: "c"}, Code: "y", Msg: "fourth"})
	list.Merge(errors.New("bare"))
	list.Merge(nil)

	want := "bare [internal]\nno licence [licence-missing]\na:9:20: first [x]\na:10: second [x]\nb:1: third [x]\nc: fourth [y]"
	if got := list.Error(); got != want {
		t.Errorf("Error() =\n%s\nwant\n%s", got, want)
	}
	if err := list.Err(); !errors.Is(err, cause) {
		t.Errorf("errors.Is does not find the cause in %v", err)
	}
	if n := list.Len(); n != 6 {
		t.Errorf("Len() = %d, want 6", n)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"alipay", "tenpay", "unionpay", "wechat-pay", "支付宝", "财付通"}
	tests := []struct {
		name string
		in   string
		n    int
		want []string
	}{
		{"one letter off", "alipai", 2, []string{"alipay"}},
		{"capitals do not count", "ALIPAY", 1, []string{"alipay"}},
		{"Chinese by characters", "支付保", 1, []string{"支付宝"}},
		{"nothing near", "visa-europe-limited", 2, []string{}},
		{"empty", "", 2, []string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := diag.Nearest(tt.in, names, tt.n); !slices.Equal(got, tt.want) {
				t.Errorf("Nearest(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestDidYouMean(t *testing.T) {
	names := []string{"share", "hhi", "cr3"}
	tests := []struct{ name, in, list, want string }{
		{"near, with the list", "shar", "paystats list metrics", "did you mean share? `paystats list metrics` shows all"},
		{"near", "hii", "", "did you mean hhi?"},
		{"far, with the list", "penetration", "paystats list metrics", "`paystats list metrics` shows all"},
		{"far", "penetration", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := diag.DidYouMean(tt.in, names, tt.list); got != tt.want {
				t.Errorf("DidYouMean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestWrite(t *testing.T) {
	long := strings.Repeat("支付,", 60)
	tests := []struct {
		name string
		in   diag.Problem
		want string
	}{
		{"caret under the place",
			diag.Problem{Pos: diag.Pos{File: "a.csv", Line: 17, Col: 9}, Code: "period-syntax", Msg: `"2024Q5" is not a period`,
				Hint: "quarters are written 2024-Q1", Line: "US,acme,2024Q5,1043.2"},
			"a.csv:17:9: \"2024Q5\" is not a period [period-syntax]\n   17 | US,acme,2024Q5,1043.2\n      |         ^\nhint: quarters are written 2024-Q1\n"},
		{"Chinese takes two columns, tabs stay tabs",
			diag.Problem{Pos: diag.Pos{File: "a.csv", Line: 2, Col: 8}, Code: "x", Msg: "m", Line: "支付\tx"},
			"a.csv:2:8: m [x]\n    2 | 支付\tx\n      |     \t^\n"},
		{"behind the end of the line",
			diag.Problem{Pos: diag.Pos{File: "a.csv", Line: 2, Col: 3}, Code: "x", Msg: "m", Line: "a,"},
			"a.csv:2:3: m [x]\n    2 | a,\n      |   ^\n"},
		{"column outside: no caret",
			diag.Problem{Pos: diag.Pos{File: "a.csv", Line: 2, Col: 40}, Code: "x", Msg: "m", Line: "a,"},
			"a.csv:2:40: m [x]\n    2 | a,\n"},
		{"a long line is cut around the place",
			diag.Problem{Pos: diag.Pos{File: "a.csv", Line: 2, Col: 211}, Code: "x", Msg: "m", Line: long},
			"" /* checkCut */},
		{"warning", diag.Problem{Pos: diag.Pos{File: "a"}, Code: "x", Msg: "m", Warning: true}, "warning: a: m [x]\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			diag.Write(&out, []*diag.Problem{&tt.in})
			got := out.String()
			if strings.HasPrefix(tt.name, "a long line") {
				checkCut(t, got)
				return
			}
			if got != tt.want {
				t.Errorf("Write() =\n%q\nwant\n%q", got, tt.want)
			}
		})
	}
}

// checkCut holds a cut line against its rules: marks on both sides, short, valid, caret inside.
func checkCut(t *testing.T, out string) {
	t.Helper()
	lines := strings.Split(out, "\n")
	text, caret := strings.TrimPrefix(lines[1], "    2 | "), strings.TrimPrefix(lines[2], "      | ")
	if !strings.HasPrefix(text, "…") || !strings.HasSuffix(text, "…") || len(text) > 130 || strings.ContainsRune(text, '\uFFFD') {
		t.Errorf("cut line is %q", text)
	}
	if !strings.HasSuffix(caret, "^") || len(caret) > 60 {
		t.Errorf("caret line is %q", caret)
	}
}

func TestWriteShowsTwenty(t *testing.T) {
	var problems []*diag.Problem
	for i := range 25 {
		problems = append(problems, &diag.Problem{Pos: diag.Pos{File: "a", Line: i + 1}, Code: "x", Msg: "m"})
	}
	var out strings.Builder
	diag.Write(&out, problems)
	if lines := strings.Split(strings.TrimSpace(out.String()), "\n"); len(lines) != 21 || lines[20] != "and 5 more" {
		t.Errorf("%d lines, the last %q; want 21, \"and 5 more\"", len(lines), lines[len(lines)-1])
	}
}

// Every value of a row is refused when its name is unknown: that is said once.
func TestWriteRepeats(t *testing.T) {
	name := diag.Problem{Pos: diag.Pos{File: "a", Line: 1, Col: 1}, Code: "x", Msg: "m", Hint: "h"}
	other := diag.Problem{Pos: diag.Pos{File: "a", Line: 1, Col: 3}, Code: "x", Msg: "m", Hint: "h"}
	var out strings.Builder
	diag.Write(&out, []*diag.Problem{&name, &name, &name, &other})
	if got, want := out.String(), "a:1:1: m [x] (3 times)\nhint: h\na:1:3: m [x]\nhint: h\n"; got != want {
		t.Errorf("Write() =\n%q\nwant\n%q", got, want)
	}
}

func TestCount(t *testing.T) {
	at := func(file string, warning bool) *diag.Problem {
		return &diag.Problem{Pos: diag.Pos{File: file}, Warning: warning}
	}
	tests := []struct {
		in   []*diag.Problem
		want string
	}{
		{[]*diag.Problem{at("a", false)}, "1 error in 1 file"},
		{[]*diag.Problem{at("a", false), at("b", false), at("b", true)}, "2 errors and 1 warning in 2 files"},
		{[]*diag.Problem{at("", false)}, "1 error"},
	}
	for _, tt := range tests {
		if got := diag.Count(tt.in); got != tt.want {
			t.Errorf("Count() = %q, want %q", got, tt.want)
		}
	}
}

func TestCause(t *testing.T) {
	err := fmt.Errorf("open: %w", &fs.PathError{Op: "open", Path: "/somewhere/a", Err: fs.ErrNotExist})
	if got := diag.Cause(err); got != fs.ErrNotExist {
		t.Errorf("Cause() = %v, want %v", got, fs.ErrNotExist)
	}
}
