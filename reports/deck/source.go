package deck

import (
	"context"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/native"
	"paystats/reports/pptx"
)

// Source gives what addresses name, from the data as they stand.
type Source interface {
	// Page makes a page in a language; a name that no page has is an *UnknownError.
	Page(ctx context.Context, name, lang string) (document.Document, error)
	// Say answers a text with {{ expressions }}, in the context of a page or, with "", of none.
	// untrue are its claims that the data do not bear out, each with what was found. A text that
	// cannot be answered is an *UnknownError.
	Say(ctx context.Context, page, text, lang string) (said string, untrue []string, err error)
	// Draw draws a chart in a format (png, svg), as wide and high as said, in points. A size that
	// it has no room in is an *UnknownError.
	Draw(ctx context.Context, s chart.Spec, lang, format string, width, height float64) ([]byte, error)
}

// UnknownError is an address, or a text, that the data have no answer to.
type UnknownError struct {
	Code, Msg, Hint string
}

func (e *UnknownError) Error() string { return e.Msg }

// block is what an address names on a page: one of its fields is set.
type block struct {
	spec    *chart.Spec
	table   *document.Table
	figures *document.KPIs
}

// find returns the block of a page with an id.
func find(doc document.Document, id string) (block, error) {
	var ids []string
	for _, b := range doc.Blocks {
		var one block
		name := ""
		switch b := b.(type) {
		case document.Chart:
			name, one.spec = b.Spec.ID, &b.Spec
		case document.Table:
			name, one.table = b.ID, &b
		case document.KPIs:
			name, one.figures = b.ID, &b
		case document.Gap:
			if b.ID == id {
				return block{}, refuse("address-empty", "", "page %s has no data for %s: %s", doc.Name, id, b.Text)
			}
		}
		if name == id && id != "" {
			return one, nil
		}
		if name != "" {
			ids = append(ids, name)
		}
	}
	if t, ok := pptx.Sources(doc); ok && id == t.ID {
		return block{table: &t}, nil
	}
	return block{}, refuse("address-unknown", diag.DidYouMean(id, ids, ""), "page %s has no chart %q", doc.Name, id)
}

// panel returns one drawing of small multiples, and the values of all where they have one
// scale.
func panel(s chart.Spec, id string) (one chart.Spec, beside []float64, err error) {
	var ids []string
	for _, p := range s.Panels {
		ids = append(ids, p.ID)
	}
	at := slices.Index(ids, id)
	if at < 0 {
		return s, nil, refuse("address-unknown", diag.DidYouMean(id, ids, ""), "%s has no panel %q", s.ID, id)
	}
	if !s.OwnScale {
		for _, in := range s.Series {
			for _, p := range in.Points {
				if p.Value != nil {
					beside = append(beside, *p.Value)
				}
			}
		}
	}
	return s.Split()[at], beside, nil
}

// said returns the paragraphs that a text is to have.
func said(doc document.Document, b Binding, width float64) ([]string, error) {
	if b.Field == fieldPoints {
		lists := pptx.PointsOf(doc)
		if b.First > len(lists) {
			return nil, refuse("address-unknown", "", "page %s has %d lists under headings, not %d", doc.Name, len(lists), b.First)
		}
		return lists[b.First-1].Items, nil
	}
	if b.ID == "" {
		return strings.Split(map[string]string{fieldTitle: doc.Title, fieldLead: doc.Lead, fieldPeriod: doc.Period}[b.Field], "\n"), nil
	}
	one, err := find(doc, b.ID)
	if err != nil {
		return nil, err
	}
	switch {
	case b.Member != "":
		text, err := pointText(one, b)
		return []string{text}, err
	case b.Field == fieldFigure && one.figures != nil:
		if b.First > len(one.figures.Figures) {
			return nil, refuse("address-unknown", "", "%s has %d figures, not %d", b.Address(), len(one.figures.Figures), b.First)
		}
		f := one.figures.Figures[b.First-1]
		return slices.DeleteFunc([]string{f.Label, f.Value, f.Detail, f.Source}, func(line string) bool { return line == "" }), nil
	case one.spec != nil:
		text, err := specText(*one.spec, doc.Lang, b, width)
		return strings.Split(text, "\n"), err
	case one.table != nil:
		t := one.table
		texts := map[string]string{fieldTitle: t.Title, fieldSubtitle: t.Subtitle, fieldSource: pptx.SourceLine(doc.Lang, width, t.Source, t.Coverage, t.Notes), fieldAlt: t.Title}
		if text, ok := texts[b.Field]; ok {
			return strings.Split(text, "\n"), nil
		}
	}
	return nil, refuse("address-field", "write PAGE/CHART with title, subtitle, source, alt or #MEMBER@PERIOD", "a text cannot show %q", b.Text)
}

// specText is a text of a chart.
func specText(s chart.Spec, lang string, b Binding, width float64) (string, error) {
	alt := s.Alt
	if b.Panel != "" {
		one, _, err := panel(s, b.Panel)
		if err != nil {
			return "", err
		}
		s.Title = one.Title
	}
	switch b.Field {
	case fieldTitle:
		return s.Title, nil
	case fieldSubtitle:
		return s.Subtitle, nil
	case fieldAlt:
		return alt, nil
	case fieldSource:
		c, _, err := native.New(s, lang, pptx.ChartFrame)
		if err != nil {
			return "", err
		}
		return pptx.SourceLine(lang, width, s.Source, s.Coverage, pptx.Notes(s, c)), nil
	}
	return "", refuse("address-field", "add title, subtitle, source or alt, or name a number: #MEMBER@PERIOD", "a text cannot show a whole chart")
}

// pointText is a number on a chart as it is printed.
func pointText(one block, b Binding) (string, error) {
	if one.spec == nil {
		return "", refuse("address-field", "", "%s is no chart", b.Address())
	}
	s := *one.spec
	ids := s.Category.IDs
	if b.Period != latest {
		ids = []string{b.Period}
	}
	for _, id := range slices.Backward(ids) {
		if p, ok := s.At(b.Member, id); ok && (b.Period != latest || p.Value != nil) {
			return p.Text, nil
		}
	}
	var members []string
	for _, in := range s.Series {
		members = append(members, in.ID)
	}
	return "", refuse("address-unknown", "it draws "+strings.Join(members, ", ")+" over "+strings.Join(s.Category.IDs, ", "), "chart %s has no number #%s@%s", b.Address(), b.Member, b.Period)
}

// errorOf makes a finding's problem of an error, where it is one of the deck; ok is false for
// errors of the data or the machine.
func errorOf(err error) (p *problem, ok bool) {
	switch e := err.(type) {
	case *problem:
		return e, true
	case *UnknownError:
		return &problem{e.Code, e.Msg, e.Hint}, true
	}
	return nil, false
}
