package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"paystats/data/diag"
)

// Look is what can be seen of a file that no descriptor describes yet.
type Look struct {
	File        string // as it was asked for; of an archive's member, the archive
	Member      string // of a zip archive; "" for none
	Format      string // as descriptors name it
	Compression string // gz, zip or ""
	Encoding    string // as descriptors name it; "" for UTF-8
	Delimiter   rune   // of delimited text
	Comment     rune   // its comment mark; 0 for none
	Evidence    []string
	Doubts      []string // what else the file may be
	Tables      []LookTable
}

// LookTable is a table of a file: delimited text, a sheet, a table of a page, or an array of
// records.
type LookTable struct {
	Sheet   string
	Hidden  bool
	Number  int      // of a page's table
	Records string   // JSON pointer to the records
	Columns []string // of records, the keys; nil where the names stand in the rows
	Sample
}

// beginning is how much of a file is read to tell its format and encoding, in bytes.
const beginning = 4 << 20

// LookAt looks at a file, or at each member of a zip archive. It reads the whole file, and
// keeps a bounded part of it.
func LookAt(ctx context.Context, fsys fs.FS, name string) ([]Look, error) {
	head, err := headOf(fsys, name)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		l, err := lookFile(ctx, fsys, name, head)
		return []Look{l}, err
	}
	a, err := openArchive(fsys, name)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	if a.members["xl/workbook.xml"] != nil {
		l, err := lookFile(ctx, fsys, name, head)
		return []Look{l}, err
	}
	var looks []Look
	for _, member := range a.names {
		l := Look{File: name, Member: member, Compression: "zip", Evidence: []string{"the file starts like a zip archive (PK)"}}
		open := func() (io.ReadCloser, error) { return a.open(name, member) }
		if err := l.look(ctx, member, open); err != nil {
			return nil, err
		}
		looks = append(looks, l)
	}
	if len(looks) == 0 {
		return nil, &diag.Problem{Pos: diag.Pos{File: name}, Code: "archive-syntax", Msg: "the archive is empty"}
	}
	return looks, nil
}

// headOf returns the first bytes of a file.
func headOf(fsys fs.FS, name string) ([]byte, error) {
	src, err := fsys.Open(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	defer src.Close()
	head, err := io.ReadAll(io.LimitReader(src, 1<<10))
	if err != nil {
		return nil, unreadable(name, err)
	}
	return head, nil
}

// lookFile looks at a file that is no archive.
func lookFile(ctx context.Context, fsys fs.FS, name string, head []byte) (Look, error) {
	l := Look{File: name}
	inner := name
	if bytes.HasPrefix(head, []byte("\x1f\x8b")) {
		l.Compression, inner = "gz", strings.TrimSuffix(name, ".gz")
		l.Evidence = append(l.Evidence, "the file starts like gzip (1F 8B)")
	}
	open := func() (io.ReadCloser, error) {
		src, err := fsys.Open(name)
		if err != nil || l.Compression == "" {
			return src, err
		}
		return gunzip(src, name)
	}
	return l, l.look(ctx, inner, open)
}

// look finds out the format, and samples the tables. open opens the file anew, unpacked.
func (l *Look) look(ctx context.Context, name string, open func() (io.ReadCloser, error)) error {
	src, err := open()
	if err != nil {
		return unreadable(name, err)
	}
	head, err := io.ReadAll(io.LimitReader(src, beginning))
	src.Close()
	if err != nil {
		return unreadable(name, err)
	}
	if len(bytes.TrimSpace(head)) == 0 {
		return &diag.Problem{Pos: diag.Pos{File: name}, Code: "csv-syntax", Msg: "the file is empty", Hint: "leave it out"}
	}
	l.sniffFormat(name, head)
	if src, err = open(); err != nil {
		return unreadable(name, err)
	}
	defer src.Close()
	text := io.Reader(interruptible{ctx, src})
	if _, ok := readers[l.Format].(columnarReader); ok {
		text = src // which can be read anywhere
	}
	if l.Encoding != "" {
		if text, err = decodeText(text, l.Encoding, name); err != nil {
			return err
		}
	}
	seen, ok := lookers[l.Format]
	if !ok {
		return &diag.Problem{Pos: diag.Pos{File: name}, Code: "value-unknown", Msg: fmt.Sprintf("files of the format %s cannot be looked at", l.Format),
			Hint: "write its datapackage.yaml by hand, see data/sets/README.md"}
	}
	if l.Tables, err = seen(text, name, l); err != nil {
		return err
	}
	for i := range l.Tables {
		l.Tables[i].done()
	}
	return ctx.Err()
}

// lookers sample the tables of a format. Each is given the file's text, in UTF-8.
var lookers = map[string]func(src io.Reader, name string, l *Look) ([]LookTable, error){
	"csv": lookCSV, "tsv": lookCSV, sdmxFormat: lookCSV, "xlsx": lookXLSX, "xls": lookXLS, "html": lookHTML, "json": lookJSON, "ndjson": lookNDJSON,
	"parquet": lookColumnar, "arrow": lookColumnar,
}

// magic are the first bytes of formats that have such.
var magic = []struct{ start, format, why string }{
	{"PK\x03\x04", "xlsx", "the file is a zip archive with a workbook in it"},
	{"\xd0\xcf\x11\xe0", "xls", "the file starts like an old .xls workbook (D0 CF 11 E0)"},
	{"PAR1", "parquet", "the file starts with PAR1"},
	{"ARROW1", "arrow", "the file starts with ARROW1"},
}

// sniffFormat tells format, encoding and delimiter from the first bytes; the name only
// decides between formats that look alike.
func (l *Look) sniffFormat(name string, head []byte) {
	because := func(format, why string, args ...any) {
		l.Format = format
		l.Evidence = append(l.Evidence, fmt.Sprintf(why, args...))
	}
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.start)) {
			because(m.format, "%s", m.why)
			return
		}
	}
	text := l.sniffEncoding(head)
	start := strings.ToLower(strings.TrimSpace(text[:min(len(text), 4096)]))
	switch {
	case strings.HasPrefix(start, "<"):
		because("html", "the text starts with %q", firstWord(start))
	case strings.HasPrefix(start, "{") || strings.HasPrefix(start, "["):
		l.sniffJSON(name, text, because)
	default:
		l.sniffDelimited(text, because)
	}
}

// sniffEncoding sets the encoding and returns the beginning as UTF-8.
func (l *Look) sniffEncoding(head []byte) string {
	sample := head
	if at := bytes.IndexFunc(head, func(c rune) bool { return c >= 0x80 || c == 0 }); at > 0 && head[0] < 0x80 && head[0] != 0 && bytes.IndexByte(head, 0) < 0 {
		sample = head[at:]
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) || isUTF8(head) {
		if bytes.HasPrefix(head, []byte("\ufeff")) {
			l.Evidence = append(l.Evidence, "a byte order mark says UTF-8")
		}
		return strings.TrimPrefix(string(head), "\ufeff")
	}
	found := sniff(sample[:min(len(sample), sampleSize)&^1])
	if len(found) == 0 {
		l.Doubts = append(l.Doubts, "the text is not UTF-8, and fits no encoding that is known here")
		return string(head)
	}
	l.Encoding = found[0].name
	l.Evidence = append(l.Evidence, fmt.Sprintf("the text is not UTF-8; as %s it reads %q", found[0].name, found[0].reads))
	if len(found) > 1 && found[1].score > found[0].score-0.2 {
		l.Doubts = append(l.Doubts, fmt.Sprintf("encoding: it may also be %s (it then reads %q)", found[1].name, found[1].reads))
	}
	text, err := decodeText(bytes.NewReader(head), l.Encoding, "")
	if err != nil {
		return string(head)
	}
	decoded, _ := io.ReadAll(text) // the sample may end within a character
	return strings.TrimPrefix(string(decoded), "\ufeff")
}

// sniffJSON tells JSON from NDJSON.
func (l *Look) sniffJSON(name, text string, because func(string, string, ...any)) {
	first, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	next, _, _ := strings.Cut(strings.TrimSpace(rest), "\n")
	lines := strings.HasSuffix(strings.TrimSpace(first), "}") && strings.HasPrefix(first, "{") && strings.HasPrefix(next, "{")
	if ext := path.Ext(name); lines || ext == ".ndjson" || ext == ".jsonl" {
		because("ndjson", "every line is a JSON object")
		return
	}
	because("json", "the text starts with %q", first[:1])
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	word, _, _ = strings.Cut(word, "\n")
	return clip(word)
}
