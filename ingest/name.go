package ingest

import (
	"fmt"
	"strings"

	"paystats/data/codelist"
	"paystats/data/obs"
)

// maxProposed is the length, in bytes, beyond which an unknown text is a sentence and no name.
const maxProposed = 120

const (
	volumeMsg  = "measure %q is the count to some publishers, the amount to others"
	volumeHint = "say which: values: {Volume: tx_count} or tx_value in the binding, or volume_means in the publisher's row of data/codelists/publisher.csv"
)

// listHint says where names are added, and if possible the very line that accepts this one.
func (p part) listHint(lists *codelist.Set, list, dimension, text string) string {
	placed := p != partMember || dimension != "" && dimension != obs.Total
	if placed && len(text) <= maxProposed {
		for _, e := range lists.Propose(list, dimension, text) {
			return "to accept the name, add to " + e.File() + ": " + e.Line()
		}
	}
	return "names and aliases are in " + codelist.Folder + "/" + list + ".csv"
}

// markRemark says, for the observation's note, which footnote marks a name bears; "" for none.
func markRemark(p part, mark string) string {
	if mark == "" {
		return ""
	}
	return fmt.Sprintf("the %s bears the mark %s", p, mark)
}

// volume returns what the publisher of a row means by a bare "volume", or the given refusal
// if there is no rule for the publisher.
func (m *mapper) volume(v *slot, r *mapped, text string, refused codeResult) (codeResult, *fault) {
	publisher, f := m.code(partPublisher, v, r, nil)
	if f != nil {
		return codeResult{}, f
	}
	means := m.lists.VolumeMeans(publisher.id)
	if means == "" {
		return refused, nil
	}
	return codeResult{id: means, remark: fmt.Sprintf("%q is %s to %s", text, means, publisher.id)}, nil
}

// unitRemark says how a rate's unit was read that was written with a stroke: markets write
// the pair USD/CNY for CNY per USD, but in a unit a stroke means per. The unit stands in
// the declared text or in the cell.
func unitRemark(unit obs.Unit, declared, cell string) string {
	to, per, ok := strings.Cut(string(unit), "/")
	if !ok {
		return ""
	}
	for _, text := range []string{declared, cell} {
		if strings.ContainsAny(text, "/／") {
			return fmt.Sprintf("%q is read as %s per %s", text, to, per)
		}
	}
	return ""
}
