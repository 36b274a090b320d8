package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/data/yamldoc"
	"paystats/ingest/bulk"
)

// DescriptorName is the file that makes a folder a dataset.
const DescriptorName = "datapackage.yaml"

// Dataset is an opened dataset: a descriptor without mistakes and the names of its files.
// It is read-only and safe for concurrent use.
type Dataset struct {
	Name        string
	Title       string
	TitleZh     string // title@zh, "" when it is not given
	Description string
	Licences    []Licence
	Sources     []Source
	MaxShrink   float64         // part of the observations, 0..1, that a load may lack of those before; -1: nothing is said
	RhythmDays  int             // after so many days the newest figure is stale; 0: nothing is said
	Warnings    []*diag.Problem // of the descriptor; nothing is refused because of them

	dir       string // the dataset's folder in fsys
	fsys      fs.FS
	resources []*resource
	doc       *yamldoc.Doc // the descriptor
}

// Licence is a licence of the data. Path is a file of the dataset or an address.
type Licence struct{ Name, Title, Path string }

// Source is a document that the data come from. Path is its address, Publisher a code or "".
type Source struct{ Title, Path, Publisher string }

// Reject is one cell that was refused.
type Reject struct {
	Place   obs.Place // as observations have it: line and field number, or JSON pointer
	Pos     diag.Pos  // as editors have it: line and byte column, or JSON pointer
	Printed string    // the value's text, unit included
	Code    string
	Message string
	Hint    string
}

// Problem returns the reject as a placed problem.
func (r Reject) Problem() *diag.Problem {
	return &diag.Problem{Pos: r.Pos, Code: r.Code, Msg: r.Message, Hint: r.Hint}
}

// Summary is the account of a Read, in cells: one for each value that a selected row holds.
// RowsIn = Loaded + len(Rejects).
type Summary struct {
	RowsIn   int
	Loaded   int
	Rejects  []Reject        // in the order of resources, files and rows
	Checked  int             // cells of check rows, which are neither loaded nor rejected
	Verified int             // totals that equal the sum of the rows above, those of check rows among them
	Warnings []*diag.Problem // totals that do not, the first 10 000; nothing is refused because of them
}

// warn keeps a warning.
func (s *Summary) warn(p *diag.Problem) {
	if len(s.Warnings) < maxListed {
		s.Warnings = append(s.Warnings, p)
	}
}

// Files returns the paths, from the root of the workspace, of everything that the
// dataset is made of: descriptor, concept maps, corrections, data files; sorted.
func (d *Dataset) Files() []string {
	files := d.small()
	for _, f := range d.large() {
		files = append(files, path.Join(d.dir, f.Name))
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// large returns the files whose rows go through the engine.
func (d *Dataset) large() []bulk.File {
	var files []bulk.File
	for _, s := range d.Bulk() {
		files = append(files, s.Files...)
	}
	return files
}

// small returns the paths of all other files, sorted.
func (d *Dataset) small() []string {
	files := []string{path.Join(d.dir, DescriptorName)}
	for _, r := range d.resources {
		for _, m := range r.maps {
			files = append(files, path.Join(d.dir, m.file))
		}
		if r.corrections != nil {
			files = append(files, path.Join(d.dir, r.corrections.file))
		}
		if r.rowSet != nil {
			for _, f := range r.rowSet.mapFiles {
				files = append(files, path.Join(d.dir, f))
			}
		}
		if r.reads {
			for _, f := range r.files {
				files = append(files, path.Join(d.dir, f))
			}
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// Fingerprint returns the SHA-256, in hex, over the names and contents of all Files: equal
// fingerprints mean equal input. Of files whose rows go through the engine, sizes and times
// of change stand for the contents: to read them would cost as much as to load them.
func (d *Dataset) Fingerprint(ctx context.Context) (string, error) {
	files := d.small()
	sums := make([][]byte, len(files))
	errs := make([]error, len(files))
	var group sync.WaitGroup
	share := (len(files) + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
	for from := 0; from < len(files); from += share {
		group.Go(func() {
			buffer := make([]byte, 64<<10)
			for i := from; i < min(from+share, len(files)); i++ {
				sums[i], errs[i] = d.hash(ctx, files[i], buffer)
			}
		})
	}
	group.Wait()
	total := sha256.New()
	for i, file := range files {
		if errs[i] != nil {
			return "", fmt.Errorf("hash %s: %w", file, errs[i])
		}
		fmt.Fprintf(total, "%q %x\n", file[len(d.dir):], sums[i])
	}
	for _, f := range d.large() {
		fmt.Fprintf(total, "%q %d %d\n", f.Name, f.Size, f.ModTime)
	}
	return hex.EncodeToString(total.Sum(nil)), nil
}

func (d *Dataset) hash(ctx context.Context, file string, buffer []byte) ([]byte, error) {
	f, err := d.fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha256.New()
	// Note: the bare interfaces keep io.CopyBuffer from allocating a buffer of its own for every small file.
	_, err = io.CopyBuffer(struct{ io.Writer }{sum}, struct{ io.Reader }{interruptible{ctx, f}}, buffer)
	return sum.Sum(nil), err
}

// interruptible is a reader that ends with its context.
type interruptible struct {
	ctx context.Context
	in  io.Reader
}

// Read reads on unless the context has ended.
func (r interruptible) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.in.Read(p)
}

// OpenFile opens a file of the dataset by its name in the dataset's folder.
func (d *Dataset) OpenFile(name string) (fs.File, error) { return d.fsys.Open(path.Join(d.dir, name)) }
