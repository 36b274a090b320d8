package browsertest

import (
	_ "embed"
	"strings"
)

// axeJS is axe-core, unmodified; see SHA256SUMS for its origin. It is no part of any
// program: only tests import this package.
//
//go:embed axe/axe.min.js
var axeJS string

// violation is one rule of axe-core that a page breaks.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct{ HTML, FailureSummary string }
}

// Audit fails the test where axe-core finds a serious or critical violation of the rules
// for people who use keyboards, screen readers or low contrast.
func (p *Page) Audit() {
	p.t.Helper()
	p.charts() // wait until all is drawn
	p.Eval(axeJS, nil)
	var found []violation
	p.Eval(`axe.run(document, {resultTypes: ['violations']}).then(function (r) {
	return r.violations.map(function (v) {
		return {id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 3).map(function (n) { return {html: n.html.slice(0, 240), failureSummary: n.failureSummary}; })};
	});
})`, &found)
	for _, v := range found {
		if v.Impact != "serious" && v.Impact != "critical" {
			p.t.Logf("%s: %s (%s): %s", p.address, v.ID, v.Impact, v.Help)
			continue
		}
		for _, n := range v.Nodes {
			p.t.Errorf("%s: %s (%s): %s\n%s\n%s", p.address, v.ID, v.Impact, v.Help, n.HTML, strings.TrimSpace(n.FailureSummary))
		}
	}
}
