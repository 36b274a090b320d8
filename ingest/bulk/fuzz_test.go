package bulk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/data/codelist"
	"paystats/data/warehouse"
)

// Text of any kind ends in attempts, refused rows and duplicates that come to all of its
// rows, or in placed problems; and the same file again changes nothing.
func FuzzLoad(f *testing.F) {
	f.Add(csvText(row("1"), row("2", "amount", "x"), row("1"), row("3", "status", "declined", "rc", "51")))
	f.Add(csvText(row("1")) + "2,\"\n3,4\n")
	f.Add("no\r\n1\r\n")
	f.Add("")
	codes, err := codelist.Read(os.DirFS("../.."))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := &store{folder: t.TempDir(), state: t.TempDir(), codes: codes}
		var err error
		if s.DB, err = warehouse.OpenTransactions(t.Context(), s.state, warehouse.Limits{Temp: filepath.Join(s.state, "tmp"), Threads: 1}); err != nil {
			t.Fatal(err)
		}
		defer s.DB.Close()
		set := attempts(s.write(t, "a.csv", text))
		set.MaxRejects = 1000
		first, err := s.load(t, set)
		if err != nil {
			for _, p := range problems(err) {
				if strings.HasPrefix(p, "no list") {
					t.Errorf("%q: %s", text, p)
				}
			}
			return
		}
		if first.RowsIn != first.Loaded+first.Rejected+first.Duplicates {
			t.Errorf("%q: %+v", text, first)
		}
		if again, err := s.load(t, set); err != nil || !again.Unchanged && again.New != 0 {
			t.Errorf("%q again: %+v, %v", text, again, err)
		}
	})
}
