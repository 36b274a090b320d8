package bulk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/ingest/pseudonym"
)

// Engine is what loading needs of the database that holds the tables of transactions.
type Engine interface {
	Exec(ctx context.Context, statement string, args ...any) error
	Query(ctx context.Context, query string, args ...any) (*frame.Frame, error)
	InTransaction(ctx context.Context, do func() error) error
	// Define adds a function of a text to SQL; a name that is known stays what it is.
	Define(name string, f func(text string) string) error
	// Stream makes the record batches of an Arrow file a view, until release is called.
	Stream(ctx context.Context, view, path string) (release func(), err error)
}

// Options are what a load depends on besides its set.
type Options struct {
	Codes *codelist.Set
	Key   func() (pseudonym.Key, error) // asked for if the set has users
	// MaxShrink is the part of the rows, 0..1, that may be gone; with 1 files may be, too.
	MaxShrink float64

	// Read, if there is one, is told when the new rows are in the table, and the roll-ups are still to be made.
	Read func(rows int64)
}

// Result is what a load came to, in rows of all files of the set.
// RowsIn = Loaded + Rejected + Duplicates.
type Result struct {
	Unchanged                            bool
	RowsIn, Loaded, Rejected, Duplicates int64
	New                                  int64     // loaded by this run
	Unmapped                             []Unknown // codes of reasons in the new rows that nobody has mapped, the most frequent first, ten at most
}

// Unknown is a text that no list knows.
type Unknown struct {
	Text string
	Rows int64
}

// loader is one load.
type loader struct {
	Engine
	Options
	set    *Set
	known  map[code]string
	key    pseudonym.Key
	hide   string // name of the function that makes pseudonyms
	spec   string
	first  int64 // load of the first new file
	fresh  []File
	anew   bool
	counts map[int64]*account // of new files, by load
	loads  map[string]int64   // of files that are read, by path
	years  years              // of the clocks that the statement knows
	odd    []Unknown          // codes of reasons of the new rows
}

// account is what became of the rows of one file.
type account struct {
	file                                 File
	rowsIn, loaded, rejected, duplicates int64
	firstDay, lastDay                    string
}

// errLearnt ends an attempt that met texts which the code lists know and nobody had looked up: in
// rows behind those that were looked at. The next attempt knows them.
var errLearnt = errors.New("new codes were met")

// Load brings the rows of a set up to date: files that are new are added, and everything is
// read again if a file or the way of reading has changed. All of it is done, or nothing. Errors of the data
// are a *diag.List.
func Load(ctx context.Context, e Engine, set *Set, o Options) (Result, error) {
	l := &loader{Engine: e, Options: o, set: set, known: map[code]string{}}
	if _, users := set.Field("user"); users {
		var err error
		if l.key, err = o.Key(); err != nil {
			return Result{}, err
		}
		l.hide = "pseudonym_" + l.key.Fingerprint() // sets of one run may have different keys
		if err := e.Define(l.hide, l.key.Hash); err != nil {
			return Result{}, err
		}
	}
	if err := l.recall(ctx); err != nil {
		return Result{}, err
	}
	if err := l.plan(ctx); err != nil {
		return Result{}, err
	}
	if len(l.fresh) == 0 && !l.anew {
		r, err := l.result(ctx)
		r.Unchanged = true
		return r, err
	}
	groups, err := set.groups(l.fresh)
	if err != nil {
		return Result{}, err
	}
	l.learnFromLists()
	looks, first := make([]look, len(groups)), allYears.last
	for i, g := range groups {
		if looks[i], err = l.lookAt(ctx, g); err != nil {
			return Result{}, err
		}
		if err := l.learnFromPeek(ctx); err != nil {
			return Result{}, err
		}
		year, err := l.firstYear(ctx)
		if err != nil {
			return Result{}, err
		}
		first = min(first, year)
	}
	l.years = yearsFrom(first)
	if err := l.load(ctx, groups, looks); err != nil {
		return Result{}, err
	}
	return l.result(ctx)
}

// recall reads what texts were taken for, and finds out whether that is still so.
func (l *loader) recall(ctx context.Context) error {
	f, err := l.Query(ctx, "SELECT field, raw, id FROM loaded_code WHERE dataset = ? AND resource = ? ORDER BY field, raw", l.set.Dataset, l.set.Resource)
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		c := code{f.Text("field", i), f.Text("raw", i)}
		l.known[c] = l.resolve(c.field, c.raw)
		l.anew = l.anew || l.known[c] != f.Text("id", i)
	}
	return nil
}

// plan finds out what there is to do.
func (l *loader) plan(ctx context.Context) error {
	l.spec = l.set.spec(l.key)
	f, err := l.Query(ctx, `SELECT (SELECT coalesce(max(load), 0) + 1 FROM loaded_file) AS next,
		(SELECT any_value(spec) FROM loaded_set WHERE dataset = ? AND resource = ?) AS spec`, l.set.Dataset, l.set.Resource)
	if err != nil {
		return err
	}
	l.first = f.Int("next", 0)
	held, err := l.Query(ctx, "SELECT file, size, modified FROM loaded_file WHERE dataset = ? AND resource = ? ORDER BY load", l.set.Dataset, l.set.Resource)
	if err != nil {
		return err
	}
	l.anew = l.anew || f.Text("spec", 0) != l.spec
	var gone []string
	same := map[string]bool{}
	for i := range held.Rows() {
		name := held.Text("file", i)
		at := slices.IndexFunc(l.set.Files, func(f File) bool { return f.Name == name })
		switch {
		case at < 0:
			gone = append(gone, name)
		case l.set.Files[at].Size != held.Int("size", i) || l.set.Files[at].ModTime != held.Int("modified", i):
			l.anew = true
		default:
			same[name] = true
		}
	}
	if len(gone) > 0 {
		l.anew = true
		if l.MaxShrink < 1 {
			return listOf(&diag.Problem{Pos: diag.Pos{File: l.set.Descriptor}, Code: "files-gone",
				Msg:  fmt.Sprintf("%d of %d files that were loaded are gone: %s", len(gone), held.Rows(), shorten(gone)),
				Hint: "put them back, or load without them: paystats ingest --allow-shrink"})
		}
	}
	for _, f := range l.set.Files {
		if l.anew || !same[f.Name] {
			l.fresh = append(l.fresh, f)
		}
	}
	return nil
}

// shorten names the first few of many.
func shorten(names []string) string {
	if len(names) > 3 {
		names = append(slices.Clone(names[:3]), "…")
	}
	return strings.Join(names, ", ")
}

func listOf(p *diag.Problem) error {
	problems := new(diag.List)
	problems.Add(p)
	return problems.Err()
}

// spec is a hash of everything that rows depend on but for files and code lists.
func (s *Set) spec(key pseudonym.Key) string {
	h := sha256.New()
	plain := *s
	plain.Files, plain.Title, plain.MaxRejects = nil, "", 0
	plain.Fields = slices.Clone(s.Fields)
	for i := range plain.Fields {
		plain.Fields[i].Pos = diag.Pos{}
	}
	fmt.Fprintf(h, "%d %+v\n", layout, plain)
	if _, users := s.Field("user"); users {
		fmt.Fprintln(h, key.Fingerprint())
	}
	return hex.EncodeToString(h.Sum(nil))
}

// layout is the version of how rows are made: raise it when equal files give other rows.
const layout = 1

// load puts the new rows into the table, and then makes them valid. These are two transactions of
// the engine: it writes rows out while they are read, and would take them all back in, to write them a
// second time, if a transaction that added rows took one of them out again. Rows whose load is not
// in loaded_file are no rows to anybody; the next load takes out what one that was killed has left.
func (l *loader) load(ctx context.Context, groups []group, looks []look) error {
	if err := l.dropUnrecorded(ctx); err != nil {
		return err
	}
	err := errLearnt
	for errors.Is(err, errLearnt) {
		err = l.InTransaction(ctx, func() error { return l.add(ctx, groups, looks) })
	}
	if err != nil {
		return err
	}
	if err := l.InTransaction(ctx, func() error { return l.settle(ctx) }); err != nil {
		return errors.Join(err, l.dropUnrecorded(context.WithoutCancel(ctx)))
	}
	return nil
}

// dropUnrecorded takes the rows of loads out that came to nothing.
func (l *loader) dropUnrecorded(ctx context.Context) error {
	for _, table := range []string{"transaction", "activation"} {
		if err := l.Exec(ctx, fmt.Sprintf("DELETE FROM %s WHERE load >= %d", table, l.first)); err != nil {
			return err
		}
	}
	return nil
}

// add is one attempt to read the new files into the table, refused rows with a NULL mark.
func (l *loader) add(ctx context.Context, groups []group, looks []look) error {
	if !l.set.KeepRows {
		if err := l.Exec(ctx, fmt.Sprintf("CREATE OR REPLACE TEMP TABLE %s AS FROM %s LIMIT 0", l.set.table(), l.set.tableName())); err != nil {
			return err
		}
	}
	l.number()
	codes := l.codings()
	for i, g := range groups {
		if err := l.read(ctx, g, looks[i], codes); err != nil {
			return err
		}
	}
	if err := l.meet(ctx); err != nil {
		return err
	}
	return l.unchanged(ctx)
}

// settle takes out what is refused or came twice, and makes the new rows valid.
func (l *loader) settle(ctx context.Context) error {
	before, err := l.result(ctx)
	if err != nil {
		return err
	}
	if l.anew {
		if err := l.forget(ctx); err != nil {
			return err
		}
	}
	steps := []func(context.Context) error{l.refuse, l.readAgain, l.setDuplicatesAside, l.accounts, l.countUnmapped, l.unchanged, l.record}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	var rows int64
	for _, a := range l.counts {
		rows += a.loaded
	}
	if l.anew && float64(before.Loaded-rows) > l.MaxShrink*float64(before.Loaded) {
		return listOf(&diag.Problem{Pos: diag.Pos{File: l.set.Descriptor}, Code: "rows-fewer",
			Msg:  fmt.Sprintf("resource %s: %d rows can be loaded, before it were %d", l.set.Resource, rows, before.Loaded),
			Hint: "look at the files; if fewer rows are right, run `paystats ingest --allow-shrink`"})
	}
	if l.Read != nil {
		l.Read(rows)
	}
	return l.reduce(ctx)
}

// number gives the new files their numbers.
func (l *loader) number() {
	l.counts, l.loads = map[int64]*account{}, map[string]int64{}
	for i, f := range l.fresh {
		load := l.first + int64(i)
		l.counts[load], l.loads[f.Path] = &account{file: f}, load
	}
}

// read reads a group of files into the table.
func (l *loader) read(ctx context.Context, g group, seen look, codes map[string][]coding) error {
	release, err := l.open(ctx, g)
	if err != nil {
		return err
	}
	defer release()
	text, err := l.set.insert(g, seen, codes, l.loads, l.years, l.hide)
	if err != nil {
		return err
	}
	if err := l.Exec(ctx, text); err != nil {
		return l.unreadable(g, err)
	}
	return nil
}

// open makes the files of a group a relation, to be read once, until release is called.
func (l *loader) open(ctx context.Context, g group) (release func(), err error) {
	if l.set.Format != Arrow {
		return func() {}, nil
	}
	release, err = l.Stream(ctx, arrowView, g.files[0].Path)
	if err != nil {
		return nil, l.unreadable(g, err)
	}
	return release, nil
}

// unreadable is the problem of files that the engine cannot read.
func (l *loader) unreadable(g group, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || isMachine(err) {
		return err
	}
	at := g.files[0]
	for _, f := range g.files {
		if strings.Contains(err.Error(), f.Path) {
			at = f
		}
	}
	msg := strings.ReplaceAll(err.Error(), at.Path, at.Name)
	return listOf(&diag.Problem{Pos: diag.Pos{File: l.set.fullName(at)}, Code: "file-unreadable", Msg: "the file cannot be read: " + msg,
		Hint: "fetch it again, or look whether its writer has finished", Err: err})
}

// isMachine reports whether the machine is at fault, not the files.
func isMachine(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EROFS) || strings.Contains(err.Error(), "Out of Memory")
}

// unchanged fails if a file has changed while it was read.
func (l *loader) unchanged(context.Context) error {
	problems := new(diag.List)
	for _, f := range l.set.Files {
		if _, read := l.loads[f.Path]; !read {
			continue
		}
		info, err := os.Stat(f.Path)
		if err != nil || info.Size() != f.Size || (f.ModTime != 0 && info.ModTime().UnixNano() != f.ModTime) {
			problems.Add(&diag.Problem{Pos: diag.Pos{File: l.set.fullName(f)}, Code: "file-changed", Msg: "the file changed while it was read",
				Hint: "wait until its writer has finished; write files beside and rename them"})
		}
	}
	return problems.Err()
}
