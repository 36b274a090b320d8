package html

import (
	"regexp"
	"strings"
	"unicode"

	"paystats/reports/chart"
)

// words are the fixed texts of a page.
var words = map[string]chart.Text{
	":":              {En: ": ", Zh: "："},
	",":              {En: ", ", Zh: "，"},
	"(":              {En: " (", Zh: "（"},
	")":              {En: ")", Zh: "）"},
	";":              {En: "; ", Zh: "；"},
	".":              {En: ". ", Zh: "。"},
	"、":              {En: ", ", Zh: "、"},
	"“":              {En: "“", Zh: "《"},
	"”":              {En: "”", Zh: "》"},
	"data":           {En: "Data", Zh: "数据"},
	"alert":          {En: "Data checks failed. Read these pages with care:", Zh: "数据检查未通过，请谨慎阅读："},
	"index":          {En: "All pages", Zh: "全部页面"},
	"mode":           {En: "Light or dark", Zh: "浅色或深色"},
	"sets":           {En: "Data sets", Zh: "数据集"},
	"licence":        {En: "Licence", Zh: "许可"},
	"sources":        {En: "Documents", Zh: "文件"},
	"undated":        {En: "date unknown", Zh: "日期不详"},
	"cite":           {En: "How to cite", Zh: "引用方式"},
	"charts":         {En: " charts", Zh: "幅图"},
	"chart":          {En: " chart", Zh: "幅图"},
	"figures":        {En: "figures from ", Zh: "数据来自"},
	"no-script":      {En: "The charts need JavaScript; their data stand in the tables.", Zh: "图表需要 JavaScript；数据见表格。"},
	"skip":           {En: "Skip to the content", Zh: "跳到正文"},
	"pages":          {En: "Pages", Zh: "页面"},
	"find":           {En: "Find", Zh: "查找"},
	"how":            {En: "How was this made", Zh: "数据如何得出"},
	"embed":          {En: "Embed", Zh: "嵌入"},
	"embed-how":      {En: "Paste this where the chart is to appear. It fits its frame; its address takes lang=zh, mode=dark or mode=light behind ? or &.", Zh: "将此代码粘贴到要显示图表的位置，图表自动适应框架；地址的 ? 或 & 之后可加 lang=en、mode=dark 或 mode=light。"},
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
	"untraced":       {En: "The query returns no column inputs: the printed values behind it are not known.", Zh: "查询未返回inputs列，所依据的公布值不详。"},
	"conflicts":      {En: "Conflicts", Zh: "不一致"},
	"no-conflicts":   {En: "Nobody prints another value for what is shown.", Zh: "所示数值没有其他公布值。"},
	"rejects":        {En: "Refused rows of its data sets", Zh: "数据集中被拒绝的行"},
	"find-label":     {En: "Find on all pages", Zh: "在全部页面中查找"},
	"find-hint":      {En: "a provider, a measure, a word", Zh: "机构、指标或关键词"},
	"find-one":       {En: "1 place", Zh: "1处"},
	"find-many":      {En: "{} places", Zh: "{}处"},
	"find-none":      {En: "Nothing found", Zh: "未找到"},
	"state":          {En: "What this report stands on", Zh: "报告的数据基础"},
	"data-sets":      {En: "Data", Zh: "数据"},
	"set":            {En: "Data set", Zh: "数据集"},
	"newest":         {En: "Newest publication", Zh: "最新发布日期"},
	"last":           {En: "Newest period", Zh: "最新时期"},
	"values":         {En: "Values", Zh: "数值"},
	"refused":        {En: "Refused rows", Zh: "被拒绝的行"},
	"by-publisher":   {En: "By publisher", Zh: "按发布机构"},
	"publisher":      {En: "Publisher", Zh: "发布机构"},
	"documents":      {En: "Documents", Zh: "文件"},
	"checks":         {En: "Data checks", Zh: "数据检查"},
	"checks-ran":     {En: " checks ran. ", Zh: "项检查已运行，"},
	"checks-found":   {En: " found something:", Zh: "项有发现："},
	"checks-clean":   {En: "None found anything.", Zh: "均无发现。"},
	"of":             {En: " of ", Zh: " / "},
	"check-all":      {En: "lists all of them.", Zh: "列出全部。"},
	"fails":          {En: "fail", Zh: "未通过"},
	"warns":          {En: "warning", Zh: "警告"},
	"revisions":      {En: "Revisions", Zh: "修订"},
	"no-revisions":   {En: "No publisher has revised a figure between the publications that are loaded.", Zh: "在已载入的发布版本之间，没有机构修订过数据。"},
	"what":           {En: "Figure", Zh: "数据"},
	"before":         {En: "Before", Zh: "修订前"},
	"after":          {En: "After", Zh: "修订后"},
	"shown-in":       {En: "Shown in", Zh: "相关图表"},
	"rejected":       {En: "Refused rows", Zh: "被拒绝的行"},
	"models":         {En: "Models", Zh: "模型"},
	"made":           {En: "Made with ", Zh: "生成程序："},
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

// foreign returns the language of a text that is evidently not the page's, "" otherwise:
// what a descriptor, a model or a document says in one language only. On an English page
// that is one with Chinese characters, on a Chinese page one of words without any.
func foreign(lang, text string) string {
	switch chinese := strings.ContainsFunc(text, func(c rune) bool { return unicode.Is(unicode.Han, c) }); {
	case lang == "en" && chinese:
		return "zh"
	case lang == "zh" && !chinese && phrase.MatchString(text):
		return "en"
	}
	return ""
}

// phrase is two words in Latin letters.
var phrase = regexp.MustCompile(`\p{Latin}{2,}\s+\p{Latin}{2,}`)

// htmlLang is the lang attribute of a page.
func htmlLang(lang string) string {
	if lang == "zh" {
		return "zh-Hans"
	}
	return "en"
}
