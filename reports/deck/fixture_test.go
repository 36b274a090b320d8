package deck_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/deck"
	"paystats/reports/document"
	"paystats/reports/native/nativetest"
	"paystats/reports/pptx"
	"paystats/reports/theme"
)

// quarters are all that the fixture knows.
var quarters = []string{"2014-Q1", "2014-Q2", "2014-Q3", "2014-Q4", "2015-Q1", "2015-Q2", "2015-Q3"}

// amount is the value of a member in a quarter, CNY.
func amount(member string, quarter int) float64 {
	base := map[string]float64{"alipay": 4.1e12, "tenpay": 1.3e12, "99bill": 0.6e12, "baidu": 0.2e12}[member]
	return base * (1 + 0.01*float64(int(member[0])%7*quarter))
}

// page is the page "example" as it is after some quarters, in English, with a chart of every
// kind of some members.
func page(t testing.TB, known int, members ...string) document.Document {
	t.Helper()
	return pageIn(t, "en", known, members...)
}

func pageIn(t testing.TB, lang string, known int, members ...string) document.Document {
	t.Helper()
	th, err := theme.Default()
	if err != nil {
		t.Fatal(err)
	}
	now := quarters[:known]
	var values, shares, last, lastShares []float64
	for _, m := range members {
		for q := range now {
			sum := 0.0
			for _, other := range members {
				sum += amount(other, q)
			}
			values, shares = append(values, amount(m, q)), append(shares, amount(m, q)/sum)
		}
		last, lastShares = append(last, values[len(values)-1]), append(lastShares, shares[len(shares)-1])
	}
	build := func(kind chart.Kind, format string, names []string, at []string, values []float64, more func(*chart.Request)) document.Chart {
		r := chart.Request{
			ID: "c-" + string(kind), Kind: kind, Lang: lang, Title: fmt.Sprintf("%s until %s", kind, now[len(now)-1]), Subtitle: "Synthetic data", Source: "Nobody, " + now[len(now)-1], Format: format,
			What: "Share", ColumnName: "Period", Colors: th.Colors, Ramp: th.Ramp(), Names: map[string]string{"alipay": "Alipay", "tenpay": "Tenpay", "99bill": "99Bill", "baidu": "Baidu Wallet"},
			Across: chart.Axis{Title: "Growth", Format: "percent"}, Size: chart.Axis{Title: "Value", Format: "money:CNY"},
		}
		if more != nil {
			more(&r)
		}
		return document.Chart{Spec: chart.Build(nativetest.Long(names, at, values...), r)}
	}
	doc := document.Document{Name: "example", Lang: lang, Title: "A page", Lead: fmt.Sprintf("What is known in %s.", now[len(now)-1]), Period: now[0] + " to " + now[len(now)-1]}
	for _, kind := range []chart.Kind{chart.Grouped, chart.Stacked, chart.Area} {
		doc.Blocks = append(doc.Blocks, build(kind, "money:CNY", members, now, values, nil))
	}
	for _, kind := range []chart.Kind{chart.Stacked100, chart.Line, chart.Bump, chart.Matrix} {
		doc.Blocks = append(doc.Blocks, build(kind, "percent", members, now, shares, nil))
	}
	doc.Blocks = append(doc.Blocks, build(chart.Bar, "money:CNY", members[:1], now, values[:known], nil),
		build(chart.Donut, "percent", members, now[known-1:], lastShares, nil),
		build(chart.Ranking, "percent", members, now[known-1:], lastShares, func(r *chart.Request) { r.MemberAxis = true }),
		build(chart.Treemap, "money:CNY", members, now[known-1:], last, nil))
	spread := func(kind chart.Kind, columns []string, rows ...float64) {
		r := chart.Request{ID: "c-" + string(kind), Kind: kind, Lang: lang, Title: "Spread", Format: "percent", What: "Share", ColumnName: "Name", Colors: th.Colors, Ramp: th.Ramp(),
			Names: map[string]string{"alipay": "Alipay", "tenpay": "Tenpay", "99bill": "99Bill", "baidu": "Baidu Wallet"}, Across: chart.Axis{Title: "Growth", Format: "percent"}, Size: chart.Axis{Title: "Value", Format: "money:CNY"}}
		doc.Blocks = append(doc.Blocks, document.Chart{Spec: chart.Build(nativetest.Wide(columns, members, rows...), r)})
	}
	var dots, bubbles, steps []float64
	for i := range members {
		up := 0.1 + 0.05*float64(i) + 0.01*float64(known)
		dots, bubbles, steps = append(dots, up, lastShares[i]), append(bubbles, up, lastShares[i], last[i]), append(steps, 0.1*float64(i+1)-0.02*float64(known))
	}
	spread(chart.Scatter, []string{"x", "value"}, dots...)
	spread(chart.Bubble, []string{"x", "value", "size"}, bubbles...)
	spread(chart.Waterfall, []string{"value"}, steps...)
	table := chart.Table{Columns: []chart.Column{{Name: "Member"}, {Name: now[known-1], Numeric: true}}}
	for i, m := range members {
		table.Rows = append(table.Rows, []chart.Cell{{Text: m}, {Text: fmt.Sprintf("%.1f %%", 100*lastShares[i])}})
	}
	doc.Blocks = append(doc.Blocks, document.Table{ID: "t", Title: "A table", Source: "Nobody", Table: table},
		document.KPIs{ID: "key", Figures: []chart.Figure{{Label: "Value", Value: fmt.Sprintf("%.1f", last[0]/1e12), Detail: now[known-1]}}})
	return doc
}

// source answers for the page "example".
type source struct {
	doc    document.Document
	untrue []string
}

func (s source) Page(_ context.Context, name, _ string) (document.Document, error) {
	if name != s.doc.Name {
		return document.Document{}, &deck.UnknownError{Code: "address-unknown", Msg: "unknown page " + name, Hint: "did you mean " + s.doc.Name + "?"}
	}
	return s.doc, nil
}

func (s source) Say(_ context.Context, page, text, _ string) (string, []string, error) {
	return strings.NewReplacer("{{ value share }}", "48.2 %", "{{", "", "}}", "").Replace(text), s.untrue, nil
}

func (s source) Draw(_ context.Context, spec chart.Spec, _, format string, width, height float64) ([]byte, error) {
	return fmt.Appendf(nil, "%s of %s, %.0f x %.0f: %s", format, spec.ID, width, height, spec.Alt), nil
}

// ours is the page as the deck that we write.
func ours(t testing.TB, doc document.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	picture := func(chart.Spec, float64, float64) ([]byte, error) { return tinyPNG, nil }
	if err := pptx.Render(&out, doc, pptx.Options{Picture: picture}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func mustRead(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func mustOpen(t testing.TB, content []byte) *deck.Deck {
	t.Helper()
	d, err := deck.Open(content)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustBytes(t testing.TB, d *deck.Deck) []byte {
	t.Helper()
	content, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// mustRefresh brings a deck up to date, and makes sure that it then is.
func mustRefresh(t testing.TB, content []byte, src deck.Source) ([]byte, deck.Result) {
	t.Helper()
	d := mustOpen(t, content)
	result, err := d.Refresh(context.Background(), src, "")
	if err != nil {
		t.Fatal(err)
	}
	out := mustBytes(t, d)
	if len(result.Changes) == 0 && !bytes.Equal(out, content) {
		t.Error("nothing was said to change, and the file did")
	}
	again := mustOpen(t, out)
	second, err := again.Refresh(context.Background(), src, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(second.Changes) > 0 || !bytes.Equal(mustBytes(t, again), out) {
		t.Errorf("a second refresh changes %d things: %+v", len(second.Changes), second.Changes[:min(3, len(second.Changes))])
	}
	return out, result
}

// bind ties a shape of a slide, by its name or #id, to an address.
func bind(t testing.TB, content []byte, slide int, shape, address string) []byte {
	t.Helper()
	d := mustOpen(t, content)
	at := slices.IndexFunc(d.Shapes(), func(s *deck.Shape) bool {
		return s.Slide == slide && (s.Name == shape || fmt.Sprintf("#%d", s.ID) == shape)
	})
	if at < 0 {
		t.Fatalf("slide %d has no shape %s", slide, shape)
	}
	b, err := deck.ParseBinding(address)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Shapes()[at].Bind(b); err != nil {
		t.Fatal(err)
	}
	return mustBytes(t, d)
}
