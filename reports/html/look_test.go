package html_test

import (
	"fmt"
	"testing"

	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/html/browsertest"
)

// What nobody accounts for is hatched, in the drawing and in its key, and so told apart from
// the others without colour.
func TestNotCoveredIsHatched(t *testing.T) {
	th := mustTheme(t)
	over := rows("series|category|#value", "alipay|2013|0.6", "others|2013|0.3", "not-covered|2013|0.1", "alipay|2014|0.5", "others|2014|0.3", "not-covered|2014|0.2")
	once := rows("series|category|#value", "alipay|2013|0.6", "others|2013|0.3", "not-covered|2013|0.1")
	tiles := rows("category|#value", "alipay|0.6", "others|0.3", "not-covered|0.1")
	kinds := []struct {
		kind chart.Kind
		rows *frame.Frame
	}{{chart.Stacked100, over}, {chart.Area, over}, {chart.Marimekko, over}, {chart.Donut, once}, {chart.Treemap, tiles}}
	doc := document.Document{Name: "hatched", Lang: "en", Title: "Hatched"}
	for _, k := range kinds {
		doc.Blocks = append(doc.Blocks, document.Chart{Spec: chart.Build(k.rows, chart.Request{
			ID: string(k.kind), Kind: k.kind, Lang: "en", Title: "A chart", Subtitle: "Share", Source: "Synthetic data", Format: "percent", What: "Share", ColumnName: "Name", Colors: th.Colors, Ramp: th.Ramp(),
		})})
	}
	p := browsertest.Start(t).Open(mustWrite(t, doc), browsertest.View{Width: 900, Height: 900})
	defer p.Close()
	p.Check()
	p.Shot("hatched")
	for _, k := range kinds {
		want(t, p, fmt.Sprintf(`String(document.querySelectorAll('#%s .canvas pattern').length > 0)`, k.kind), "true")
		if k.kind != chart.Treemap { // whose legend has its groups
			want(t, p, fmt.Sprintf(`Array.from(document.querySelectorAll('#%s .legend .hatched'), function (i) { return i.parentNode.innerText || i.parentNode.textContent; }).join().slice(0, 11)`, k.kind), "Not covered")
		}
	}
}

// A name stands once: at its dot, or in the legend.
func TestNamesOfDotsStandOnce(t *testing.T) {
	var crowd []string
	for i := range 9 {
		crowd = append(crowd, fmt.Sprintf("a provider with a long name %d|0.1%d|0.5%d", i, i, i))
	}
	th := mustTheme(t)
	doc := document.Document{Name: "dots", Lang: "en", Title: "Dots", Blocks: []document.Block{document.Chart{Spec: chart.Build(rows("category|#x|#value", append(crowd, "alone|0.9|0.1")...), chart.Request{
		ID: "dots", Kind: chart.Scatter, Lang: "en", Title: "A chart", Source: "Synthetic data", Format: "percent", What: "Share", ColumnName: "Name", Colors: th.Colors, Ramp: th.Ramp(), Across: chart.Axis{Title: "Growth", Format: "percent"},
	})}}}
	p := browsertest.Start(t).Open(mustWrite(t, doc), browsertest.View{Width: 390, Height: 844})
	defer p.Close()
	p.Check()
	const both = `(function () {
	var keys = Array.from(document.querySelectorAll('.legend li')).filter(function (li) { return li.offsetWidth > 0; }).map(function (li) { return li.innerText.trim(); });
	var drawn = Array.from(document.querySelectorAll('.canvas text'), function (t) { return t.textContent; });
	return [keys.length > 0, keys.length < 10, keys.indexOf('alone') < 0, keys.filter(function (k) { return drawn.indexOf(k) >= 0; }).length].join(' ');
})()`
	want(t, p, both, "true true true 0")
}

// On a phone a year stays in one piece under its bar, the head of a narrow column too, and a
// column of long texts is not squeezed to a few characters.
func TestChineseInNarrowPlaces(t *testing.T) {
	s := chart.Build(rows("series|category|#value", "total|2015|10", "total|2016|58", "total|2018|190"), chart.Request{
		ID: "years", Kind: chart.Bar, Lang: "zh", Title: "一幅图", Source: "合成数据", Format: "count", What: "笔数", Colors: mustTheme(t).Colors})
	grid := chart.Table{Columns: []chart.Column{{Name: "步骤"}, {Name: "未了结", Numeric: true}, {Name: "公布值"}}}
	for range 3 {
		grid.Rows = append(grid.Rows, []chart.Cell{{Text: "符合条件"}, {Text: "5"}, {Text: "易观（结算口径）：22376亿元；易观（收单口径）：26273亿元；速途研究院（全部第三方支付）：6.5万亿元"}})
	}
	doc := document.Document{Name: "narrow", Lang: "zh", Title: "窄处", Blocks: []document.Block{document.Chart{Spec: s}, document.Table{ID: "t", Title: "一张表", Source: "合成数据", Table: grid}}}
	p := browsertest.Start(t).Open(mustWrite(t, doc), browsertest.View{Width: 390, Height: 844})
	defer p.Close()
	p.Check()
	want(t, p, `Array.from(document.querySelectorAll('#years .canvas text'), function (t) { return t.textContent; }).filter(function (t) { return /年/.test(t); }).join(' ')`, "2015年 2016年 2017年 2018年")
	want(t, p, `(function () {
	var line = parseFloat(getComputedStyle(document.querySelector('#t td')).lineHeight), tall = function (e) { return Math.round((e.clientHeight - 11) / line); };
	return tall(document.querySelector('#t th.num')) + ' ' + (tall(document.querySelector('#t tbody td:last-child')) < 6);
})()`, "1 true")
}
