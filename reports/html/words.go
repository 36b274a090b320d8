package html

import "paystats/reports/chart"

// words are the fixed texts of a page.
var words = map[string]chart.Text{
	"source":         {En: "Source", Zh: "来源"},
	"coverage":       {En: "Coverage", Zh: "覆盖范围"},
	"note":           {En: "Note", Zh: "注"},
	"data":           {En: "Data", Zh: "数据"},
	"alert":          {En: "Data checks failed. Read these pages with care:", Zh: "数据检查未通过，请谨慎阅读："},
	"index":          {En: "All pages", Zh: "全部页面"},
	"mode":           {En: "Light or dark", Zh: "浅色或深色"},
	"sets":           {En: "Data sets", Zh: "数据集"},
	"licence":        {En: "Licence", Zh: "许可"},
	"sources":        {En: "Documents", Zh: "文件"},
	"undated":        {En: "date unknown", Zh: "日期不详"},
	"cite":           {En: "How to cite", Zh: "引用方式"},
	"charts":         {En: "charts", Zh: "幅图"},
	"chart":          {En: "chart", Zh: "幅图"},
	"figures":        {En: "figures from", Zh: "数据来自"},
	"no-script":      {En: "The charts need JavaScript; their data stand in the tables.", Zh: "图表需要 JavaScript；数据见表格。"},
	"skip":           {En: "Skip to the content", Zh: "跳到正文"},
	"pages":          {En: "Pages", Zh: "页面"},
	"find":           {En: "Find", Zh: "查找"},
	"how":            {En: "How was this made", Zh: "数据如何得出"},
	"embed":          {En: "Embed", Zh: "嵌入"},
	"embed-how":      {En: "Paste this where the chart is to appear. It fits its frame; add ?lang=zh, ?mode=dark or ?mode=light to the address.", Zh: "将此代码粘贴到要显示图表的位置，图表自动适应框架；地址后可加 ?lang=en、?mode=dark 或 ?mode=light。"},
	"snippet":        {En: "HTML of the frame", Zh: "框架代码"},
	"copy":           {En: "Copy", Zh: "复制"},
	"copied":         {En: "Copied", Zh: "已复制"},
	"csv":            {En: "Download CSV", Zh: "下载CSV"},
	"link":           {En: "Link", Zh: "链接"},
	"formula":        {En: "Formula", Zh: "公式"},
	"query":          {En: "Query", Zh: "查询"},
	"printed-in":     {En: "Sources", Zh: "来源"},
	"behind":         {En: "Printed values behind it:", Zh: "所依据的公布值个数："},
	"more-documents": {En: "listed under Data sets", Zh: "见“数据集”"},
	"conflicts":      {En: "Conflicts", Zh: "不一致"},
	"no-conflicts":   {En: "Nobody prints another value for what is shown.", Zh: "所示数值没有其他公布值。"},
	"rejects":        {En: "Refused rows of its data sets", Zh: "数据集中被拒绝的行"},
	"models":         {En: "Models", Zh: "模型"},
	"made":           {En: "Made with", Zh: "由以下程序生成："},
}

// word returns a fixed text in a language.
func word(lang, key string) string { return words[key].In(lang) }

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
