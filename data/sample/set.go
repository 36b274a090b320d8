package sample

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"paystats/data/columnar"
)

// The formats of a sample's files.
const (
	CSV     = "csv"
	Parquet = "parquet"
)

// rowsPerFile is how many rows a file has, unless Options.Files says otherwise.
const rowsPerFile = 5_000_000

// Options say what to write. Threads change the time that it takes, and no byte.
type Options struct {
	Rows    int64
	Seed    uint64
	Format  string // CSV or Parquet
	Files   int    // 0 is one for each five million rows
	Threads int    // 0 is all cores
	Mess    bool   // malformed rows among the others; CSV only, as Parquet has types
}

// ErrOptions is the error of options that make no sense.
var ErrOptions = errors.New("no such sample")

// ErrForeign is the error of a folder that holds what is no sample of ours.
var ErrForeign = errors.New("the folder holds files that are no sample")

// set is a sample that is being written.
type set struct {
	Options
	*texts
	folder    string // where it is written, before it is renamed
	fileBlock int64  // blocks in a file
}

// Write writes a sample into a folder: the files, a map of reason codes and the
// descriptor. The folder is replaced as a whole, at the end, if it holds a sample; ErrForeign
// if it holds anything else.
func Write(ctx context.Context, folder string, options Options) error {
	s, err := newSet(options)
	if err != nil {
		return err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return err
	}
	s.folder = folder + ".partial"
	if err := cmp.Or(ours(folder), ours(s.folder)); err != nil {
		return err
	}
	if err := os.RemoveAll(s.folder); err != nil {
		return err
	}
	if err := os.MkdirAll(s.folder, 0o755); err != nil {
		return err
	}
	if err := s.write(ctx); err != nil {
		return errors.Join(err, os.RemoveAll(s.folder))
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	return os.Rename(s.folder, folder)
}

func newSet(options Options) (*set, error) {
	s := &set{Options: options}
	switch {
	case options.Format != CSV && options.Format != Parquet:
		return nil, fmt.Errorf("%w: format %q, not %s or %s", ErrOptions, options.Format, CSV, Parquet)
	case options.Rows < MinRows || options.Rows > MaxRows:
		return nil, fmt.Errorf("%w: %d rows, not %d to %d", ErrOptions, options.Rows, MinRows, int64(MaxRows))
	case options.Mess && options.Format == Parquet:
		return nil, fmt.Errorf("%w: malformed rows need CSV; the columns of Parquet have types", ErrOptions)
	case options.Threads < 0:
		return nil, fmt.Errorf("%w: %d threads", ErrOptions, options.Threads)
	}
	m, err := NewMaker(options.Rows, options.Seed)
	if err != nil {
		return nil, err
	}
	s.texts = newTexts(m)
	s.Threads = cmp.Or(options.Threads, runtime.GOMAXPROCS(0))
	s.Files = cmp.Or(options.Files, int((options.Rows+rowsPerFile-1)/rowsPerFile))
	if most := m.Blocks(); s.Files < 0 || int64(s.Files) > most {
		return nil, fmt.Errorf("%w: %d files; %d rows make 1 to %d", ErrOptions, options.Files, options.Rows, most)
	}
	s.fileBlock = (m.Blocks() + int64(s.Files) - 1) / int64(s.Files)
	s.Files = int((m.Blocks() + s.fileBlock - 1) / s.fileBlock)
	return s, nil
}

// ours returns ErrForeign unless a folder is absent, empty or holds a sample.
func ours(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if e.IsDir() || e.Name() != descriptorName && !strings.HasPrefix(e.Name(), filePrefix) {
			return fmt.Errorf("%w: %s", ErrForeign, filepath.Join(folder, e.Name()))
		}
	}
	return nil
}

// write writes all files, several at a time. With fewer files than threads, the rows of
// one are made by several.
func (s *set) write(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lanes := min(s.Threads, s.Files)
	workers := max(1, s.Threads/lanes)
	ended := make(chan error, lanes)
	for lane := range lanes {
		go func() {
			var err error
			for file := lane; file < s.Files && err == nil; file += lanes {
				err = s.file(ctx, file, workers)
			}
			ended <- err
		}()
	}
	var first error
	for range lanes {
		if err := <-ended; err != nil && first == nil {
			first = err
			cancel()
		}
	}
	if first != nil {
		return first
	}
	return s.describe(ctx)
}

// file writes one file.
func (s *set) file(ctx context.Context, number, workers int) (err error) {
	name := filepath.Join(s.folder, fmt.Sprintf("%s%0*d.%s", filePrefix, s.digits(), number+1, s.Format))
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	first := int64(number) * s.fileBlock
	end := min(first+s.fileBlock, s.Blocks())
	if s.Format == Parquet {
		err = s.parquetFile(ctx, f, first, end, workers)
	} else {
		err = s.csvFile(ctx, f, first, end, workers)
	}
	return errors.Join(err, f.Close())
}

// digits is how many digits the number of a file has, so that names sort.
func (s *set) digits() int { return max(3, len(fmt.Sprint(s.Files))) }

// page is a block as CSV.
type page struct {
	attempts []Attempt
	text     []byte
}

func (s *set) csvFile(ctx context.Context, w io.Writer, first, end int64, workers int) error {
	if _, err := w.Write(csvHeader()); err != nil {
		return err
	}
	fill := func(p *page, block int64) {
		p.attempts = s.Block(block, p.attempts)
		p.text = s.csv(p.text[:0], p.attempts, block*BlockRows, s.Mess)
	}
	return inOrder(ctx, first, end, workers, func() *page { return &page{} }, fill, func(p *page) error {
		_, err := w.Write(p.text)
		return err
	})
}

func (s *set) parquetFile(ctx context.Context, w io.Writer, first, end int64, workers int) error {
	buffered := bufio.NewWriterSize(w, 1<<20)
	out, err := newParquet(buffered)
	if err != nil {
		return err
	}
	columns := parquetColumns()
	codes := newMarketCodes(columns)
	empty := func() *group { return &group{columns: make([]columnar.ParquetValues, len(columns))} }
	fill := func(g *group, i int64) {
		block := first + i*groupBlocks
		s.fill(g, &codes, block, min(block+groupBlocks, end))
	}
	groups := (end - first + groupBlocks - 1) / groupBlocks
	if err := inOrder(ctx, 0, groups, workers, empty, fill, func(g *group) error { return out.WriteGroup(g.columns) }); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	return buffered.Flush()
}
