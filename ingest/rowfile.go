package ingest

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
	"paystats/ingest/bulk"
)

// rowFormats are the formats that the engine reads, by the words for them.
var rowFormats = map[string]string{"csv": bulk.CSV, "tsv": bulk.CSV, "ndjson": bulk.NDJSON, "jsonl": bulk.NDJSON,
	"parquet": bulk.Parquet, "arrow": bulk.Arrow, "arrows": bulk.Arrow, "feather": bulk.Arrow}

// locator is a file tree that lies on a disk.
type locator interface {
	// Locate returns the path on disk of a file, which does not lead out of the tree.
	Locate(name string) (string, error)
}

// readFiles reads how the files are written, and finds them.
func (s *rowSet) readFiles(m *yamldoc.Mapping) {
	for _, key := range []string{"compression", "innerpath"} {
		if m.Has(key) {
			m.At(key).Report("value-unknown", fmt.Sprintf("%s have no %s", s.Kind, key), "unpack the files; CSV and NDJSON may be packed as .csv.gz and .ndjson.gz, which needs no word")
		}
	}
	s.readRowFormat(m)
	if encoding := readEncoding(m); encoding != "" {
		m.At("encoding").Report("text-encoding", fmt.Sprintf("%s are read as UTF-8, not as %s", s.Kind, encoding),
			fmt.Sprintf("convert the files: iconv -f %s -t utf-8 OLD.csv > NEW.csv", strings.ToUpper(encoding)))
	}
	s.readRowDialect(m)
	for _, name := range s.resource.files {
		s.addFile(m, name)
	}
	s.HiveKeys = s.hiveKeys(m)
}

// readRowFormat reads `format`, or goes by the name of the first file.
func (s *rowSet) readRowFormat(m *yamldoc.Mapping) {
	r, words := s.resource, slices.Sorted(maps.Keys(rowFormats))
	switch {
	case m.Has("format"):
		r.format = m.OneOf("format", "", words...)
	case len(r.files) > 0:
		_, r.format, _ = cutLast(strings.ToLower(strings.TrimSuffix(r.files[0], ".gz")), ".")
		if rowFormats[r.format] == "" {
			m.Report("key-missing", fmt.Sprintf("%s has no format, and %s are not read from files of the name %q", m.Name, s.Kind, r.files[0]),
				"add format: "+strings.Join(words, " or ")+"; write other files anew as one of these")
		}
	}
	s.Format = rowFormats[r.format]
}

// readRowDialect reads how delimited text is written, with the keys that the engine knows.
func (s *rowSet) readRowDialect(m *yamldoc.Mapping) {
	r := s.resource
	if m.Has("dialect") && s.Format != bulk.CSV && s.Format != "" {
		m.At("dialect").Report("value-unknown", fmt.Sprintf("a dialect belongs to CSV, not to %s", s.Format), "leave it out, or correct the format")
		return
	}
	if dm := m.Mapping("dialect"); dm != nil {
		for _, key := range []string{"commentChar", "skipInitialSpace", "sheetName", "headerRows"} {
			if dm.Has(key) {
				dm.At(key).Report("value-unknown", fmt.Sprintf("%s have no %s", s.Kind, key), "write the files without; delimiter, quoteChar and header are read")
				return
			}
		}
	}
	r.readDialect(m)
	sm := m.Mapping("schema", "missingValues", "fields", "primaryKey", "foreignKeys")
	if sm != nil && sm.Has("missingValues") {
		s.Missing = sm.Texts("missingValues")
	}
	if s.Format != bulk.CSV {
		return
	}
	if r.dialect.delimiter > 127 {
		m.At("dialect").Report("value-unknown", fmt.Sprintf("the delimiter %q is not an ASCII character", r.dialect.delimiter), `write the files with ",", ";" or "\t"`)
	}
	if sm != nil {
		r.readFields(sm)
	}
	if r.dialect.headless && len(r.dialect.fields) == 0 {
		m.Report("key-missing", fmt.Sprintf("%s has no header, and no schema that names its columns", m.Name), "add schema: {fields: [{name: …}, …]}, all columns in order")
	}
	s.Dialect = bulk.Dialect{Delimiter: string(r.dialect.delimiter), Quote: string(r.dialect.quote), Header: !r.dialect.headless, Columns: r.dialect.fields}
}

// addFile adds one file, as it is now.
func (s *rowSet) addFile(m *yamldoc.Mapping, name string) {
	d, packed := s.resource.dataset, strings.HasSuffix(name, ".gz")
	full := path.Join(d.dir, name)
	if strings.HasSuffix(name, ".zip") || packed && (s.Format == bulk.Parquet || s.Format == bulk.Arrow) {
		m.At("path").Report("value-unknown", fmt.Sprintf("%s is packed", full), "unpack it")
		return
	}
	info, err := fs.Stat(d.fsys, full)
	if err != nil {
		m.At("path").Report("file-unreadable", fmt.Sprintf("%s cannot be read: %v", full, diag.Cause(err)), "")
		return
	}
	file := bulk.File{Name: name, Size: info.Size()}
	if at := info.ModTime(); !at.IsZero() {
		file.ModTime = at.UnixNano()
	}
	if tree, ok := d.fsys.(locator); ok {
		if file.Path, err = tree.Locate(full); err != nil {
			m.At("path").Report("file-unreadable", fmt.Sprintf("%s cannot be read: %v", full, diag.Cause(err)), "")
			return
		}
	}
	s.Files = append(s.Files, file)
}

// hiveKeys returns the keys of the folders key=value that Parquet files lie in, which must
// be the same for all.
func (s *rowSet) hiveKeys(m *yamldoc.Mapping) []string {
	if s.Format != bulk.Parquet || len(s.Files) == 0 {
		return nil
	}
	first := folderKeys(s.Files[0].Name)
	for _, f := range s.Files[1:] {
		if keys := folderKeys(f.Name); !slices.Equal(keys, first) {
			m.At("path").Report("hive-keys", fmt.Sprintf("%s lies in folders of %s, %s in folders of %s", s.Files[0].Name, keyText(first), f.Name, keyText(keys)),
				"give all files folders of the same keys, or describe them as two datasets")
			return nil
		}
	}
	return first
}

// folderKeys returns the keys of the folders key=value in a file's name.
func folderKeys(name string) []string {
	var keys []string
	for folder := range strings.SplitSeq(path.Dir(name), "/") {
		if key, _, ok := strings.Cut(folder, "="); ok && key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

func keyText(keys []string) string {
	if len(keys) == 0 {
		return "no keys"
	}
	return strings.Join(keys, "/")
}
