package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// walk follows a page of the documentation: it runs the commands of its console blocks,
// holds what they print against what the page shows, and writes the files that it shows.
//
// Commands stand behind "$ "; below each may stand what it prints, in which … stands for
// any text, and a line … for any lines. paystats runs in this process, anything else in
// a shell. A command succeeds, unless the last line shown begins with "paystats: ".
// A block of another language, below a line that ends with a path and a colon
// (`reports/pages/mobile.md`:), is written to that path.
type walk struct {
	t          *testing.T
	dir, cache string
}

func newWalk(t *testing.T) *walk { return &walk{t, t.TempDir(), t.TempDir()} }

var (
	fenceLine = regexp.MustCompile("^(```|~~~)([a-z]+)$")
	fileLine  = regexp.MustCompile("`([^`]+)`:$")
	shellWord = regexp.MustCompile(`"([^"]*)"|'([^']*)'|(\S+)`)
)

// follow walks through a page, and returns how many commands it has.
func (w *walk) follow(page string) (commands int) {
	w.t.Helper()
	before, lines := "", strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		fence := fenceLine.FindStringSubmatch(lines[i])
		if fence == nil {
			if lines[i] != "" {
				before = lines[i]
			}
			continue
		}
		start := i + 1
		for i++; i < len(lines) && lines[i] != fence[1]; i++ {
		}
		block := lines[start:i]
		file := fileLine.FindStringSubmatch(before)
		switch {
		case fence[2] == "console":
			commands += w.console(block)
		case file != nil:
			w.write(file[1], strings.Join(block, "\n")+"\n")
		}
		before = ""
	}
	return commands
}

func (w *walk) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// console runs the commands of a block.
func (w *walk) console(block []string) (commands int) {
	w.t.Helper()
	for i := 0; i < len(block); {
		command, ok := strings.CutPrefix(block[i], "$ ")
		if !ok {
			w.t.Fatalf("%q is no command", block[i])
		}
		start := i + 1
		for i++; i < len(block) && !strings.HasPrefix(block[i], "$ "); i++ {
		}
		w.command(command, block[start:i])
		commands++
	}
	return commands
}

// command runs one command, and compares what it prints.
func (w *walk) command(command string, want []string) {
	w.t.Helper()
	if folder, ok := strings.CutPrefix(command, "cd "); ok {
		w.dir = filepath.Join(w.dir, folder)
		return
	}
	output, ok := w.run(command)
	fails := len(want) > 0 && strings.HasPrefix(want[len(want)-1], "paystats: ")
	switch {
	case ok == fails:
		w.t.Fatalf("$ %s: success is %v, want %v\n%s", command, ok, !fails, output)
	case len(want) == 0 && strings.HasPrefix(command, "paystats ") && output == "":
		w.t.Errorf("$ %s prints nothing", command)
	case len(want) > 0 && !shown(want).MatchString(output):
		w.t.Errorf("$ %s prints\n%s\nand not\n%s", command, output, strings.Join(want, "\n"))
	}
}

// run runs a command; ok is whether it succeeds.
func (w *walk) run(command string) (output string, ok bool) {
	w.t.Helper()
	var out bytes.Buffer
	if rest, is := strings.CutPrefix(command, "paystats "); is {
		var args []string
		for _, word := range shellWord.FindAllStringSubmatch(rest, -1) {
			args = append(args, word[1]+word[2]+word[3])
		}
		code := run(context.Background(), environment{
			args: args, dir: w.dir, stdin: strings.NewReader(""), stdout: &out, stderr: &out,
			getenv: func(name string) string { return map[string]string{"PAYSTATS_CACHE": w.cache}[name] },
		})
		return out.String(), code == exitOK
	}
	sh := exec.Command("sh", "-c", command)
	sh.Dir, sh.Stdout, sh.Stderr = w.dir, &out, &out
	err := sh.Run()
	return out.String(), err == nil
}

// shown is the pattern of what a page shows.
func shown(lines []string) *regexp.Regexp {
	var pattern strings.Builder
	for _, line := range lines {
		if line == "…" {
			pattern.WriteString(`(?:.*\n)*`)
			continue
		}
		pattern.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + ` *\n`)
	}
	return regexp.MustCompile("^" + pattern.String() + "$")
}
