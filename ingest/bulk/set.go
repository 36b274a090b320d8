package bulk

import (
	"strings"

	"paystats/data/diag"
)

// The kinds of sets.
const (
	Transactions = "transactions" // one row is one attempt to pay
	Activations  = "activations"  // one row is one application for credit: buy now, pay later
)

// The formats of files.
const (
	CSV     = "csv"     // UTF-8; files whose names end in .gz are packed
	NDJSON  = "ndjson"  // likewise
	Parquet = "parquet" //
	Arrow   = "arrow"   // IPC files and streams
)

// Set is one resource of a dataset: files of one shape.
type Set struct {
	Dataset, Resource string
	Title             string // of the dataset
	Descriptor        string // path from the workspace's root, for messages
	Kind              string // Transactions or Activations

	// What holds for all rows: ids of code lists. Area is where rows without an area of
	// their own belong, "" for none; Segment may be "", Scope is "unspecified" by default.
	Publisher, Area, Segment, Scope string

	Synthetic bool // made by a program: every chart says so
	KeepRows  bool // false: only roll-ups are kept, and the files stay where they are

	Format   string
	Files    []File   // sorted by name; at least one
	HiveKeys []string // of Parquet in folders key=value: the keys, which are columns like others
	Dialect  Dialect  // of CSV
	Missing  []string // texts that stand for no value; "" is one of them unless the descriptor says otherwise

	Fields     []Field  // what is bound, in the order of the target table
	IDs        []string // columns that may hold what looks like a card number; sorted, those of id and intent among them
	MaxRejects int      // rows that may be refused
}

// Field returns a field by its name; ok is false if nothing is bound to it.
func (s *Set) Field(name string) (f Field, ok bool) {
	for _, f := range s.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// File is one file of a set.
type File struct {
	Name    string // in the dataset's folder, with /
	Path    string // on disk; "" if the file is built into the program, and must be copied out to be read by the engine
	Size    int64  // bytes
	ModTime int64  // nanoseconds since 1970, UTC; 0 if it is built into the program
}

// globs are the signs that make a path a pattern to the engine.
var globs = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// Pattern returns Path as the engine's functions for files want it: each takes patterns, so
// that a name such as 2024[1].csv would mean another file.
func (f File) Pattern() string { return globs.Replace(f.Path) }

// Dialect is how delimited text is written.
type Dialect struct {
	Delimiter string   // one ASCII character
	Quote     string   // likewise; a quote within quotes is written twice
	Header    bool     // the first line names the columns
	Columns   []string // of files without a header, all of them in order
}

// The forms of times beside patterns of strptime (%Y-%m-%d %H:%M:%S).
const (
	ISO8601      = ""         // 2024-11-11T00:00:01, also with a blank for the T, a fraction, and with an offset or without
	EpochSeconds = "epoch_s"  // since 1970, UTC
	EpochMillis  = "epoch_ms" //
)

// NoRounding is the Round of amounts whose surplus decimals are refused.
const NoRounding = -1

// Field says where one column of the target table comes from: Column or Literal.
type Field struct {
	Name    string // id, time, provider, …: the key in the descriptor
	Column  string // of the file; in NDJSON a pointer inside the record without the leading slash
	Literal string // the same for all rows

	// Map leads from texts as they stand in the file to codes: ids of the field's code list,
	// or its words. nil if there is none, so that the texts are names or codes themselves.
	Map map[string]string

	// Of times: exactly one of Zone and ZoneColumn is set, names of the IANA's list.
	// Local days and hours are those of the zone, whatever the form.
	TimeFormat       string
	Zone, ZoneColumn string

	// Of amounts: the currency (ISO 4217) or its column, the power of ten by which the text
	// is multiplied (cents: -2), or Minor: it counts the currency's minor unit. Round is the
	// number of decimals that are kept, NoRounding for all.
	Unit, UnitColumn string
	Scale            int
	Minor            bool
	Round            int

	Pos diag.Pos // in the descriptor
}
