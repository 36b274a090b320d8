package chart

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"paystats/data/obs"
)

// reasons prints the codes that metric tables write where there is no value.
var reasons = map[string]Text{
	"not_observed":    {"not observed", "未观察"},
	"missing":         {"no figure published", "未公布"},
	"doubtful":        {"claimed, but in doubt", "说法存疑"},
	"one_publisher":   {"fewer than two publishers print it", "发布机构不足两家"},
	"missing_base":    {"no base to compare with", "缺少基期"},
	"zero_base":       {"base is zero", "基期为零"},
	"negative_base":   {"base is negative", "基期为负"},
	"zero_total":      {"total is zero", "合计为零"},
	"series_break":    {"break in the series", "数列中断"},
	"scope_differs":   {"definitions differ", "口径不同"},
	"partial_window":  {"not all periods of the window are known", "窗口期不完整"},
	"too_short":       {"series too short", "数列过短"},
	"no_overlap":      {"no period is known on both sides of the break", "断点前后无重叠期"},
	"wrong_measure":   {"not defined for this measure", "该指标不适用"},
	"unknown_count":   {"number of members not known", "成员数未知"},
	"one_member":      {"only one member is named", "仅列出一个成员"},
	"vintage_differs": {"known only as sums of two releases", "累计数来自不同次发布"},
}

// Reasons returns the reason codes that have a text, sorted.
func Reasons() []string { return slices.Sorted(maps.Keys(reasons)) }

// Reason prints a reason code; an unknown code is printed as it is, none as such.
func Reason(code, lang string) string {
	if code == "" {
		return pick(lang, "no reason given", "未说明原因")
	}
	if t, ok := reasons[code]; ok {
		return t.In(lang)
	}
	return strings.ReplaceAll(code, "_", " ")
}

// statuses prints what weakens a value.
var statuses = map[string]Text{
	"P": {"provisional", "初步数"},
	"E": {"estimated", "估计数"},
	"F": {"forecast", "预测"},
	"B": {"break in the series", "数列中断"},
}

// PeriodText prints a period: Q3 2015, H1 2015, Sep 2015, 30 Sep 2015; 2015年第三季度.
// What is no period is printed as it is.
func PeriodText(id, lang string) string {
	p, _, err := obs.ParsePeriod(id)
	if err != nil {
		return id
	}
	if lang == "zh" {
		return periodZh(p)
	}
	switch p.Frequency() {
	case obs.Quarterly:
		return fmt.Sprintf("Q%d %d", p.Number(), p.Year())
	case obs.HalfYearly:
		return fmt.Sprintf("H%d %d", p.Number(), p.Year())
	case obs.Monthly:
		return p.Start().Format("Jan 2006")
	case obs.Daily:
		return p.Start().Format("2 Jan 2006")
	case obs.Range:
		return p.Start().Format("Jan 2006") + " to " + p.End().Format("Jan 2006")
	}
	return p.String()
}

func periodZh(p obs.Period) string {
	start := p.Start()
	switch p.Frequency() {
	case obs.Annual:
		return fmt.Sprintf("%d年", p.Year())
	case obs.Quarterly:
		return fmt.Sprintf("%d年第%s季度", p.Year(), [...]string{"一", "二", "三", "四"}[p.Number()-1])
	case obs.HalfYearly:
		return fmt.Sprintf("%d年%s半年", p.Year(), [...]string{"上", "下"}[p.Number()-1])
	case obs.Monthly:
		return fmt.Sprintf("%d年%d月", p.Year(), start.Month())
	case obs.Daily:
		return fmt.Sprintf("%d年%d月%d日", p.Year(), start.Month(), start.Day())
	}
	return monthZh(start) + "至" + monthZh(p.End())
}

func monthZh(t time.Time) string { return fmt.Sprintf("%d年%d月", t.Year(), t.Month()) }

// SpanText prints a run of periods: Q1 2013 to Q3 2015; one period alone when equal.
func SpanText(from, to, lang string) string {
	if from == to {
		return PeriodText(from, lang)
	}
	if lang == "zh" {
		return PeriodText(from, lang) + "至" + PeriodText(to, lang)
	}
	return PeriodText(from, lang) + " to " + PeriodText(to, lang)
}

// JoinNames prints a list in running text: "a, b and c"; "a、b和c".
func JoinNames(names []string, lang string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], pick(lang, ", ", "、")) + pick(lang, " and ", "和") + names[last]
}

// kindWords name the kinds in text alternatives.
var kindWords = map[Kind]Text{
	Bar: {"Bar chart", "柱状图"}, Grouped: {"Grouped bar chart", "分组柱状图"}, Stacked: {"Stacked bar chart", "堆叠柱状图"},
	Stacked100: {"Stacked bar chart of shares", "百分比堆叠柱状图"}, Line: {"Line chart", "折线图"}, Donut: {"Ring chart", "环形图"},
	Ranking: {"Ranking", "排名图"}, Range: {"Chart of intervals", "区间图"}, Pareto: {"Pareto chart", "帕累托图"}, Funnel: {"Funnel", "漏斗图"},
	Matrix: {"Heat map", "热力图"}, Timeline: {"Timeline", "时间线"},
	Waterfall: {"Waterfall", "瀑布图"}, Area: {"Area chart", "面积图"}, Bump: {"Chart of ranks", "排名变化图"}, Slope: {"Slope chart", "坡度图"},
	Scatter: {"Scatter chart", "散点图"}, Bubble: {"Bubble chart", "气泡图"}, Marimekko: {"Marimekko chart", "马赛克图"},
	Treemap: {"Treemap", "矩形树图"}, Sankey: {"Sankey diagram", "桑基图"}, Band: {"Line chart with intervals", "带区间的折线图"}, Sparkline: {"Table with small lines", "迷你折线表"},
}

// Kinds lists the kinds in the order of the documentation.
func Kinds() []Kind {
	return []Kind{Bar, Grouped, Stacked, Stacked100, Line, Donut, Ranking, Range, Pareto, Funnel, Matrix, Timeline, Waterfall, Area, Bump, Slope, Scatter, Bubble, Marimekko,
		Treemap, Sankey, Band, Sparkline}
}

// pick returns the text of a language.
func pick(lang, en, zh string) string { return Text{en, zh}.In(lang) }
