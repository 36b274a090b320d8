package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// TestRecomputed recomputes every published growth rate and share of the bundled data and
// holds the page about it, and core_growth_gap, against the outcome.
func TestRecomputed(t *testing.T) {
	all, db := readPrinted(t)
	page, err := os.ReadFile(root + "/data/published-against-computed.md")
	if err != nil {
		t.Fatal(err)
	}
	rates, shares := tally{}, tally{}
	var differ, other, missing []string
	outcomes := map[int64]recomputed{}
	for _, p := range all {
		switch p.transformation {
		case "qoq", "yoy":
			r, lacks := recompute(all, p)
			outcomes[p.id] = r
			rates.add(p.publisher+" | "+p.transformation, r.way, r.agrees)
			row := fmt.Sprintf("| `%s` | %s, %s, %s %s | %s |", p.place(), p.publisher, p.segment, p.transformation, p.period, minus(p.text))
			switch {
			case r.way == "":
				missing = append(missing, row+" "+strings.Join(lacks, ", ")+" |")
			case !r.agrees:
				differ = append(differ, fmt.Sprintf("%s %s: %s | %s |", row, percent(r.value.middle()), r.text, reproduce(all, p)))
			case r.way != byLevels:
				other = append(other, fmt.Sprintf("%s %s to %s | %s |", row, percent(r.value.low), percent(r.value.high), r.text))
			}
		case "share":
			r := recomputeShare(all, p)
			of := p.dimension
			if p.base != "" {
				of = p.base
			}
			shares.add(p.publisher+" | "+p.segment+" | "+of, r.way, r.agrees)
			if r.way != "" && !r.agrees {
				differ = append(differ, fmt.Sprintf("| `%s` | %s, %s, share of %s %s | %s | %s: %s | |",
					p.place(), p.publisher, p.segment, p.member, p.period, p.text, percent(r.value.middle()), r.text))
			}
		}
	}
	for name, block := range map[string]string{
		"growth": "| publisher | rate | printed | agree | other scope | implied | differ | not recomputable |\n|---|---|---|---|---|---|---|---|\n" +
			rates.rows([]string{byLevels, byScope, byImplied}, " | "),
		"shares": "| publisher | of | by | printed | agree | rest | differ | not recomputable |\n|---|---|---|---|---|---|---|---|\n" +
			shares.rows([]string{byLevels, byRest}, " | | "),
		"other ways":       "|---|---|---|---|---|\n" + strings.Join(other, "\n") + "\n",
		"not recomputable": "|---|---|---|---|\n" + strings.Join(missing, "\n") + "\n",
		"not loaded":       "|---|---|---|\n" + notLoaded(t, all) + "\n",
	} {
		if !strings.Contains(string(page), block+"\n") {
			t.Errorf("the page's table of %s is not that of the data:\n%s", name, block)
		}
	}
	holdReasons(t, string(page), differ)
	holdGrowthGap(t, db, outcomes)
}

// tally counts outcomes: [way or "differ" or ""] of each row of a table.
type tally map[string]map[string]int

func (c tally) add(row, way string, agrees bool) {
	if way != "" && !agrees {
		way = "differ"
	}
	for _, key := range []string{row, ""} {
		if c[key] == nil {
			c[key] = map[string]int{}
		}
		c[key][way]++
	}
}

// rows prints the table's rows, the sum last; the empty cells of its label are given.
func (c tally) rows(agreeing []string, empty string) string {
	var names []string
	for name := range c {
		names = append(names, name)
	}
	slices.Sort(names)
	var text strings.Builder
	for _, name := range append(names[1:], "") {
		label := name
		if name == "" {
			label = "all" + strings.TrimRight(empty, " ")
		}
		sum, cells := 0, ""
		for _, n := range c[name] {
			sum += n
		}
		for _, way := range append(slices.Clone(agreeing), "differ", "") {
			cells += fmt.Sprintf(" %d |", c[name][way])
		}
		fmt.Fprintf(&text, "| %s | %d |%s\n", label, sum, cells)
	}
	return text.String()
}

// holdReasons holds the rows that differ: each stands on the page, with a reason in its last
// cell, and no other does.
func holdReasons(t *testing.T, page string, differ []string) {
	t.Helper()
	_, section, _ := strings.Cut(page, "\n## What differs\n")
	section, _, _ = strings.Cut(section, "\n## ")
	lines := strings.Split(section, "\n")
	n := 0
	for _, line := range lines {
		if strings.HasPrefix(line, "| `") {
			n++
		}
	}
	if n != len(differ) {
		t.Errorf("the page has %d rows that differ, the data %d", n, len(differ))
	}
	for _, row := range differ {
		i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, row) })
		if i < 0 {
			t.Errorf("the page lacks the row\n%s REASON |", row)
		} else if len(strings.Trim(lines[i][len(row):], " |")) < 20 {
			t.Errorf("the page gives no reason for\n%s", row)
		}
	}
}

// holdGrowthGap holds the model's outcomes against those found here: what it compares has
// this outcome, and what is to be had from levels of its scope it compares.
func holdGrowthGap(t *testing.T, db *warehouse.DB, outcomes map[int64]recomputed) {
	t.Helper()
	rows, err := db.Query(t.Context(), "SELECT DISTINCT observation, reason, explained FROM core_growth_gap ORDER BY ALL")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int64]bool{}
	for i := range rows.Rows() {
		r, reason := outcomes[rows.Int("observation", i)], rows.Text("reason", i)
		seen[r.rate.id] = true
		switch {
		case (reason == "") != (r.way == byLevels):
			t.Errorf("%s: core_growth_gap gives reason %q, here it is recomputed from %q", r.rate.place(), reason, r.way)
		case reason == "" && rows.Bool("explained", i) != r.agrees:
			t.Errorf("%s: core_growth_gap says explained = %t, here it is %t", r.rate.place(), rows.Bool("explained", i), r.agrees)
		case (reason == "scope_differs") != (r.way == byScope):
			t.Errorf("%s: core_growth_gap gives reason %q, the way here is %q", r.rate.place(), reason, r.way)
		}
	}
	for id, r := range outcomes {
		if !seen[id] && r.way == byLevels {
			t.Errorf("%s: core_growth_gap lacks a rate whose levels are printed", r.rate.place())
		}
	}
}

// notLoaded is the table of what the bundled files print and no observation holds.
func notLoaded(t *testing.T, all []printed) string {
	t.Helper()
	on := func(value, base int64) interval {
		find := func(line int64) interval {
			return all[slices.IndexFunc(all, func(p printed) bool { return p.file == "observations.csv" && p.line == line })].value
		}
		return growth(find(value), find(base))
	}
	n, differ := phonePeShares(t)
	nonbank, sootoo := on(577, 559), on(12, 2)
	return fmt.Sprintf("| phonepe-pulse, `percentage` of each brand | %d shares | %d differ from count / registeredUsers |", n, differ) +
		"\n" + fmt.Sprintf("| `observations.csv:577`, note | −0.4 %% and +10.39 %% | %s to %s |", percent(nonbank.low), percent(nonbank.high)) +
		"\n" + fmt.Sprintf("| `facts.csv:22` (a reject) | 3 × | %.2f to %.2f × |", 1+sootoo.low, 1+sootoo.high)
}
