package page

import (
	"strings"

	"paystats/reports/chart"
)

// panelKinds are the kinds that small multiples are drawn as.
var panelKinds = []string{string(chart.Line), string(chart.Bar), string(chart.Area), string(chart.Band)}

// checkForm checks the keys that only some kinds have.
func (s *source) checkForm(b block) {
	form := chart.Kind(b.form.text)
	if b.panels.text != "" && b.form.text != "" && !has(panelKinds, b.form.text) {
		s.fail(b.form.pos, codeRequest, "small multiples are drawn as "+strings.Join(panelKinds, ", "), "kind %s cannot be drawn in panels", form)
	}
	switch {
	case b.scale.text == "":
	case b.scale.text != "own":
		s.fail(b.scale.pos, codeRequest, "write scale: own, or nothing: panels have one scale by themselves", "unknown scale %q", b.scale.text)
	case b.panels.text == "" && b.sql.text == "":
		s.fail(b.scale.pos, codeRequest, "add multiples: member, or remove it", "scale belongs to small multiples")
	}
	if b.against.text != "" && (form != chart.Ranking && form != chart.Sparkline || form == chart.Ranking && b.sql.text != "") {
		s.fail(b.against.pos, codeRequest, "write kind: ranking with a metric, or kind: sparkline in a table", "nothing in this block is compared with an earlier period")
	}
	if form == chart.Sparkline && b.kind != blockTable {
		s.fail(b.form.pos, codeRequest, "write ```table", "small lines stand in a table")
	}
}
