package obs

import (
	"regexp"
	"strings"
)

// The ways to write a rate of exchange, in folded text. A stroke means per, as in any unit:
// cny/usd is yuan for one dollar. 兑 has what is priced first: 美元兑人民币 is the same.
var (
	ratePer = regexp.MustCompile(`^([^0-9]+?) ?(?:/|\bper\b|每) ?(10*)? ?([^0-9]+)$`)
	rateFor = regexp.MustCompile(`^(10*)? ?([^0-9]+?) ?兑(?:换)? ?([^0-9]+)$`)
)

// rate reads a rate of exchange: "cny/usd", "inr per usd", "人民币/100日元". A rate for 100
// of a currency has the multiplier 10^-2. ok is false for all that is not one currency per
// another, also for 100日元/人民币, which can be read both ways.
func rate(text string) (s Scaled, ok bool) {
	if !strings.ContainsAny(text, "/每兑") && !strings.Contains(text, "per ") {
		return Scaled{}, false // most units
	}
	var price, many, priced string
	if m := ratePer.FindStringSubmatch(text); m != nil {
		price, many, priced = m[1], m[2], m[3]
	} else if m := rateFor.FindStringSubmatch(text); m != nil {
		many, priced, price = m[1], m[2], m[3]
	}
	p, ok1 := unitProduct(strings.TrimSpace(price))
	q, ok2 := unitProduct(strings.TrimSpace(priced))
	if !ok1 || !ok2 || p.Unit.Kind() != "money" || q.Unit.Kind() != "money" || p.Exp != 0 || q.Exp != 0 || p.Unit == q.Unit {
		return Scaled{}, false
	}
	return Scaled{Unit: p.Unit + "/" + q.Unit, Exp: -max(len(many)-1, 0)}, true
}
