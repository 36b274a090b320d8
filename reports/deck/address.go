package deck

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// prefix begins the name, or a line of the alternative text, of a shape that is bound.
const prefix = "paystats:"

// Fields of charts, tables and pages that a text may be bound to.
const (
	fieldTitle    = "title"
	fieldSubtitle = "subtitle"
	fieldSource   = "source"
	fieldAlt      = "alt"
	fieldLead     = "lead"
	fieldPeriod   = "period"
	fieldFigure   = "figure"  // of a row of key figures, by its place from 1
	fieldList     = "list"    // a table: the slices of a ring with their values
	fieldDrawing  = "drawing" // a picture: without title, source and notes
	fieldRows     = "rows"    // a table: some of its rows, from 1
	fieldPoints   = "points"  // of a page: a list under a heading, by its place from 1
	fieldText     = "text"    // of a page: what follows, with {{ expressions }}
)

// latest names the last period that has a value.
const latest = "latest"

// Binding is what a shape is bound to.
type Binding struct {
	Text           string // as it was written, without the prefix
	Page, ID       string // of a chart, table or row of key figures; ID is "" for the page itself
	Panel          string // id of one of small multiples, "" for none
	Member, Period string // of a number on a chart
	Field          string
	First, Last    int    // figure, rows; Last is 0 for all that follow
	Template       string // a text with {{ expressions }}
}

// Address returns page and chart: what the shape shows a part of.
func (b Binding) Address() string {
	if b.ID == "" {
		return b.Page
	}
	return b.Page + "/" + b.ID
}

var fields = map[bool][]string{
	true:  {fieldTitle, fieldLead, fieldPeriod, fieldPoints, fieldText},
	false: {fieldTitle, fieldSubtitle, fieldSource, fieldAlt, fieldFigure, fieldList, fieldDrawing, fieldRows},
}

// verbs begin an expression of a page that is written without its braces.
var verbs = []string{"value", "ratio", "growth", "change", "leader", "label", "name", "claim"}

// ParseBinding reads what stands behind the prefix.
//
//	china-2015q3/share                     a chart, its picture or its table
//	china-2015q3/share title               a text of it
//	failures/approval-methods/acme         one of small multiples, by its member
//	china-2015q3/share#alipay@2015-Q3      one number; @latest the newest
//	value share market=… member=…          an expression, as in pages
//	Alipay has {{ value share … }}         a text with expressions
func ParseBinding(text string) (Binding, error) {
	b := Binding{Text: strings.TrimSpace(text)}
	first, rest, _ := strings.Cut(b.Text, " ")
	rest = strings.TrimSpace(rest)
	page, inner, isText := strings.Cut(b.Text, " "+fieldText+" ")
	switch {
	case b.Text == "":
		return b, fmt.Errorf("no address")
	case isText && strings.Contains(inner, "{{") && !strings.ContainsAny(page, " {"):
		b.Page, b.Field, b.Template = page, fieldText, strings.TrimSpace(inner)
		return b, nil
	case strings.Contains(b.Text, "{{"):
		b.Field, b.Template = fieldText, b.Text
		return b, nil
	case slices.Contains(verbs, first) && rest != "":
		b.Field, b.Template = fieldText, "{{ "+b.Text+" }}"
		return b, nil
	}
	if err := b.address(first); err != nil {
		return b, err
	}
	return b, b.field(rest)
}

// address reads page/chart, page/chart/panel (the id of its member) or page/chart#member@period.
func (b *Binding) address(text string) error {
	at, point, isPoint := strings.Cut(text, "#")
	parts := strings.Split(at, "/")
	b.Page = parts[0]
	if len(parts) > 1 {
		b.ID = parts[1]
	}
	if len(parts) > 2 {
		b.Panel = parts[2]
	}
	if isPoint {
		var ok bool
		if b.Member, b.Period, ok = strings.Cut(point, "@"); !ok {
			return fmt.Errorf("%q names a member without a period: write #MEMBER@PERIOD, or @latest", text)
		}
	}
	if slices.Contains(parts, "") || len(parts) > 3 || isPoint && b.ID == "" {
		return fmt.Errorf("%q is no address: write PAGE/CHART", text)
	}
	return nil
}

// field reads what stands behind an address.
func (b *Binding) field(text string) error {
	if text == "" {
		if b.ID == "" {
			return fmt.Errorf("%q names a page: write PAGE/CHART, or PAGE title, lead or period", b.Page)
		}
		return nil
	}
	name, number, _ := strings.Cut(text, " ")
	known := fields[b.ID == ""]
	if !slices.Contains(known, name) || name == fieldText || b.Member != "" {
		return fmt.Errorf("%q is nothing that %s has: it has %s", text, b.Address(), strings.Join(known, ", "))
	}
	b.Field = name
	switch name {
	case fieldFigure, fieldPoints:
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 {
			return fmt.Errorf("%q: %s are counted from 1", text, strings.TrimSuffix(name, "s")+"s")
		}
		b.First, b.Last = n, n
	case fieldRows:
		from, to, _ := strings.Cut(number, "-")
		first, err := strconv.Atoi(from)
		last, errLast := 0, error(nil)
		if to != "" {
			last, errLast = strconv.Atoi(to)
		}
		if err != nil || errLast != nil || first < 1 || last != 0 && last < first {
			return fmt.Errorf("%q: write rows 1-12, or rows 13- for the rest", text)
		}
		b.First, b.Last = first, last
	}
	return nil
}

// bound returns what a name or alternative text says of a binding; ok is false for nothing.
func bound(text string) (address string, ok bool) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if len(line) >= len(prefix) && strings.EqualFold(line[:len(prefix)], prefix) {
			return strings.TrimSpace(line[len(prefix):]), true
		}
	}
	return "", false
}
