package obs

import "time"

// Transformation says what was done to a measure before it was printed.
type Transformation string

// The transformations. A share is a fraction of the total of its base measure; qoq
// and yoy are growth as a fraction, as the publisher printed it.
const (
	Level Transformation = "level"
	Share Transformation = "share"
	QoQ   Transformation = "qoq"
	YoY   Transformation = "yoy"
)

// Transformations lists all of them.
var Transformations = []Transformation{Level, Share, QoQ, YoY}

// Total is the member, and the dimension, that stands for all members.
const Total = "total"

// Status is SDMX's OBS_STATUS (CL_OBS_STATUS), as far as payments data need it.
type Status string

// The statuses, from firm to weak.
const (
	Normal      Status = "A"
	Break       Status = "B"
	Provisional Status = "P"
	Estimated   Status = "E"
	Forecast    Status = "F"
	Missing     Status = "M"
)

// Statuses lists all of them.
var Statuses = []Status{Normal, Break, Provisional, Estimated, Forecast, Missing}

// Hedge is the qualifier printed with a figure: "about 4", "over 400", "under 10".
type Hedge string

// The hedges.
const (
	Exact Hedge = ""
	About Hedge = "about"
	Over  Hedge = "over"
	Under Hedge = "under"
)

// Series is a series key: two observations with equal Series and Period measure the
// same thing.
type Series struct {
	Area           string // ISO 3166: CN, IN-MH
	Segment        string // population of payments measured: third-party-mobile
	Measure        string // tx_value, tx_count, users_registered
	Transformation Transformation
	BaseMeasure    string // what a share is a share of, if another measure; else ""
	Dimension      string // what the total is broken down by; Total for none
	Member         string // one part of it; Total for all
	Frequency      Frequency
	Unit           Unit
	Publisher      string // who prints the number
	Scope          string // the publisher's definition; "unspecified" when it gives none
}

// Place is where a value stands in a dataset.
type Place struct {
	Dataset, Resource string
	File              string // path inside the dataset's folder
	At                string // "line:field" for tables, JSON pointer for JSON
}

// Observation is one value of one series in one period, as one document printed it
// in one place.
type Observation struct {
	Series
	Period        Period
	Vintage       time.Time // publication date; zero when unknown
	Revision      int       // orders undated documents
	Value         Decimal   // base units, fractions for shares and rates; 0 when Status is Missing
	Status        Status
	Hedge         Hedge
	LastDigit     int    // power of ten of the last printed digit, in base units
	Confidence    string // high, medium, low, or "" when the dataset does not say
	Printed       string // value and unit as printed
	Document      string // address of the document
	DocumentTitle string
	Note          string
	Place         Place
}
