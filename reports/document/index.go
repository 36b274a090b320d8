package document

// Index is the list of pages of a report.
type Index struct {
	Lang  string // "en" or "zh"
	Title string
	Pages []Entry // in reading order
	State State
}

// Entry is one page in the index.
type Entry struct {
	Name    string // public name of the page; its address is Name + "/index.html"
	Lang    string // of a page that is not in the language of the list; "" otherwise
	Title   string
	Summary string // the page's lead
	Period  string // as printed
	Charts  int    // number of charts on it

	Passages []Passage // what a find looks through
}

// Passage is a piece of a page that a find may lead to.
type Passage struct {
	ID    string // where it stands on the page
	Title string // of a chart, a table, a chapter; may be empty
	Text  string // plain text
}

// State is what a report stands on, in one language. All of it is in the data: no clock.
type State struct {
	Sets      []SetState
	Checks    int     // checks that ran
	Findings  []Audit // those that found something: failures first, then by what they found
	Revisions []Revision
	Earlier   int       // revisions beyond Revisions
	Rejects   []Rejects // data sets with refused rows
}

// SetState is what is loaded of a data set.
type SetState struct {
	Name, Title string
	Values      int    // observations that stand
	Rejected    int    // refused rows
	Newest      string // publication date of its newest document, YYYY[-MM[-DD]]; "" when none is known
	Last        string // newest period, as printed
	Publishers  []PublisherState
}

// PublisherState is what a data set holds of a publisher.
type PublisherState struct {
	Name      string
	Values    int
	Documents int
	Newest    string // publication date of the newest, "" when none is known
	Last      string // newest period, as printed
}

// Audit is a check that found something.
type Audit struct {
	Question string // what it asks, or the model whose rule it is answers
	Rule     string // the rule of that model, "" for a question
	Fails    bool   // the check is of severity fail
	Found    int
	LookedAt int
	Cells    []string // the first that it found, each with its place
}

// Revision is a value that its publisher changed after it had printed it.
type Revision struct {
	What      string // measure, member, period
	Kind      string // revised, removed, … as shown
	Publisher string
	Earlier   string // as printed
	Later     string // as printed; "" when it was removed
	Before    string // publication date of the earlier value, "" when unknown
	Vintage   string // of the later one, or of the release that dropped the earlier
	Places    []Place
}

// Place is a chart that shows something.
type Place struct {
	Page, Chart string // address
	Title       string // of the chart
}
