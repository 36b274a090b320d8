package page

import (
	"cmp"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/reports/chart"
)

// selection is what a block or an expression reads: a metric of a market.
type selection struct {
	metric    word
	market    word
	dataset   word // of a metric of payment attempts, in place of a market
	dimension word // that such a metric is split by
	measures  []word
	publisher word
	members   []word
	frequency word // one of A, S, Q, M, D
	period    span
	block     word // of an expression: the block whose query is read, in place of a market
	row       word // of its rows: a number from 1, or what the first column says
}

// span is a period, or a run from one period to another. The zero span is none.
type span struct {
	from, to obs.Period
	pos      diag.Pos
}

func (s span) isZero() bool { return s.from.IsZero() }

// single reports whether the span is one period.
func (s span) single() bool { return s.from == s.to }

// String returns 2015-Q3 or 2013-Q1..2015-Q3.
func (s span) String() string {
	if s.single() {
		return s.from.String()
	}
	return s.from.String() + ".." + s.to.String()
}

const periodHint = "periods are written 2015, 2015-S1, 2015-Q3, 2015-09, and runs of them 2013-Q1..2015-Q3"

// span reads a period or a run; the zero span, with a problem, if it is neither.
func (s *source) span(w word) span {
	first, last, isRun := strings.Cut(w.text, "..")
	out := span{pos: w.pos}
	var ok bool
	if out.from, ok = s.period(word{first, w.pos}); !ok {
		return span{}
	}
	out.to = out.from
	if isRun {
		at := w.pos
		at.Col += len(first) + 2
		if out.to, ok = s.period(word{last, at}); !ok {
			return span{}
		}
	}
	switch {
	case out.from.Frequency() != out.to.Frequency():
		s.fail(w.pos, codePeriod, periodHint, "%q runs between periods of different length", w.text)
		return span{}
	case out.to.Start().Before(out.from.Start()):
		s.fail(w.pos, codePeriod, "put the earlier period first", "%q ends before it starts", w.text)
		return span{}
	}
	return out
}

// period reads one period in its canonical form: what is public is written one way.
func (s *source) period(w word) (obs.Period, bool) {
	p, _, err := obs.ParsePeriod(w.text)
	if err == nil && p.String() == w.text {
		return p, true
	}
	hint := periodHint
	if err == nil {
		hint = "write " + p.String()
	}
	s.fail(w.pos, codePeriod, hint, "%q is not a period", w.text)
	return obs.Period{}, false
}

// frequencies by the words that pages may use.
var frequencies = map[string]string{
	"A": "A", "annual": "A", "S": "S", "half-yearly": "S", "Q": "Q", "quarterly": "Q", "M": "M", "monthly": "M", "D": "D", "daily": "D",
}

// frequencyWords are those words that are no letters.
var frequencyWords = []string{"annual", "half-yearly", "quarterly", "monthly", "daily"}

// frequency reads a frequency as its letter.
func (s *source) frequency(w word) word {
	if letter, ok := frequencies[w.text]; ok {
		return word{letter, w.pos}
	}
	s.fail(w.pos, codeFrequency, cmp.Or(diag.DidYouMean(w.text, frequencyWords, ""), "frequencies are "+listed(frequencyWords)), "unknown frequency %q", w.text)
	return word{}
}

// words returns the texts.
func words(list []word) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.text
	}
	return out
}

// has reports whether a word is in a list.
func has(list []string, text string) bool { return slices.Contains(list, text) }

// listed joins words of the page's own language: a, b and c.
func listed(list []string) string { return chart.JoinNames(list, "en") }
