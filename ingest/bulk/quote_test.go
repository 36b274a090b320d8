package bulk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// oddFile is a file of six rows, whose fourth has a cell as it is given.
func oddFile(cell string) string {
	var out strings.Builder
	fmt.Fprintln(&out, strings.Join(header, ","))
	for i := range 6 {
		merchant := "m"
		if i == 3 {
			merchant = cell
		}
		fmt.Fprintln(&out, strings.Join(row("r"+strconv.Itoa(i+2), "merchant", merchant), ","))
	}
	return out.String()
}

// Odd quotes and line ends: what is read, what is refused, and which files are not taken at all.
// The README lists the last.
func TestOddCells(t *testing.T) {
	const unaccounted = "rows-unaccounted"
	tests := []struct {
		name, cell, want string // the text that is read, or the places and codes of what is refused
	}{
		{"a quote inside", `a"b`, `a"b`},
		{"a quote at the end", `ab"`, `ab"`},
		{"a backslash", `\"`, `\"`},
		{"quotes", `"q"`, "q"},
		{"nothing in quotes", `""`, ""},
		{"a quote in quotes", `"a""b"`, `a"b`},
		{"a delimiter in quotes", `"a,b"`, "a,b"},
		{"a line end in quotes", "\"a\nb\"", "a\nb"},
		{"a carriage return in quotes", "\"a\rb\"", "a\rb"},
		{"a blank before quotes", ` "a,b"`, "a,b"},
		{"two blanks before quotes", `  "a,b"`, "5 row-ragged"},
		{"a tab before quotes", "\t\"q\"", "\t\"q\""},
		{"a NUL", "a\x00b", "a\x00b"},
		{"another encoding", "\xb8\xb6", "5 text-encoding"},
		{"one cell more", "a,b", "5 row-ragged"},
		{"a line break", "a\nb", "5 row-ragged, 6 row-ragged"},
		{"a blank line behind", "a\n\nb", "5 row-ragged, 7 row-ragged"},
		{"a NUL in a row that is cut", "a\n\x00b", "5 row-ragged, 6 row-ragged"},
		{"a carriage return", "a\rb", "5 csv-syntax"},
		{"a carriage return behind quotes", "\"q\"\r", "5 csv-syntax"},
		{"4 KiB", strings.Repeat("m ", 2049), "5 cell-size"},
		{"1 MiB", strings.Repeat("m ", 1<<19), "5 row-size"},
		{"text behind quotes", `"q"z`, unaccounted},
		{"a blank behind quotes", `"q" `, unaccounted},
		{"a quote that is not closed", `"q`, unaccounted},
		{"a quote too many", `"q""`, unaccounted},
	}
	s := newStore(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set := attempts(s.write(t, "odd.csv", oddFile(tt.cell)))
			set.Resource, set.MaxRejects = tt.name, 100
			_, err := s.load(t, set)
			if tt.want == unaccounted {
				if got := problems(err); len(got) != 1 || !strings.HasPrefix(got[0], "data/sets/shop/odd.csv:5: ") || !strings.HasSuffix(got[0], "["+unaccounted+"]") {
					t.Errorf("Load() = %q, want %s in line 5", got, unaccounted)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			const of = " WHERE load = (SELECT max(load) FROM loaded_file)"
			got := s.rows(t, "SELECT place || ' ' || code FROM refused_row"+of)
			if len(got) == 0 {
				got = s.rows(t, "SELECT merchant FROM transaction"+of+" AND id = 'r5'")
			}
			if text := strings.Join(got, ", "); text != tt.want {
				t.Errorf("gives %q, want %q", text, tt.want)
			}
			s.isWhole(t)
		})
	}
}

// isWhole holds the accounts: every row of a file is loaded, refused or set aside, once.
func (s *store) isWhole(t testing.TB) {
	t.Helper()
	same(t, "accounts", s.rows(t, `SELECT file, rows_in, loaded, rejected, duplicates FROM loaded_file AS f WHERE rows_in <> loaded + rejected + duplicates
		OR rejected <> (SELECT count(*) FROM refused_row AS r WHERE r.load = f.load) OR duplicates <> (SELECT count(*) FROM duplicate_row AS d WHERE d.load = f.load)`), nil)
}

// Whatever is in the cells, a file is taken with every row at its line, or not at all.
func TestRandomCells(t *testing.T) {
	pieces := []string{"x", `"`, `""`, ",", "\r", "\n", "\r\n", " ", "\x00", "\xff", "ü", "'", `\`, `a"b`, `"q"`, `"a,b"`, "\"a\nb\"", `"a""b"`, "NULL", "#"}
	random := rand.New(rand.NewPCG(3, 5))
	s, taken := newStore(t), 0
	for n := range 60 {
		text, line := strings.Join(header, ",")+"\n", 2
		for range 20 {
			cells := row("r"+strconv.Itoa(line), "provider", "p"+strconv.Itoa(line), "merchant", "m") // the provider is refused, with its line
			if random.IntN(3) > 0 {
				cells = row("r" + strconv.Itoa(line))
			}
			if random.IntN(12) == 0 {
				var odd strings.Builder
				for range random.IntN(3) + 1 {
					odd.WriteString(pieces[random.IntN(len(pieces))])
				}
				cells[slices.Index(header, "merchant")] = odd.String()
			}
			text += strings.Join(cells, ",") + "\n"
			line += strings.Count(strings.Join(cells, ","), "\n") + 1
		}
		set := attempts(s.write(t, "random.csv", text))
		set.Resource, set.MaxRejects = strconv.Itoa(n), 100
		_, err := s.load(t, set)
		if err != nil {
			if got := problems(err); len(got) != 1 || !strings.HasSuffix(got[0], "[rows-unaccounted]") {
				t.Fatalf("%q: %q", text, got)
			}
			continue
		}
		taken++
		s.isWhole(t)
		const of = " load = (SELECT max(load) FROM loaded_file)"
		same(t, text, s.rows(t, "SELECT place, printed FROM refused_row WHERE code = 'code-unknown' AND printed <> 'p' || place AND"+of), nil)
		// Between them, loaded rows and places of refused ones are all lines at which a row begins.
		places := s.rows(t, "SELECT id[2:]::INTEGER AS line FROM transaction WHERE"+of+" UNION SELECT place::INTEGER FROM refused_row WHERE"+of+" ORDER BY line")
		for i := range strings.Count(text, "\nr") {
			if at := strconv.Itoa(lineOf(text, i)); !slices.Contains(places, at) {
				t.Fatalf("%q: line %s is in no account: %v", text, at, places)
			}
		}
	}
	if taken < 20 || taken == 60 {
		t.Errorf("%d of 60 files were taken: the test tests little", taken)
	}
}

// lineOf is the line on which row n of a text begins: behind its n-th "\nr".
func lineOf(text string, n int) int {
	at := 0
	for range n + 1 {
		at += strings.Index(text[at:], "\nr") + 1
	}
	return strings.Count(text[:at], "\n") + 1
}
