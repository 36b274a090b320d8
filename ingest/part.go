package ingest

import (
	"slices"

	"paystats/data/codelist"
	"paystats/data/obs"
)

// part is one of the things that a descriptor binds: a part of the series key, or what
// stands beside the value.
type part int

const (
	partPeriod part = iota
	partArea
	partSegment
	partMeasure
	partTransformation
	partBaseMeasure
	partDimension
	partMember
	partScope
	partStatus
	partPublisher
	partVintage
	partRevision
	partConfidence
	partAddress
	partTitle
	partNote
	partUnit       // of a value; stands under `value`
	partMultiplier // likewise: a power of ten
	partCount
)

// partNames are the parts' names in descriptors, maps and messages.
var partNames = [partCount]string{"period", "area", "segment", "measure", "transformation", "base_measure", "dimension",
	"member", "scope", "status", "publisher", "vintage", "revision", "confidence", "address", "title", "note", "unit", "multiplier"}

// String returns the part's name.
func (p part) String() string { return partNames[p] }

// partLists are the code lists by which parts are resolved.
var partLists = map[part]string{partArea: "area", partSegment: "segment", partMeasure: "measure", partBaseMeasure: "measure",
	partMember: "member", partScope: "scope", partPublisher: "publisher"}

// keyParts stand under `observation`, and may be overridden by each value.
var keyParts = []part{partPeriod, partArea, partSegment, partMeasure, partTransformation, partBaseMeasure, partDimension,
	partMember, partScope, partStatus}

// mapParts are the columns that a concept map may have.
var mapParts = []part{partSegment, partMeasure, partTransformation, partBaseMeasure, partDimension, partMember, partScope,
	partArea, partStatus, partPublisher}

// resourceParts stand under `paystats`.
var resourceParts = []part{partPublisher, partVintage, partRevision, partConfidence, partNote}

// required parts must come from a binding, a map or every value.
var required = []part{partPeriod, partArea, partSegment, partMeasure, partPublisher}

// confidences are how far a dataset's author trusts a figure.
var confidences = []string{"high", "medium", "low"}

func names(parts []part) []string {
	var out []string
	for _, p := range parts {
		out = append(out, p.String())
	}
	return out
}

// words returns the words of a part that is resolved by a fixed list, nil for other parts.
func (p part) words() []string {
	var words []string
	switch p {
	case partTransformation:
		for _, t := range obs.Transformations {
			words = append(words, string(t))
		}
	case partStatus:
		for _, s := range obs.Statuses {
			words = append(words, string(s))
		}
	case partConfidence:
		return confidences
	}
	return words
}

// code returns the code that a text stands for as a part, and the footnote marks that the
// text bears. dimension is the member's dimension; the member "total", by whatever name,
// belongs to every dimension and takes the observation to the dimension "total". An empty
// text is no code, but fits the parts that may stay empty.
func (p part) code(lists *codelist.Set, dimension, text string) (m codelist.Match, newDimension string, ok bool) {
	list, listed := partLists[p]
	switch {
	case p == partMember:
		if m, ok = lists.Lookup(list, dimension, text); ok {
			return m, dimension, true
		}
		m, ok = lists.Lookup(list, obs.Total, text)
		return m, obs.Total, ok
	case p == partDimension:
		return codelist.Match{ID: text}, "", text == obs.Total || slices.Contains(lists.Dimensions(), text)
	case p == partBaseMeasure && text == "":
		return m, "", true
	case p == partConfidence && text == "":
		return m, "", true
	case p == partMeasure || p == partBaseMeasure:
		m, ok = lists.Measure(text)
		return m, "", ok
	case listed:
		m, ok = lists.Lookup(list, "", text)
		return m, "", ok
	}
	return codelist.Match{ID: text}, "", slices.Contains(p.words(), text)
}

// nearest returns up to two codes that look like a text.
func (p part) nearest(lists *codelist.Set, dimension, text string) (known, suggestions []string) {
	if list, ok := partLists[p]; ok {
		if p != partMember {
			dimension = ""
		}
		return nil, lists.Suggest(list, dimension, text)
	}
	if p == partDimension {
		return lists.Dimensions(), nil
	}
	return p.words(), nil
}
