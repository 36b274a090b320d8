package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// asProgram makes this test's executable behave as paystats, for scripts that start it.
const asProgram = "PAYSTATS_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// desk is a home folder with a workspace in payments/, and a paystats on PATH.
type desk struct{ home, program string }

func newDesk(t *testing.T) desk {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	d := desk{home: t.TempDir()}
	bin := filepath.Join(d.home, "bin")
	d.program = filepath.Join(bin, "paystats")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.program, fmt.Appendf(nil, "#!/bin/sh\n%s=1 exec %q \"$@\"\n", asProgram, self), 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := d.sh(".", "paystats init payments --example"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return d
}

// sh runs a command as cron does: by sh, with little in its environment.
func (d desk) sh(folder, command string) (output string, err error) {
	c := exec.Command("/bin/sh", "-c", command)
	c.Dir = filepath.Join(d.home, folder)
	c.Env = []string{"HOME=" + d.home, "PATH=" + filepath.Dir(d.program) + ":/usr/bin:/bin"}
	out, err := c.CombinedOutput()
	return string(out), err
}

func mustExample(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("unattended", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every example bounds time and memory.
func TestUnattendedExamplesAreBounded(t *testing.T) {
	entries, err := os.ReadDir("unattended")
	if err != nil {
		t.Fatal(err)
	}
	runs := 0
	for _, e := range entries {
		if e.Name() == "README.md" {
			continue
		}
		for line := range strings.Lines(mustExample(t, e.Name())) {
			if !strings.Contains(line, " report -") {
				continue
			}
			runs++
			if !strings.Contains(line, " --timeout 1") || !strings.Contains(line, " --memory 2GB") {
				t.Errorf("%s: %s is not bounded by --timeout and --memory", e.Name(), strings.TrimSpace(line))
			}
		}
	}
	if runs != 6 {
		t.Errorf("%d runs in the examples, want 6", runs)
	}
}

// The examples of unattended use, as far as they can be tried here: what each runs writes the
// report, and a second time finds nothing to do.
func TestUnattendedExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program several times")
	}
	commands := map[string]func(t *testing.T, d desk) string{
		"crontab": func(t *testing.T, _ desk) string {
			m := regexp.MustCompile(`(?m)^[-0-9*]+ [-0-9*]+ \S+ \S+ \S+ +(.+)$`).FindStringSubmatch(mustExample(t, "crontab"))
			if m == nil || strings.Contains(m[1], "%") { // which cron takes for the end of the line
				t.Fatalf("the crontab has no command, or one with a %%: %q", m)
			}
			return m[1]
		},
		"Makefile": func(t *testing.T, d desk) string {
			if err := os.WriteFile(filepath.Join(d.home, "payments", "Makefile"), []byte(mustExample(t, "Makefile")), 0o644); err != nil {
				t.Fatal(err)
			}
			return "make --no-print-directory report"
		},
		"ci.yaml": func(t *testing.T, _ desk) string {
			m := regexp.MustCompile(`(?m)^      - name: report\n        run: \|\n((?:          .+\n)+)`).FindStringSubmatch(mustExample(t, "ci.yaml"))
			if m == nil {
				t.Fatal("the job has no step report")
			}
			return "set -e\n" + m[1]
		},
	}
	for name, command := range commands {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			run := command(t, d)
			for range 2 {
				if out, err := d.sh("payments", run); err != nil {
					t.Fatalf("%s: %v\n%s", run, err, out)
				}
				if _, err := os.Stat(filepath.Join(d.home, "payments", "paystats-out", "index.html")); err != nil {
					t.Fatal(err)
				}
			}
			// Something wrong is told, and the exit code says so.
			if err := os.WriteFile(filepath.Join(d.home, "payments", "reports", "pages", "us-cards.md"), []byte("no head\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			if out, err := d.sh("payments", run); err == nil || !strings.Contains(out, "us-cards.md:1:1: ") {
				t.Errorf("with a broken page: %v\n%s", err, out)
			}
		})
	}
	t.Run("systemd", func(t *testing.T) {
		if _, err := exec.LookPath("systemd-analyze"); err != nil {
			t.Skip("systemd-analyze is not here")
		}
		d := newDesk(t)
		for _, name := range []string{"paystats-report.service", "paystats-report.timer"} {
			text := strings.ReplaceAll(mustExample(t, name), "/usr/local/bin/paystats", d.program)
			if err := os.WriteFile(filepath.Join(d.home, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := d.sh(".", "systemd-analyze verify ./paystats-report.service ./paystats-report.timer"); err != nil || out != "" {
			t.Errorf("systemd-analyze: %v\n%s", err, out)
		}
	})
}
