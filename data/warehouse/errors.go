package warehouse

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/marcboeker/go-duckdb"
)

// Conditions that callers branch on.
var (
	ErrLocked  = errors.New("another process holds the workspace")
	ErrNewer   = errors.New("the warehouse was written by a newer paystats")
	ErrOlder   = errors.New("the warehouse was written by an older paystats")
	ErrDamaged = errors.New("the warehouse is not readable")
	ErrAbsent  = errors.New("there is no warehouse yet")
	ErrMemory  = errors.New("the engine's memory limit is reached")
	ErrShrinks = errors.New("the load holds fewer observations than the one before")
)

// SQLError is an error that the engine raised on a statement.
type SQLError struct {
	Kind string // the engine's class: "Binder Error", "Parser Error"
	Msg  string // its message, without class and position
	Line int    // 1-based line in the statement, 0 when not known
	Err  error
}

// Error returns "Kind: message".
func (e *SQLError) Error() string { return e.Kind + ": " + e.Msg }

// SQLLine returns Line, for callers that do not know this package.
func (e *SQLError) SQLLine() int { return e.Line }

// SQLColumn returns the column of Line that the engine points at, 1-based in bytes, 0 if it
// points at none. text is that line of the statement: the engine's excerpt, "LINE n: text\n   ^",
// has dots for what it cuts off a long line, its caret counts Chinese characters twice and stands some
// characters too far left where the beginning is cut off: a name that the message quotes is more sure.
func (e *SQLError) SQLColumn(text string) int {
	if e.Err == nil {
		return 0
	}
	head := "LINE " + strconv.Itoa(e.Line) + ": "
	_, excerpt, ok := strings.Cut(e.Err.Error(), head)
	if !ok {
		return 0
	}
	shown, pointer, _ := strings.Cut(excerpt, "\n")
	width := strings.Index(pointer, "^") - len(head)
	cut, dotted := strings.CutPrefix(shown, "...")
	if dotted {
		width -= len("...")
	}
	start := strings.Index(text, strings.TrimSuffix(cut, "..."))
	if start < 0 || width < 0 {
		return 0
	}
	column := len(text) + 1
	for at, c := range text[start:] {
		if width <= 0 {
			column = start + at + 1
			break
		}
		if width--; c >= 0x1100 {
			width--
		}
	}
	if name := quotedName.FindStringSubmatch(e.Msg); name != nil {
		if right := strings.Index(text[column-1:], name[1]); right >= 0 {
			return column + right
		}
	}
	return column
}

// quotedName is what the engine's message quotes: a name, or what it did not expect.
var quotedName = regexp.MustCompile(`"([^"]+)"`)

// Unwrap returns the driver's error.
func (e *SQLError) Unwrap() error { return e.Err }

// linePointer is the engine's excerpt of the statement: "LINE 3: SELECT …\n   ^".
var linePointer = regexp.MustCompile(`(?s)\n*LINE (\d+):.*$`)

// memoryText is how the engine says that it needs more memory or room for temporary data than it may have.
var memoryText = regexp.MustCompile(`^Out of Memory Error|could not allocate block|failed to (allocate|pin|offload)|max_temp_directory_size`)

// sqlError turns the driver's error into a SQLError; other errors pass.
func sqlError(err error) error {
	var duckErr *duckdb.Error
	if !errors.As(err, &duckErr) {
		return err
	}
	out := &SQLError{Kind: "Error", Msg: duckErr.Msg, Err: err}
	if m := linePointer.FindStringSubmatch(out.Msg); m != nil {
		out.Line, _ = strconv.Atoi(m[1])
		out.Msg = strings.TrimSuffix(out.Msg, m[0])
	}
	out.Msg = strings.Join(strings.Fields(out.Msg), " ") // the engine breaks lines as it likes
	if memoryText.MatchString(out.Msg) {
		out.Err = errors.Join(ErrMemory, err)
	}
	if cause := refusal(out.Msg); cause != nil {
		return &SQLError{Kind: "IO Error", Msg: cause.Error(), Err: errors.Join(cause, err)}
	}
	if kind, msg, ok := strings.Cut(out.Msg, ": "); ok && strings.HasSuffix(kind, "Error") {
		out.Kind, out.Msg = kind, msg
	}
	return out
}

// refusal returns why the system has refused to write, if the engine's message says so; else nil.
func refusal(text string) error {
	for _, r := range []struct {
		text  string
		cause syscall.Errno
	}{
		{"No space left on device", syscall.ENOSPC}, {"Disk quota exceeded", syscall.EDQUOT},
		{"File too large", syscall.EFBIG}, {"Read-only file system", syscall.EROFS},
	} {
		if strings.Contains(text, r.text) {
			return r.cause
		}
	}
	return nil
}

// lockHolder is how the engine names the process that has a file open.
var lockHolder = regexp.MustCompile(`PID \d+`)

// openError names what is wrong with a warehouse file that does not open. What the
// engine cannot read, for whatever reason of its own, is damaged: inputs rebuild it.
func openError(path string, err error) error {
	text := err.Error()
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(text, p) })
	}
	cause := err
	switch {
	case has("newer version", "version number"):
		cause = ErrNewer
	case has("Conflicting lock", "Could not set lock"):
		cause = ErrLocked
		if m := lockHolder.FindString(text); m != "" {
			return fmt.Errorf("open %s: %w: %s", path, cause, m)
		}
	case has("does not exist"):
		cause = ErrAbsent
	case has("Permission denied"):
		cause = fs.ErrPermission
	case refusal(text) != nil:
		cause = refusal(text)
	case has("could not open database", "not a valid DuckDB"):
		cause = ErrDamaged
	}
	return fmt.Errorf("open %s: %w", path, cause)
}
