package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"paystats/data/codelist"
)

// allOf is what stands before the name of a whole.
var allOf = regexp.MustCompile(`(?i)^(?:all|whole)[ -]|全`)

var defaultArea = regexp.MustCompile(`default: (\w+)`)

// areaLine binds the area.
func (b *builder) areaLine() node {
	if c := first(b.columns, roleArea); c != nil {
		var unknown []string
		var values []pair
		var unsure []string
		for _, text := range c.distinct {
			if _, ok := b.lists.Resolve("area", "", text); ok {
				continue
			}
			if id, ok := b.lists.Resolve("area", "", allOf.ReplaceAllString(text, "")); ok {
				values = append(values, pair{scalar(text), id})
				unsure = append(unsure, fmt.Sprintf("%q is taken for %s", clip(text), id))
				continue
			}
			unknown = append(unknown, text)
		}
		if len(unknown) > 0 {
			unsure = append(unsure, fmt.Sprintf("no area is called %s: say what they are under values", quoted(unknown)))
		}
		for _, text := range c.distinct {
			if id, ok := b.lists.Resolve("area", "", text); ok {
				b.area = id
				break
			}
		}
		pairs := []pair{{"column", scalar(c.name)}}
		if len(values) > 0 {
			pairs = append(pairs, pair{"values", flow(values...)})
		}
		return leaf("area", flow(pairs...), unsure...)
	}
	if b.opts.Area != "" {
		b.area = b.opts.Area
		return leaf("area", scalar(b.area))
	}
	if n, why, ok := treeArea(b.allPaths(), b.lists); ok {
		if b.area = n.text; strings.HasPrefix(n.text, "{") {
			b.area = ""
			if m := defaultArea.FindStringSubmatch(n.text); m != nil {
				b.area = m[1]
			}
		}
		b.out.Evidence = append(b.out.Evidence, "area: "+why)
		return n
	}
	id, why, doubt := b.areaNamed()
	if id == "" && b.sibling != "" {
		id, why = b.sibling, "as in the other tables"
	}
	if id == "" {
		id, doubt = "CN", NoCountry
	}
	b.area = id
	if why != "" {
		b.out.Evidence = append(b.out.Evidence, "area: "+why)
	}
	return leaf("area", id, doubt)
}

// areaNamed returns the area that the texts around the table name, or that its currency or
// script speak for, and what is unsure about it; "" for none.
func (b *builder) areaNamed() (id, why, doubt string) {
	for _, text := range b.around() {
		found := areasIn(text, b.lists)
		switch {
		case len(found) == 0:
		case len(found) > 1:
			return found[0], "", fmt.Sprintf("%q names several areas", clip(text))
		case b.lists.Get("area", found[0], "parent") != "":
			return found[0], "", fmt.Sprintf("%q may name an area, or somebody who is called so", clip(text))
		case b.isName(text):
			return found[0], "", fmt.Sprintf("only the name %q says it", clip(text))
		default:
			return found[0], fmt.Sprintf("%q", clip(text)), ""
		}
	}
	texts := b.context()
	for _, c := range b.columns {
		if c.role == roleUnit || c.role == roleMeasure {
			texts = append(texts, c.distinct...)
		}
	}
	switch code, text := currencyOf(texts); code {
	case "INR":
		return "IN", fmt.Sprintf("%q is Indian money", clip(text)), ""
	case "CNY":
		return "CN", fmt.Sprintf("%q is Chinese money", clip(text)), ""
	}
	if id := b.knownSegment(texts, nil); id != "" && strings.HasPrefix(b.lists.Get("segment", id, "name_zh"), "印度") {
		return "IN", fmt.Sprintf("%s is Indian", id), ""
	}
	if slices.ContainsFunc(texts, isHan) {
		return "CN", "", "only the language says China"
	}
	return "", "", ""
}

// codeForArea are the short codes that are no words, as texts use them.
var codeForArea = []string{"UK", "USA", "UAE"}

// areasIn returns the areas that a text names, by one to four of its words. Codes do not
// count, since "are" and "can" are such.
func areasIn(text string, lists *codelist.Set) []string {
	words := strings.FieldsFunc(text, func(c rune) bool { return !unicode.IsLetter(c) })
	var found []string
	for i := 0; i < len(words); i++ {
		for n := min(4, len(words)-i); n > 0; n-- {
			name := strings.Join(words[i:i+n], " ")
			if len(name) <= 3 && !slices.Contains(codeForArea, name) {
				continue
			}
			if id, ok := lists.Resolve("area", "", name); ok {
				if !slices.Contains(found, id) {
					found = append(found, id)
				}
				i += n - 1
				break
			}
		}
	}
	list := lists.List("area")
	for _, row := range list.Rows {
		id, zh := list.Cell(row, "id"), list.Cell(row, "name_zh")
		if zh != "" && strings.Contains(text, zh) && list.Cell(row, "parent") == "" && !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	return found
}
