package browsertest

import "time"

// chartState is what Check asks of one chart.
type chartState struct {
	ID     string `json:"id"`
	Drawn  bool   `json:"drawn"`
	Shapes int    `json:"shapes"` // paths in its SVG
	Cut    string `json:"cut"`    // a text of the SVG that reaches outside it, "" for none
}

const stateJS = `Array.from(document.querySelectorAll('figure.chart')).filter(function (f) { return !f.closest('[hidden]'); }).map(function (f) {
	var svg = f.querySelector('.canvas svg'), box = svg && svg.getBoundingClientRect(), cut = '';
	if (svg) svg.querySelectorAll('text').forEach(function (t) {
		var r = t.getBoundingClientRect();
		if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1) cut = cut || t.textContent;
	});
	return {id: f.id, drawn: f.getAttribute('data-drawn') === 'yes', shapes: svg ? svg.querySelectorAll('path').length : 0, cut: cut};
})`

const overflowJS = `document.documentElement.scrollWidth - document.documentElement.clientWidth`

// Check fails the test unless the page is well: no console error, exception or
// violation of its policy, no request but the file itself, every chart drawn with
// paths and no text of one cut off, and nothing wider than the window.
func (p *Page) Check() {
	p.t.Helper()
	states := p.charts()
	for _, s := range states {
		if !s.Drawn || s.Shapes == 0 {
			p.t.Errorf("%s: chart %q did not draw", p.address, s.ID)
		}
		if s.Cut != "" {
			p.t.Errorf("%s: chart %q cuts off the text %q", p.address, s.ID, s.Cut)
		}
	}
	var over int
	p.Eval(overflowJS, &over)
	if over > 0 {
		p.t.Errorf("%s: the page is %d px wider than the window", p.address, over)
	}
	for _, s := range p.Problems() {
		p.t.Errorf("%s: %s", p.address, s)
	}
	for _, s := range p.Requests() {
		p.t.Errorf("%s: requested %s", p.address, s)
	}
}

// Charts returns the number of charts on the page.
func (p *Page) Charts() int {
	p.t.Helper()
	return len(p.charts())
}

// charts waits until every chart has drawn, or a few seconds have passed.
func (p *Page) charts() []chartState {
	p.t.Helper()
	var states []chartState
	for range 50 {
		states = nil
		p.Eval(stateJS, &states)
		drawn := true
		for _, s := range states {
			drawn = drawn && s.Drawn
		}
		if drawn {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return states
}
