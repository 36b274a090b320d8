package deck

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/native"
	"paystats/reports/pptx"
)

// Result is what a refresh did, or would do.
type Result struct {
	Bound    int // shapes that are bound
	Changes  []Change
	Findings []Finding
}

// refresh is one under way.
type refresh struct {
	deck *Deck
	src  Source
	lang string
	docs map[string]document.Document
	Result
}

// Refresh brings every bound shape up to date. What cannot be is named among the findings and
// left as it is; an error is one of the data, or of the machine, and leaves the deck to be
// thrown away. lang is the language of texts, "" for that of the deck.
func (d *Deck) Refresh(ctx context.Context, src Source, lang string) (Result, error) {
	if lang == "" {
		lang = d.Lang()
	}
	r := &refresh{deck: d, src: src, lang: lang, docs: map[string]document.Document{}}
	for _, s := range d.Shapes() {
		if s.Address == "" {
			continue
		}
		r.Bound++
		changes, err := r.shape(ctx, s)
		if err != nil {
			p, ok := errorOf(err)
			if !ok {
				return Result{}, err
			}
			r.find(s, p, false)
			continue
		}
		for _, c := range changes {
			c.Slide, c.Shape, c.Address = s.Slide, s.Name, s.Address
			r.Changes = append(r.Changes, c)
		}
	}
	r.findPanels()
	if d.IsSigned() && len(r.Changes) > 0 {
		r.Findings = append(r.Findings, Finding{Code: "deck-signed", Msg: "the deck is signed, and the signature no longer holds", Hint: "sign it anew in PowerPoint", Warning: true})
	}
	return r.Result, nil
}

func (r *refresh) find(s *Shape, p *problem, warning bool) {
	r.Findings = append(r.Findings, Finding{Slide: s.Slide, Shape: s.Name, Code: p.code, Msg: p.msg, Hint: p.hint, Warning: warning})
}

// Lang is the language that most of the deck's texts say they are in: "en" or "zh".
func (d *Deck) Lang() string {
	chinese, other := 0, 0
	for _, s := range d.slides {
		for _, name := range []string{"rPr", "endParaRPr"} {
			for _, e := range all(s.root, name) {
				if strings.HasPrefix(attr(e, "lang"), "zh") {
					chinese++
				} else if attr(e, "lang") != "" {
					other++
				}
			}
		}
	}
	if chinese > other {
		return "zh"
	}
	return "en"
}

// findPanels names the small multiples that a deck shows only some of.
func (r *refresh) findPanels() {
	bound, first := map[string][]string{}, map[string]*Shape{}
	var order []string
	for _, s := range r.deck.Shapes() {
		if b, err := ParseBinding(s.Address); err == nil && b.Panel != "" && s.Kind == Chart {
			if first[b.Address()] == nil {
				first[b.Address()] = s
				order = append(order, b.Address())
			}
			bound[b.Address()] = append(bound[b.Address()], b.Panel)
		}
	}
	for _, address := range order {
		page, id, _ := strings.Cut(address, "/")
		one, err := find(r.docs[page], id)
		if err != nil || one.spec == nil {
			continue
		}
		var missing []string
		for _, p := range one.spec.Panels {
			if !slices.Contains(bound[address], p.ID) {
				missing = append(missing, address+"/"+p.ID)
			}
		}
		if len(missing) > 0 {
			r.find(first[address], &problem{"panel-missing", "the page draws panels that the deck has not: " + strings.Join(missing, ", "), "copy a panel on the slide and bind it"}, true)
		}
	}
}

// page makes a page once.
func (r *refresh) page(ctx context.Context, name string) (document.Document, error) {
	if doc, ok := r.docs[name]; ok {
		return doc, nil
	}
	doc, err := r.src.Page(ctx, name, r.lang)
	if err == nil {
		r.docs[name] = doc
	}
	return doc, err
}

// findUntrue names the page's claims that the data do not bear out, where a text makes them; a
// source says so itself.
func (r *refresh) findUntrue(s *Shape, b Binding, doc document.Document, lines []string) {
	if b.Field == fieldSource {
		return
	}
	for _, claim := range doc.Untrue {
		if strings.Contains(strings.Join(lines, "\n"), claim.Text) {
			r.find(s, &problem{ClaimFalse, fmt.Sprintf("claim %q is false: %s", claim.Text, claim.Found.En), "reword it on the page, and refresh the deck again"}, true)
		}
	}
}

// shape brings one shape up to date.
func (r *refresh) shape(ctx context.Context, s *Shape) ([]Change, error) {
	b, err := ParseBinding(s.Address)
	if err != nil {
		return nil, refuse("address-syntax", "see `paystats deck bind --help`", "%v", err)
	}
	switch s.Kind {
	case Chart, Table, Picture, Text:
	default:
		return nil, refuse("shape-kind", "put a chart, picture, table or text in its place", "a %s cannot be refreshed", s.Kind)
	}
	if b.Template != "" {
		return r.template(ctx, s, b)
	}
	doc, err := r.page(ctx, b.Page)
	if err != nil {
		return nil, err
	}
	if s.Kind == Text {
		width, _ := s.size()
		if width == 0 {
			width = pptx.ChartFrame.Width
		}
		lines, err := said(doc, b, width)
		if err != nil {
			return nil, err
		}
		r.findUntrue(s, b, doc, lines)
		return s.say(lines), nil
	}
	one, err := find(doc, b.ID)
	if err != nil {
		return nil, err
	}
	changes, err := r.picture(ctx, s, b, one)
	if err != nil || !s.ByName {
		return changes, err
	}
	return append(changes, s.describe(one, b)...), nil
}

// picture brings a shape up to date that shows a chart or table.
func (r *refresh) picture(ctx context.Context, s *Shape, b Binding, one block) ([]Change, error) {
	if s.Kind == Table {
		g, err := gridOf(one, b)
		if err != nil {
			return nil, err
		}
		return s.fillTable(g)
	}
	if one.spec == nil {
		return nil, refuse("address-field", "bind it to a chart of the page", "%s is no chart", b.Address())
	}
	spec := *one.spec
	if s.Kind == Picture {
		if b.Field != "" && b.Field != fieldDrawing {
			return nil, refuse("address-field", "bind it to PAGE/CHART, or PAGE/CHART drawing", "a picture cannot show %q", b.Text)
		}
		if b.Field == fieldDrawing {
			spec.Title, spec.Subtitle, spec.Source, spec.Coverage, spec.Notes = "", "", "", "", nil
		}
		return r.deck.draw(ctx, s, r.src, spec, r.lang)
	}
	if b.Field != "" || b.Member != "" {
		return nil, refuse("address-field", "bind it to PAGE/CHART", "a chart cannot show %q", b.Text)
	}
	return r.chart(s, b, spec)
}

// chart brings a native chart up to date.
func (r *refresh) chart(s *Shape, b Binding, spec chart.Spec) ([]Change, error) {
	frame := pptx.ChartFrame
	if w, h := s.size(); w > 0 && h > 0 {
		frame = native.Frame{Width: w, Height: h}
	}
	if b.Panel != "" {
		var err error
		if spec, frame.Beside, err = panel(spec, b.Panel); err != nil {
			return nil, err
		}
	} else if len(spec.Panels) > 0 {
		return nil, refuse("chart-kind", "bind a chart to each: "+b.Address()+"/"+spec.Panels[0].ID+" and so on", "%s is drawn as %d panels", b.Address(), len(spec.Panels))
	}
	ways, drawn, err := waysOf(spec, r.lang, frame)
	if err != nil {
		return nil, err
	}
	if len(ways) == 0 {
		return nil, refuse("chart-kind", "bind a picture or a table to it", "a %s has no form as a native chart", spec.Kind)
	}
	f, err := openFigure(r.deck, s)
	if err != nil {
		return nil, err
	}
	m, err := f.pair(ways)
	if err != nil {
		return nil, err
	}
	var beside []float64
	for _, v := range frame.Beside {
		beside = append(beside, v/m.w.unit)
	}
	if err := f.fill(m, beside); err != nil {
		return nil, err
	}
	if stale, err := f.redraw(drawn); err != nil {
		return nil, err
	} else if stale {
		r.find(s, &problem{"chart-drawings", "lines and texts drawn over the chart stay where they are", "look whether they still stand where they should"}, true)
	}
	return f.changes, f.save()
}

// template answers the expressions of a text.
func (r *refresh) template(ctx context.Context, s *Shape, b Binding) ([]Change, error) {
	if s.Kind != Text {
		return nil, refuse("address-field", "bind it to PAGE/CHART", "a %s cannot show a text", s.Kind)
	}
	text, untrue, err := r.src.Say(ctx, b.Page, b.Template, r.lang)
	if err != nil {
		return nil, err
	}
	for _, claim := range untrue {
		r.find(s, &problem{ClaimFalse, claim, "reword it on the slide and in its binding"}, true)
	}
	return s.say(strings.Split(text, "\n")), nil
}

// say writes the paragraphs of a text.
func (s *Shape) say(lines []string) []Change {
	old := s.Words()
	if slices.Equal(strings.Split(old, "\n"), lines) {
		return nil
	}
	setLines(down(s.node, "txBody"), lines)
	return []Change{{What: Line, Old: old, New: strings.Join(lines, "\n")}}
}

// describe brings the alternative text of a shape of ours up to date.
func (s *Shape) describe(one block, b Binding) []Change {
	alt := ""
	switch {
	case one.table != nil:
		alt = one.table.Title
	case b.Field == fieldList:
		return nil
	case one.spec != nil && s.Kind == Table && one.spec.Kind != chart.Matrix:
		alt = one.spec.Title
	case one.spec != nil && b.Panel != "":
		if at, _, err := panel(*one.spec, b.Panel); err == nil {
			alt = at.Title + ". " + one.spec.Alt
		}
	case one.spec != nil:
		alt = one.spec.Alt
	}
	if alt == "" || alt == s.Alt {
		return nil
	}
	s.properties().CreateAttr("descr", alt)
	change := Change{What: Description, Old: s.Alt, New: alt}
	s.Alt = alt
	return []Change{change}
}

// Try refreshes one shape alone and says what keeps it from being refreshed, nil for nothing.
// The deck is to be thrown away behind.
func (d *Deck) Try(ctx context.Context, s *Shape, src Source) (*Finding, error) {
	r := &refresh{deck: d, src: src, lang: d.Lang(), docs: map[string]document.Document{}}
	_, err := r.shape(ctx, s)
	if p, ok := errorOf(err); ok {
		return &Finding{Slide: s.Slide, Shape: s.Name, Code: p.code, Msg: p.msg, Hint: p.hint}, nil
	}
	return nil, err
}
