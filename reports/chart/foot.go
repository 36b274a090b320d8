package chart

// FootLines are the lines under a chart or table, each saying what it is: its source, its
// coverage, its notes. Those that are empty are left out.
func FootLines(source, coverage string, notes []string, lang string) []string {
	colon := pick(lang, ": ", "：")
	var lines []string
	if source != "" {
		lines = append(lines, pick(lang, "Source", "来源")+colon+source)
	}
	if coverage != "" {
		lines = append(lines, pick(lang, "Coverage", "覆盖范围")+colon+coverage)
	}
	for i, note := range notes {
		if i == 0 {
			note = pick(lang, "Note", "注") + colon + note
		}
		lines = append(lines, note)
	}
	return lines
}
