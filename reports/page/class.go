package page

import (
	"context"

	"paystats/reports/chart"
)

// labelColumn holds the class that a metric's row has by the newest edition of
// guidelines, NULL where not the whole interval agrees.
const labelColumn = "label_2023"

// labelEdition names those guidelines: DOJ and FTC, Merger Guidelines (2023).
var labelEdition = chart.Text{En: "US merger guidelines of 2023", Zh: "美国2023年合并指南"}

// labelNames print the classes.
var labelNames = map[string]chart.Text{
	"unconcentrated":          {En: "unconcentrated", Zh: "低度集中"},
	"moderately concentrated": {En: "moderately concentrated", Zh: "中度集中"},
	"highly concentrated":     {En: "highly concentrated", Zh: "高度集中"},
	"":                        {En: "no single class", Zh: "跨越不同等级"},
}

// labelOf answers label: the class of one value, with the edition that it is by.
func (r *run) labelOf(ctx context.Context, q request, e *expr) (printed, error) {
	if !r.names.columns[q.metric.table][labelColumn] {
		return printed{}, r.page.problem(e.pos, codeRequest, "hhi has one", "%s has no label", q.metric.name)
	}
	v, q, err := r.single(ctx, q)
	if err != nil {
		return printed{}, err
	}
	name, ok := labelNames[v.label]
	if !ok {
		name = chart.Text{En: v.label}
	}
	text := r.lang(name.In("en")+" ("+labelEdition.En+")", name.In("zh")+"（"+labelEdition.Zh+"）")
	return printed{text: text, value: v.value, publisher: q.publisher, title: r.title(q)}, nil
}
