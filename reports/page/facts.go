package page

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// fact is what is known of an observation besides its value.
type fact struct {
	publisher, title, document, vintage, confidence, hedge, dataset, period string
	rivals                                                                  bool // its publisher printed other values for the same point
}

// readFacts asks once a page for everything that source lines and notes say.
func (r *run) readFacts(ctx context.Context) error {
	ids := idList(r.used)
	if len(r.used) == 0 {
		return nil
	}
	f, err := r.own.Query(ctx, "SELECT id, publisher, document_title, document, CAST(vintage AS VARCHAR) AS vintage, confidence, hedge, dataset, period"+
		" FROM observation WHERE id IN (SELECT unnest(CAST(? AS BIGINT[]))) ORDER BY id", ids)
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		r.facts[rowID(f, i)] = fact{
			publisher: f.Text("publisher", i), title: f.Text("document_title", i), document: f.Text("document", i), vintage: f.Text("vintage", i),
			confidence: f.Text("confidence", i), hedge: f.Text("hedge", i), dataset: f.Text("dataset", i), period: f.Text("period", i),
		}
	}
	f, err = r.src.Query(ctx, "SELECT unnest(inputs) AS id FROM core_observation WHERE n_values > 1 ORDER BY id")
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		if one, ok := r.facts[rowID(f, i)]; ok {
			one.rivals = true
			r.facts[rowID(f, i)] = one
		}
	}
	return nil
}

func rowID(f *frame.Frame, row int) int64 {
	n, _ := strconv.ParseInt(f.Text("id", row), 10, 64)
	return n
}

// idList writes ids as a list literal, each once, in order: one bound value.
func idList(ids []int64) string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	text := make([]string, 0, len(ids))
	for _, id := range slices.Compact(ids) {
		text = append(text, strconv.FormatInt(id, 10))
	}
	return "[" + strings.Join(text, ", ") + "]"
}

// factsOf returns the facts of a frame's inputs, each once, in the order of ids.
func (r *run) factsOf(f *frame.Frame) []fact {
	var ids []int64
	for i := range f.Rows() {
		ids = append(ids, inputsOf(f, i)...)
	}
	slices.Sort(ids)
	var out []fact
	for _, id := range slices.Compact(ids) {
		if one, ok := r.facts[id]; ok {
			out = append(out, one)
		}
	}
	return out
}

// sourceLine names publishers, documents and publication dates.
func (r *run) sourceLine(facts []fact) string {
	var publishers, titles, vintages []string
	undated := false
	for _, f := range facts {
		publishers = add(publishers, f.publisher)
		titles = add(titles, f.title)
		if f.vintage == "" {
			undated = true
		} else {
			vintages = add(vintages, f.vintage)
		}
	}
	if len(publishers) == 0 {
		return ""
	}
	line := r.publisherNames(publishers)
	switch {
	case len(titles) == 1:
		line += r.lang(", “"+titles[0]+"”", "《"+titles[0]+"》")
	case len(titles) > 1:
		line += r.lang(fmt.Sprintf(", %d documents", len(titles)), fmt.Sprintf("，%d份文件", len(titles)))
	}
	line += r.lang(", ", "，") + r.vintageText(vintages, undated)
	if day := r.opt.AsOf; day != "" {
		line += r.lang(", as known on "+chart.PeriodText(day, "en"), "，截至"+chart.PeriodText(day, "zh")+"的已发布数据")
	}
	return line
}

// choice says whose figures a chart shows where several publishers have them.
func (r *run) choice(q request) []string {
	var out []string
	if p := r.opt.Publisher; p != "" && p != q.publisher && q.publisher != "" && has(q.market.publishers, p) {
		name := r.publisherNames([]string{p})
		out = append(out, r.lang(name+" does not publish this.", name+"未发布该数据。"))
	}
	if len(q.rivals) > 0 {
		own, others := r.publisherNames([]string{q.publisher}), r.publisherNames(q.rivals)
		out = append(out, r.lang("Figures of "+own+" alone; "+others+" publishes its own.", "仅采用"+own+"的数据；"+others+"另有发布。"))
	}
	return out
}

func (r *run) vintageText(vintages []string, undated bool) string {
	unknown := r.lang("publication date unknown", "发布日期不详")
	if len(vintages) == 0 {
		return unknown
	}
	slices.Sort(vintages)
	text := r.lang("published ", "发布于") + chart.SpanText(vintages[0], vintages[len(vintages)-1], r.language)
	if undated {
		text += r.lang(", some without a date", "，部分日期不详")
	}
	return text
}

// add appends what is not yet in a list and not empty.
func add(list []string, text string) []string {
	if text == "" || has(list, text) {
		return list
	}
	return append(list, text)
}

// listedPeriods is how many periods a note names; of more it gives the first and last.
const listedPeriods = 4

// periodList prints periods, sorted: "Q2 2017 and Q1 2018", "7 periods from Q2 2017 to Q4 2019".
func (r *run) periodList(periods []string) string {
	first, last := periods[0], periods[len(periods)-1]
	if len(periods) > listedPeriods {
		n := len(periods)
		return r.lang(fmt.Sprintf("%d periods from %s", n, chart.SpanText(first, last, "en")), fmt.Sprintf("%s的%d个时期", chart.SpanText(first, last, "zh"), n))
	}
	names := make([]string, len(periods))
	for i, p := range periods {
		names[i] = chart.PeriodText(p, r.language)
	}
	return chart.JoinNames(names, r.language)
}

// doubts are the notes about the observations of a chart: confidence, hedges, rivals.
func (r *run) doubts(facts []fact) []string {
	count := func(pass func(fact) bool) (n int, where string) {
		var periods []string
		for _, f := range facts {
			if pass(f) {
				n, periods = n+1, add(periods, f.period)
			}
		}
		slices.Sort(periods)
		if len(periods) == 0 {
			return 0, ""
		}
		return n, r.periodList(periods)
	}
	var out []string
	if n, where := count(func(f fact) bool { return f.confidence == "low" }); n > 0 {
		out = append(out, r.lang(fmt.Sprintf("Doubtful (low confidence): %d of the %d figures behind it, %s.", n, len(facts), where),
			fmt.Sprintf("所用%d个数据中有%d个可信度低（%s）。", len(facts), n, where)))
	}
	if n, _ := count(func(f fact) bool { return f.hedge != "" }); n > 0 {
		out = append(out, r.lang(fmt.Sprintf("Printed with “about”, “over” or “under”: %d of the %d figures behind it.", n, len(facts)), fmt.Sprintf("%d个数据为约数。", n)))
	}
	if n, where := count(func(f fact) bool { return f.rivals }); n > 0 {
		out = append(out, r.lang(fmt.Sprintf("For %d of the %d figures behind it the publisher has printed another value too (%s).", n, len(facts), where),
			fmt.Sprintf("所用%d个数据中有%d个另有不同的公布值（%s）。", len(facts), n, where)))
	}
	return out
}

// sets lists the data sets that the page's numbers come from, with their documents.
func (r *run) sets(ctx context.Context) ([]document.DataSet, error) {
	f, err := r.src.Query(ctx, "SELECT dataset, title, title_zh, licence FROM load ORDER BY dataset, id")
	if err != nil {
		return nil, err
	}
	var out []document.DataSet
	for i := range f.Rows() {
		set := document.DataSet{Name: f.Text("dataset", i), Title: setTitle(f, i).In(r.language), Licences: []document.Link{{Text: f.Text("licence", i)}}}
		set.Sources = r.documents(func(_ int64, f fact) bool { return f.dataset == set.Name })
		if len(set.Sources) > 0 || has(r.attempts, set.Name) {
			out = append(out, set)
		}
	}
	return out, nil
}

// documents returns the documents that the facts which pass stand in, ordered by
// publisher and title.
func (r *run) documents(pass func(id int64, f fact) bool) []document.Source {
	seen := map[document.Source]bool{}
	var out []document.Source
	for id, f := range r.facts {
		if !pass(id, f) {
			continue
		}
		s := document.Source{Publisher: r.publisherNames([]string{f.publisher}), Title: f.title, Href: href(f.document), Vintage: f.vintage}
		if s.Title == "" {
			s.Title = f.document
		}
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b document.Source) int {
		return strings.Compare(a.Publisher+"\x00"+a.Title+"\x00"+a.Href+"\x00"+a.Vintage, b.Publisher+"\x00"+b.Title+"\x00"+b.Href+"\x00"+b.Vintage)
	})
	return out
}

// href returns the first address of a document's place, "" if it is none.
func href(text string) string {
	address, _, _ := strings.Cut(text, " ")
	if strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://") {
		return address
	}
	return ""
}
