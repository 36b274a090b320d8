package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// Ten readers, again and again, while a report is made: each sees the warehouse before or after, and none
// keeps the run from its work.
func TestReadersBesideARun(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program")
	}
	s := newSite(t)
	s.mustRun(t, "report")
	s.change(t, "310.5", "311.5")
	c, ended := s.command("", "report"), make(chan struct{})
	var readers sync.WaitGroup
	for range 10 {
		readers.Go(func() {
			for over := false; !over; { // once more after the end
				select {
				case <-ended:
					over = true
				case <-time.After(100 * lookEvery): // or the run would have no processor
				}
				code, stdout, stderr := s.run("query", "--threads", "1", "-f", "csv", "SELECT printed FROM observation WHERE member = 'acme' AND period = '2023-Q1' AND superseded_by IS NULL")
				before, after := stdout == "printed\n310.5 USD bn\n", stdout == "printed\n311.5 USD bn\n"
				if code != exitOK || !before && !after || over && !after {
					t.Errorf("query: exit code %d, %q %s", code, stdout, stderr)
				}
			}
		})
	}
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, out)
	}
	close(ended)
	readers.Wait()
	s.mustBeWhole(t)
}

// A file that is replaced, cut short and taken away while it is read gives a whole report or one of the
// errors of inputs, and what was seen half is never taken for what is there in the end.
func TestInputChangesWhileRead(t *testing.T) {
	if testing.Short() {
		t.Skip("runs several reports")
	}
	s := newSite(t)
	s.mustRun(t, "report")
	path := filepath.Join(s.dir, "data", "sets", "us-cards", "cards.csv")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(i int) error {
		next := fmt.Appendf(nil, "quarter,scheme,value,published\n2023-Q1,Acme,%d.5,2023-05-10\n%s", 311+i%7, text[len("quarter,scheme,value,published\n2023-Q1,Acme,310.5,2023-05-10\n"):])
		if i%3 == 0 {
			err = os.Remove(path)
		}
		return errors.Join(err, os.WriteFile(path, next[:len(next)/2], 0o644), os.WriteFile(path, next, 0o644))
	}
	for run := range 3 {
		c := s.command("", "report")
		i := run
		_, err := s.watch(c, func(undisturbed) {
			if err := write(i); err != nil {
				t.Fatal(err)
			}
			i++
		})
		var exit *exec.ExitError
		if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != exitInput) {
			t.Errorf("a report while its input changes: %v, want exit code 0 or 1", err)
		}
		s.mustBeWhole(t)
		if err := write(run); err != nil {
			t.Fatal(err)
		}
		s.mustRun(t, "report")
		want := fmt.Sprintf("printed\n%d.5 USD bn\n", 311+run%7)
		if got := s.mustRun(t, "query", "-f", "csv", "SELECT printed FROM observation WHERE member = 'acme' AND period = '2023-Q1' AND superseded_by IS NULL"); got != want {
			t.Errorf("after the file has come to rest the warehouse holds %q, want %q", got, want)
		}
	}
}

// A clock that jumps changes nothing: files, records and what killed runs left may be of years to come.
func TestClockJumps(t *testing.T) {
	s := newSite(t)
	s.mustRun(t, "report")
	whole := s.another(t)
	future := time.Date(2199, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, left := range []string{"memo.json.new", "warehouse.duckdb.run-7", "files-1"} {
		if err := os.WriteFile(filepath.Join(s.dir, ".paystats", left), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	err := filepath.WalkDir(s.dir, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chtimes(path, future, future))
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{"311.5", "312.5"} {
		for _, site := range []site{s, whole} {
			site.change(t, "Acme,310.5", "Acme,"+value)
			site.change(t, "Acme,311.5", "Acme,"+value)
			site.mustRun(t, "report")
		}
		made := s.made(t)
		for name, content := range whole.made(t) {
			if made[name] != content {
				t.Errorf("%s is another than with a clock that does not jump", name)
			}
		}
	}
	if names, want := s.names(t), whole.names(t); fmt.Sprint(names) != fmt.Sprint(want) {
		t.Errorf("afterwards there are\n%v\nwith a clock that does not jump\n%v", names, want)
	}
}
