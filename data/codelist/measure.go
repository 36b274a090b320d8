package codelist

import (
	"regexp"
	"slices"
	"strings"
)

// volumeWords are the names, folded, that are the count of payments to some publishers and
// the amount to others: the BIS, the RBI and NPCI count, card schemes and Chinese research
// firms add up money.
var volumeWords = []string{"volume", "volumes", "vol", "vol.", "volume of transactions", "transaction volume", "transaction volumes",
	"transactions volume", "payment volume", "payment volumes", "payments volume", "交易量", "支付量", "交易总量", "业务量"}

// bracketed matches what stands in brackets behind the name of a measure: a unit.
var bracketed = regexp.MustCompile(`\s*\([^()]*\)$`)

// IsVolume reports whether a text says no more than "volume", with or without a unit in
// brackets behind it.
func IsVolume(text string) bool {
	name, _ := CutMarks(text)
	return slices.Contains(volumeWords, measureName(name))
}

func measureName(text string) string {
	return strings.TrimSpace(bracketed.ReplaceAllString(fold(text), ""))
}

// Measure returns the measure that a text stands for: as Lookup does, and without a unit
// in brackets, 交易规模（亿元）. ok is false for a bare "volume", as for what is unknown;
// VolumeMeans says what a publisher means by it.
func (s *Set) Measure(text string) (m Match, ok bool) {
	if m, ok := s.Lookup("measure", "", text); ok {
		return m, true
	}
	name, mark := CutMarks(text)
	c, ok := s.codes[textKey{"measure", "", measureName(name)}]
	if !ok {
		return Match{}, false
	}
	return Match{ID: c.id, Mark: mark}, true
}

// VolumeMeans returns the measure that a publisher calls volume, by the rule in its row;
// "" if there is none.
func (s *Set) VolumeMeans(publisher string) string {
	return s.Get("publisher", publisher, "volume_means")
}
