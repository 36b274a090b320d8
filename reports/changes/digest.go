// Package changes says in a few lines what a new report has that the last good one had not:
// as text, Markdown, HTML and JSON, for a mail or a chat message.
//
// A Digest goes in, in one language, sorted by its maker with the most important first; out
// come its forms. Text, Markdown and HTML show the first few of each section and say how many
// more there are; JSON has all that was given. No form knows the clock: equal digests have
// equal bytes.
package changes

import "encoding/json"

// Digest is what changed.
type Digest struct {
	Lang   string `json:"lang"`   // en or zh
	Title  string `json:"title"`  // of the report
	Report string `json:"report"` // its first file
	Held   string `json:"held"`   // why it is not in place; "" if it is
	First  bool   `json:"first"`  // there was no report before, or none that can be compared

	Notes      []string         `json:"notes"`       // what else to know, in the language
	NewPeriods int              `json:"new_periods"` // of datasets
	Added      int              `json:"added"`       // new values in periods that were there
	Periods    []Periods        `json:"periods"`
	Values     Section[Value]   `json:"values"` // restated and removed
	Shares     Section[Share]   `json:"shares"`
	Checks     []Check          `json:"checks"`
	Claims     []Claim          `json:"claims"`
	Pages      Section[Changed] `json:"pages"`
}

// Section is a list of which only a part may be given.
type Section[T any] struct {
	Count int `json:"count"`
	Items []T `json:"items"`
}

// Name is what something is called: its id, and its name in the digest's language.
type Name struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Series is what values are of.
type Series struct {
	Dataset   string `json:"dataset"`
	Area      Name   `json:"area"` // "" where it is several
	Segment   Name   `json:"segment"`
	Measure   Name   `json:"measure"`
	Publisher Name   `json:"publisher"`
}

// Periods are those of a dataset's series that have values for the first time.
type Periods struct {
	Series
	First   string `json:"first"`
	Last    string `json:"last"`
	Periods int64  `json:"periods"`
	Values  int64  `json:"values"`
}

// Value is one that says something else than before, or is gone.
type Value struct {
	Series
	Change string `json:"change"` // revised, removed, rescoped or reclassified
	Member Name   `json:"member"`
	Scope  string `json:"scope"`
	Period string `json:"period"`
	Old    string `json:"old"` // as printed, with what it was called before if that changed
	New    string `json:"new"` // as printed; "" if it is gone
	// Growth is the change in parts of the old value, Points that of a share or rate as a
	// fraction; one of them, or none if it is not known.
	Growth *float64 `json:"growth"`
	Points *float64 `json:"points"`
}

// Share is a member's part of a market that moved, or whose rank is another: within a period
// that was restated, or from what was the newest period to what is now.
type Share struct {
	Market    Name    `json:"market"`
	Measure   Name    `json:"measure"`
	Publisher Name    `json:"publisher"`
	Scope     string  `json:"scope"`
	Member    Name    `json:"member"`
	OldPeriod string  `json:"old_period"`
	NewPeriod string  `json:"new_period"`
	Old       float64 `json:"old"` // fraction 0..1
	New       float64 `json:"new"`
	OldRank   int64   `json:"old_rank"` // 1 is the largest
	NewRank   int64   `json:"new_rank"`
}

// Check is a data check that finds more or less than before.
type Check struct {
	Model    string `json:"model"`
	Check    string `json:"check"`    // its formula; of a model that is a check itself the model's question
	Question string `json:"question"` // what the model asks, in the digest's language; "" if Check says so, or it is not given in it
	Severity string `json:"severity"` // fail or warn
	Before   int64  `json:"before"`   // rows found; 0 is passed
	Now      int64  `json:"now"`
}

// Claim is a statement of a page that stopped being true, or became so again.
type Claim struct {
	Page     string `json:"page"` // or a passage that pages include
	Claim    string `json:"claim"`
	Evidence string `json:"evidence"` // what was found instead; "" if it is true
	True     bool   `json:"true"`
}

// Changed is a page with a file that is another than before.
type Changed struct {
	Page   string `json:"page"`
	Change string `json:"change"` // new, changed or gone
}

// IsEmpty reports whether no figure, check or claim is another than before.
func (d *Digest) IsEmpty() bool {
	return !d.First && len(d.Periods)+d.Added+d.Values.Count+d.Shares.Count+len(d.Checks)+len(d.Claims) == 0
}

// Formats are the forms of a digest, by the extension of its file.
var Formats = map[string]func(*Digest) ([]byte, error){
	"txt":  func(d *Digest) ([]byte, error) { return []byte(d.Text()), nil },
	"md":   func(d *Digest) ([]byte, error) { return []byte(d.Markdown()), nil },
	"html": func(d *Digest) ([]byte, error) { return []byte(d.HTML()), nil },
	"json": func(d *Digest) ([]byte, error) { return d.JSON() },
}

// JSON returns the digest with its headline, for programs, with lists that hold nothing as [].
func (d *Digest) JSON() ([]byte, error) {
	full := *d
	full.Notes, full.Periods, full.Checks, full.Claims = orEmpty(d.Notes), orEmpty(d.Periods), orEmpty(d.Checks), orEmpty(d.Claims)
	full.Values.Items, full.Shares.Items, full.Pages.Items = orEmpty(d.Values.Items), orEmpty(d.Shares.Items), orEmpty(d.Pages.Items)
	text, err := json.MarshalIndent(struct {
		Headline string `json:"headline"`
		Digest
	}{d.Headline(), full}, "", "  ")
	return append(text, '\n'), err
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
