package ingest_test

import (
	"bytes"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

// badJSON are trees of JSON that must be refused; resources have the columns of plain.
func badJSON() []badFile {
	const resource = "path: f.json"
	good := `{"period":"2015Q1","provider":"Acme","value":1,"unit":"CNY"}`
	return []badFile{
		{"empty", resource, ""},
		{"blank", resource, " \n\t\n"},
		{"cut off", resource, "[" + good + "," + good[:30]},
		{"two documents", resource, "[" + good + "]\n[" + good + "]\n"},
		{"a name twice", resource, "[" + good + `,{"period":"2015Q1","provider":"Acme","value":1,"unit":"CNY","note":{"a":{},"b":["a","b"]},"value":2}]`},
		{"a number", resource, "42"},
		{"an array of arrays", resource, `[["2015Q1","Acme",1,"CNY"]]`},
		{"deep", resource, strings.Repeat(`[`, 100_000)},
		{"deep, and closed", resource, strings.Repeat(`[`, 65) + strings.Repeat(`]`, 65)},
		{"NaN and inf", resource, "[" + strings.Replace(good, "1,", "NaN,", 1) + "]"},
		{"NaN and inf as texts", resource, "[" + strings.Replace(good, "1,", `"NaN",`, 1) + "," + strings.Replace(good, "1,", `"-inf",`, 1) + "]"},
		{"a number of a thousand digits", resource, "[" + strings.Replace(good, "1,", strings.Repeat("9", 1000)+",", 1) + "]"},
		{"an exponent that overflows", resource, "[" + strings.Replace(good, "1,", "1e999999999,", 1) + "]"},
		{"an object for a value", resource, "[" + strings.Replace(good, "1,", `{"amount":1},`, 1) + "]"},
		{"half a surrogate pair", resource, "[" + strings.Replace(good, "Acme", `\ud83d`, 1) + "]"},
		{"NUL in a text", resource, "[" + strings.Replace(good, "Acme", `Ac\u0000me`, 1) + "]"},
		{"a trailing comma", resource, "[" + good + ",]"},
		{"HTML by another name", resource, "<!DOCTYPE html><html><body>Too many requests</body></html>"},
		{"NDJSON by another name", resource, good + "\n" + good + "\n"},
	}
}

// failing is a file system in which one file cannot be opened, or not be read beyond a byte.
type failing struct {
	fs.FS
	name  string
	err   error
	after int // bytes, or when it fails
}

const (
	unopened = -1 // it is there, but opening it fails
	unseen   = -2 // so does asking for it
)

// Stat tells of a file; of the failing one, unless it is unseen.
func (f failing) Stat(name string) (fs.FileInfo, error) {
	if name == f.name && f.after == unseen {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: f.err}
	}
	return fs.Stat(f.FS, name)
}

// Open opens a file; the failing one fails.
func (f failing) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if name != f.name || err != nil {
		return file, err
	}
	if f.after < 0 {
		file.Close()
		return nil, &fs.PathError{Op: "open", Path: name, Err: f.err}
	}
	return &failingFile{file, f}, nil
}

type failingFile struct {
	fs.File
	failure failing
}

// Read reads up to the byte where the file breaks.
func (f *failingFile) Read(p []byte) (int, error) {
	if f.failure.after <= 0 {
		return 0, &fs.PathError{Op: "read", Path: f.failure.name, Err: f.failure.err}
	}
	n, err := f.File.Read(p[:min(len(p), f.failure.after)])
	f.failure.after -= n
	return n, err
}

// A folder in place of a file, a file that may not be read, one that breaks while it is
// read, one that is not there: each format says which file and why, and loads nothing.
func TestBadPlaces(t *testing.T) {
	var said bytes.Buffer
	say := func(name string, fsys fs.FS) {
		said.WriteString("== " + name + "\n")
		sayProblems(t, &said, name, refused(t, name, fsys))
	}
	descriptor := func(file string) string { return describe("path: "+file, plain) }
	say("folder in place of a file", dataset(descriptor("f.csv"), map[string]string{"f.csv/readme.txt": ""}))
	say("folder that a glob finds nothing in", dataset(descriptor("\"f.csv/*.csv\""), map[string]string{"f.csv/readme.txt": ""}))
	say("no such file", dataset(descriptor("f.csv"), map[string]string{"F.csv": ""}))
	say("a path that leads out", dataset(descriptor("../f.csv"), nil))
	locked := dataset(descriptor("f.csv"), map[string]string{"f.csv": ""})
	say("a folder that may not be searched", failing{locked, dir + "/f.csv", fs.ErrPermission, unseen})
	say("a descriptor that may not be read", failing{locked, dir + "/datapackage.yaml", fs.ErrPermission, unopened})
	say("folder in place of the corrections", dataset(describe("path: f.csv", plain+"corrections: c.yaml\n"), map[string]string{"f.csv": glued, "c.yaml/x": ""}))
	for _, f := range sameFiles(t) {
		name := strings.Fields(f.resource)[1]
		switch f.name {
		case "second table of a page", "workbook", "NDJSON", "UTF-8", "zip with one file", "gz", "SDMX-CSV without":
			fsys := dataset(describe(f.resource, plain+f.more), map[string]string{name: f.data})
			say(f.name+": no permission", failing{fsys, dir + "/" + name, fs.ErrPermission, unopened})
			say(f.name+": breaks while read", failing{fsys, dir + "/" + name, syscall.EIO, len(f.data) / 2})
		}
	}
	compare(t, "bad/place.golden", bytes.ReplaceAll(said.Bytes(), []byte(dir+"/"), nil))
}
