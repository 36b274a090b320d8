package html

import "paystats/reports/chart"

// words are the fixed texts of a page.
var words = map[string]chart.Text{
	":":         {En: ": ", Zh: "："},
	",":         {En: ", ", Zh: "，"},
	";":         {En: "; ", Zh: "；"},
	".":         {En: ". ", Zh: "。"},
	"、":         {En: ", ", Zh: "、"},
	"“":         {En: "“", Zh: "《"},
	"”":         {En: "”", Zh: "》"},
	"source":    {En: "Source", Zh: "来源"},
	"coverage":  {En: "Coverage", Zh: "覆盖范围"},
	"note":      {En: "Note", Zh: "注"},
	"data":      {En: "Data", Zh: "数据"},
	"alert":     {En: "Data checks failed. Read these pages with care:", Zh: "数据检查未通过，请谨慎阅读："},
	"index":     {En: "All pages", Zh: "全部页面"},
	"mode":      {En: "Light or dark", Zh: "浅色或深色"},
	"sets":      {En: "Data sets", Zh: "数据集"},
	"licence":   {En: "Licence", Zh: "许可"},
	"sources":   {En: "Documents", Zh: "文件"},
	"undated":   {En: "date unknown", Zh: "日期不详"},
	"cite":      {En: "How to cite", Zh: "引用方式"},
	"charts":    {En: "charts", Zh: "幅图"},
	"chart":     {En: "chart", Zh: "幅图"},
	"figures":   {En: "figures from ", Zh: "数据来自"},
	"no-script": {En: "The charts need JavaScript; their data stand in the tables.", Zh: "图表需要 JavaScript；数据见表格。"},
	"made":      {En: "Made with", Zh: "由以下程序生成："},
}

// word returns a fixed text in a language.
func word(lang, key string) string { return words[key].In(lang) }

// textWidth is about how wide a text is, in digits: Chinese characters count twice.
func textWidth(text string) int {
	n := 0
	for _, c := range text {
		if n++; c >= 0x2e80 {
			n++
		}
	}
	return max(n, 1)
}

// languageName is what a language calls itself.
func languageName(lang string) string {
	if lang == "zh" {
		return "中文"
	}
	return "English"
}

// htmlLang is the lang attribute of a page.
func htmlLang(lang string) string {
	if lang == "zh" {
		return "zh-Hans"
	}
	return "en"
}
