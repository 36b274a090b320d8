package main

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"
)

// byRest is the way to recompute a share whose value is not printed: 100 % less the other
// parts, where all of them are.
const byRest = "rest"

// sharedShare is what came of one share.
type sharedShare struct {
	share  printed
	way    string // "" where it cannot be recomputed
	agrees bool
	value  interval
	text   string
}

// table is what the parts of one whole have in common.
func (p printed) table() string {
	return strings.Join([]string{p.publisher, p.scope, p.segment, p.measure, p.base, p.dimension, p.period}, "/")
}

// whole lists the dimensions whose members a publisher draws as a whole, without others.
var whole = map[string]bool{"sootoo/channel": true, "sootoo/instrument": true}

// recomputeShare holds a share against the levels of its publisher, else against the print
// that stands for its cell, else against the rest of its table.
func recomputeShare(all []printed, share printed) sharedShare {
	result := sharedShare{share: share}
	same := func(p printed) bool {
		return p.transformation == "level" && p.chosen && p.publisher == share.publisher && p.period == share.period
	}
	for _, part := range all {
		if !same(part) || part.segment != share.segment || part.measure != share.measure || part.dimension != share.dimension || part.member != share.member {
			continue
		}
		for _, total := range all {
			if !same(total) || total.dimension != "total" || total.id == part.id ||
				(share.base == "" && (total.measure != share.measure || total.segment != share.segment)) || (share.base != "" && total.measure != share.base) {
				continue
			}
			value := interval{part.value.low / total.value.high, part.value.high / total.value.low}
			if result.way == "" || !result.agrees {
				result = sharedShare{share, byLevels, value.meets(share.value), value, amount(part.value) + " of " + amount(total.value)}
			}
		}
	}
	if result.way != "" {
		return result
	}
	var rest interval
	complete := whole[share.publisher+"/"+share.dimension]
	for _, p := range all {
		if p.transformation != "share" || p.table() != share.table() || !p.chosen {
			continue
		}
		complete = complete || p.member == "others"
		if p.member != share.member {
			rest = rest.plus(p.value)
		} else if !share.chosen && !p.value.meets(share.value) {
			return sharedShare{share, "other print", false, p.value, p.place() + " prints " + p.text}
		}
	}
	if complete {
		result.way, result.value = byRest, interval{1, 1}.minus(rest)
		result.agrees = result.value.meets(share.value)
		result.text = "100 % less the other parts"
	}
	return result
}

// phonePeShares holds the shares that PhonePe prints beside its counts of users by brand,
// which are not loaded, against the counts: how many there are, and how many differ.
func phonePeShares(t *testing.T) (shares, differ int) {
	t.Helper()
	err := walkFiles(os.DirFS(root+"/data/sets/phonepe-pulse"), func(name string, content []byte) {
		if !strings.Contains(name, "aggregated/user/") {
			return
		}
		var file struct {
			Data struct {
				Aggregated    struct{ RegisteredUsers float64 }
				UsersByDevice []struct{ Count, Percentage float64 }
			}
		}
		if err := json.Unmarshal(content, &file); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, brand := range file.Data.UsersByDevice {
			shares++
			if math.Abs(brand.Count/file.Data.Aggregated.RegisteredUsers-brand.Percentage) > 1e-15 {
				differ++
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return shares, differ
}
