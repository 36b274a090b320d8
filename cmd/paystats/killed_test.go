package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"paystats/reports/output"
)

// site is a workspace with one dataset of 15 observations and one page, and a folder for the
// temporary files of the programs that are started there.
type site struct{ dir, temp string }

// newSite starts a site in which nothing has run.
func newSite(t *testing.T) site {
	t.Helper()
	s := site{dir: filepath.Join(t.TempDir(), "cards"), temp: t.TempDir()}
	s.mustRun(t, "init", ".", "--example")
	return s
}

// another returns a copy of the site in another place, times and links kept.
func (s site) another(t *testing.T) site {
	t.Helper()
	return s.copied(t, t.TempDir())
}

// copied returns a copy of the site in a folder.
func (s site) copied(t *testing.T, folder string) site {
	t.Helper()
	c := site{dir: filepath.Join(folder, "cards"), temp: t.TempDir()}
	if out, err := exec.Command("cp", "-a", s.dir, c.dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return c
}

// change changes one value of the dataset.
func (s site) change(t *testing.T, from, to string) {
	t.Helper()
	mustReplace(t, filepath.Join(s.dir, "data", "sets", "us-cards", "cards.csv"), from, to)
}

// run runs the program in this process.
func (s site) run(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	if _, err := os.Stat(s.dir); err != nil {
		os.Mkdir(s.dir, 0o755)
	}
	code = run(context.Background(), environment{args: args, dir: s.dir, stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }})
	return code, out.String(), errs.String()
}

func (s site) mustRun(t *testing.T, args ...string) (stdout string) {
	t.Helper()
	code, stdout, stderr := s.run(args...)
	if code != exitOK {
		t.Fatalf("paystats %q: exit code %d: %s", args, code, stderr)
	}
	return stdout
}

// command is the program as a process of its own; before is a line of sh to run first, in the
// same process.
func (s site) command(before string, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	c := exec.Command("/bin/sh", append([]string{"-c", before + "\nexec \"$0\" \"$@\"", self}, args...)...)
	c.Dir, c.Env = s.dir, []string{asProgram + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + s.dir, "TMPDIR=" + s.temp}
	return c
}

// files returns the content of the output folder by path, nil if there is none.
func (s site) files(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join(s.dir, "paystats-out")
	if _, err := os.Stat(root); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	files := map[string]string{}
	if err := walkFiles(os.DirFS(root), func(name string, content []byte) { files[name] = string(content) }); err != nil {
		t.Fatal(err)
	}
	return files
}

// made returns what runs leave for good: the report, and the history of the dataset.
func (s site) made(t *testing.T) map[string]string {
	t.Helper()
	files := s.files(t)
	history, err := os.ReadFile(filepath.Join(s.dir, "data", "history", "us-cards.csv"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	files["history"] = string(history)
	return files
}

// mustBeWhole checks that the output folder holds what its manifest names, and nothing else.
func (s site) mustBeWhole(t *testing.T) {
	t.Helper()
	files := s.files(t)
	if files == nil {
		return
	}
	manifest, err := output.Read(filepath.Join(s.dir, "paystats-out"))
	if err != nil {
		t.Fatal(err)
	}
	delete(files, output.ManifestName)
	hashes := map[string]string{}
	for name, content := range files {
		sum := sha256.Sum256([]byte(content))
		hashes[name] = hex.EncodeToString(sum[:])
	}
	if !maps.Equal(hashes, manifest.Files) {
		t.Errorf("the report holds %v, its manifest names %v", hashes, manifest.Files)
	}
}

// keptName is a warehouse that is kept for the digest: size and time are in its name.
var keptName = regexp.MustCompile(`kept-[0-9]+-[0-9]+\.duckdb`)

// names returns the paths of all files and folders of the site but the run records, sorted.
func (s site) names(t *testing.T) (names []string) {
	t.Helper()
	for _, root := range []string{s.dir, s.temp} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			name, _ := filepath.Rel(root, path)
			if filepath.Dir(name) != filepath.Join(".paystats", "runs") {
				names = append(names, keptName.ReplaceAllString(name, "kept"))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(names)
	return names
}

// look describes the files that a run writes: what another look tells from it has changed.
func (s site) look() string {
	var b strings.Builder
	for _, pattern := range []string{"*", ".*", ".paystats/*", ".paystats-out.new-*/*", ".paystats-out.new-*/*/*"} {
		found, _ := filepath.Glob(filepath.Join(s.dir, pattern))
		for _, path := range found {
			if info, err := os.Lstat(path); err == nil {
				fmt.Fprintf(&b, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
			}
		}
	}
	return b.String()
}

// undisturbed is what a command does if nobody disturbs it.
type undisturbed struct {
	took  time.Duration
	looks int // how often its files were seen to change
}

// lookEvery is the time between two looks at what a command writes.
const lookEvery = time.Millisecond

// watch starts a command and waits for its end, calling at after every look.
func (s site) watch(c *exec.Cmd, at func(u undisturbed)) (u undisturbed, err error) {
	start := time.Now()
	if err := c.Start(); err != nil {
		return u, err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for last := s.look(); ; {
		select {
		case err := <-ended:
			u.took = time.Since(start)
			return u, err
		case <-time.After(lookEvery):
		}
		if seen := s.look(); seen != last {
			last = seen
			u.looks++
		}
		u.took = time.Since(start)
		at(u)
	}
}

// moment is when a command is killed: after a time, or after some changes of its files.
type moment struct {
	after time.Duration
	looks int
}

// draw draws a moment of a command's course.
func draw(r *rand.Rand, u undisturbed) moment {
	if r.IntN(2) == 0 || u.looks == 0 {
		return moment{after: time.Duration(r.Float64() * float64(u.took)), looks: 1 << 30}
	}
	return moment{after: 1 << 62, looks: 1 + r.IntN(u.looks)}
}

// kill runs a command and kills it at a moment; false if it ended before.
func (s site) kill(c *exec.Cmd, m moment) bool {
	_, err := s.watch(c, func(u undisturbed) {
		if u.took >= m.after || u.looks >= m.looks {
			c.Process.Kill()
		}
	})
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.ExitCode() == -1
}

// course is a way to the report of a site whose data are loaded for the first time, or have
// changed: commands, of which the last is killed, and the report after it.
type course struct {
	name     string
	from     site
	commands []string
	usual    undisturbed       // the last command
	before   map[string]string // the report before
	after    map[string]string // the report that comes out in the end
	made     map[string]string // with the history
	names    []string          // of all files after it
}

// courses returns both courses of each way, gone undisturbed once.
func courses(t *testing.T, ways ...[]string) []course {
	t.Helper()
	empty := newSite(t)
	changed := empty.another(t)
	changed.mustRun(t, "report")
	changed.change(t, "310.5", "311.5")
	var all []course
	for name, from := range map[string]site{"first": empty, "changed": changed} {
		for _, commands := range ways {
			all = append(all, course{name: name + " " + commands[len(commands)-1], from: from, commands: commands})
		}
	}
	slices.SortFunc(all, func(a, b course) int { return strings.Compare(a.name, b.name) })
	for i := range all {
		c := &all[i]
		s, last := c.begin(t, t.TempDir())
		c.before = s.files(t)
		var err error
		if c.usual, err = s.watch(last, func(undisturbed) {}); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		s.mustRun(t, "report")
		c.after, c.made, c.names = s.files(t), s.made(t), s.names(t)
	}
	return all
}

// begin goes the course on a new site in a folder, up to the last command.
func (c *course) begin(t *testing.T, folder string) (site, *exec.Cmd) {
	t.Helper()
	s := c.from.copied(t, folder)
	n := len(c.commands) - 1
	for _, command := range c.commands[:n] {
		s.mustRun(t, command)
	}
	return s, s.command("", c.commands[n])
}

// disturb goes the course with one or two kills; it returns how many of the commands were killed.
func (c *course) disturb(t *testing.T, r *rand.Rand) (killed int) {
	s, last := c.begin(t, t.TempDir())
	for range 1 + r.IntN(2) {
		if s.kill(last, draw(r, c.usual)) {
			killed++
		}
		c.mustBeIntact(t, s)
		last = s.command("", c.commands[len(c.commands)-1])
	}
	c.mustEnd(t, s)
	return killed
}

// mustBeIntact checks that a site whose last command has failed has the whole old report or the
// whole new one, and a warehouse that opens.
func (c *course) mustBeIntact(t *testing.T, s site) {
	t.Helper()
	if files := s.files(t); !maps.Equal(files, c.before) && !maps.Equal(files, c.after) {
		t.Error("the report is neither the old nor the new one")
	}
	s.mustBeWhole(t)
	code, stdout, stderr := s.run("query", "-f", "csv", "SELECT count(*) IN (15, 16) AS whole FROM observation")
	isAbsent := code == exitEnvironment && strings.Contains(stderr, "there is no warehouse yet") && c.before == nil
	if !isAbsent && (code != exitOK || stdout != "whole\ntrue\n") {
		t.Errorf("query: exit code %d, %q %s", code, stdout, stderr)
	}
}

// mustEnd checks that the next run makes what undisturbed runs make, and leaves nothing else.
func (c *course) mustEnd(t *testing.T, s site) {
	t.Helper()
	s.mustRun(t, "report")
	if !maps.Equal(s.made(t), c.made) {
		t.Error("the next report, or the history, is not the one of undisturbed runs")
	}
	if names := s.names(t); !slices.Equal(names, c.names) {
		t.Errorf("after the next run there are\n%v\nafter undisturbed ones\n%v", names, c.names)
	}
}

// testKills goes n courses with kills at random moments. Whatever the moment, the warehouse opens, the
// report is the whole old or the whole new one, and the next run makes what undisturbed runs make.
func testKills(t *testing.T, n int, seed uint64, ways ...[]string) {
	t.Logf("%d courses, seed %d", n, seed)
	all := courses(t, ways...)
	var killed atomic.Int64
	t.Run("kills", func(t *testing.T) {
		for i := range n {
			c := &all[i%len(all)]
			t.Run(fmt.Sprintf("%03d %s", i, c.name), func(t *testing.T) {
				t.Parallel()
				killed.Add(int64(c.disturb(t, rand.New(rand.NewPCG(seed, uint64(i))))))
			})
		}
	})
	t.Logf("%d commands were killed before they ended", killed.Load())
	if killed.Load() == 0 {
		t.Error("no command was killed before it ended")
	}
}

func TestKilledRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program several times")
	}
	testKills(t, 4, 1, []string{"report"}) // which loads and transforms too
}
