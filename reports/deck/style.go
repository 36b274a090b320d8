package deck

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"paystats/data/obs"
)

// writings returns the ways in which decks write a period, always in the same order; nil for
// what is no period.
func writings(id string) []string {
	p, _, err := obs.ParsePeriod(id)
	if err != nil || p.IsZero() {
		return nil
	}
	y, n := strconv.Itoa(p.Year()), strconv.Itoa(p.Number())
	short := y[len(y)-2:]
	var out []string
	add := func(patterns ...string) {
		month := time.Month(min(max(p.Number(), 1), 12)).String()
		replace := strings.NewReplacer("{Y}", y, "{y}", short, "{n}", n, "{nn}", fmt.Sprintf("%02d", p.Number()), "{Mon}", month[:3], "{Month}", month)
		for _, pattern := range patterns {
			out = append(out, replace.Replace(pattern))
		}
	}
	switch p.Frequency().String() {
	case "A":
		add("{Y}", "FY{Y}", "FY{y}", "FY {Y}", "{Y}年", "'{y}", "{Y}A", "{Y}E")
	case "S":
		add("{Y}-S{n}", "H{n} {Y}", "{Y}H{n}", "{Y} H{n}", "{n}H{y}", "{n}H{Y}", "{n}H {Y}", "H{n} {y}", "H{n}'{y}", "{Y}年H{n}")
		half := []string{"上", "下"}[min(max(p.Number(), 1), 2)-1]
		out = append(out, y+"年"+half+"半年", y+half)
	case "Q":
		add("Q{n} {Y}", "{Y}-Q{n}", "{Y}Q{n}", "{Y} Q{n}", "Q{n}-{Y}", "Q{n}/{Y}", "Q{n} {y}", "Q{n}'{y}", "Q{n} '{y}", "Q{n}’{y}", "Q{n}-{y}", "Q{n}/{y}",
			"{n}Q{y}", "{n}Q{Y}", "{n}Q {Y}", "{n}Q {y}", "{n}Q'{y}", "{y}Q{n}", "{Y}/Q{n}", "{Y}.Q{n}", "{Y}年Q{n}", "{Y}年{n}季度", "{Y}年第{n}季度", "Q{n} FY{y}", "Q{n}{Y}")
		chinese := []string{"一", "二", "三", "四"}[min(max(p.Number(), 1), 4)-1]
		out = append(out, y+"年第"+chinese+"季度", y+"年"+chinese+"季度", short+"年"+chinese+"季度", "第"+chinese+"季度 "+y+"年")
		add("Q{n} {Y}年")
	case "M":
		add("{Mon} {Y}", "{Y}-{nn}", "{Mon} {y}", "{Mon}-{y}", "{Mon} '{y}", "{Mon}'{y}", "{Mon}-{Y}", "{Month} {Y}", "{Y}/{nn}", "{nn}/{Y}", "{n}/{Y}", "{Y}.{nn}", "{Y}年{n}月", "{Y}M{nn}", "{Y}{nn}", "{Y}/{n}", "{n}月 {Y}年")
	case "D":
		day := p.Start()
		for _, layout := range []string{"2006-01-02", "2006/01/02", "2 Jan 2006", "Jan 2, 2006", "02.01.2006", "2006年1月2日", "02/01/2006", "01/02/2006"} {
			out = append(out, day.Format(layout))
		}
	}
	return out
}

// serials returns the numbers by which a sheet may name a period: days from the end of 1899,
// of its first day, its last, and the first of its last month; then the year.
func serials(id string) []string {
	p, _, err := obs.ParsePeriod(id)
	if err != nil || p.IsZero() {
		return nil
	}
	zero := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	day := func(t time.Time) string { return strconv.Itoa(int(t.Sub(zero).Hours() / 24)) }
	last := p.End()
	out := []string{day(p.Start()), day(last), day(time.Date(last.Year(), last.Month(), 1, 0, 0, 0, 0, time.UTC))}
	if p.Frequency().String() == "A" {
		out = append(out, strconv.Itoa(p.Year()))
	}
	return out
}

// aligned says which categories of a deck are which of the page's, and how the page's are
// written in the deck.
type aligned struct {
	to     []int    // place in the page of each of the deck's, -1 for none
	from   []int    // the other way
	labels []string // of the page's categories, as the deck writes them
	found  int      // how many of the deck's are the page's
}

// align matches categories by name. Those that the deck has keep their writing; new periods
// are written in the way of most of them.
func align(old []string, w wanted, numeric bool) aligned {
	forms := make([][]string, len(w.labels))
	for i, label := range w.labels {
		forms[i] = []string{label}
		if i < len(w.ids) {
			forms[i] = append(forms[i], w.ids[i])
			if numeric {
				forms[i] = serials(w.ids[i])
			} else {
				forms[i] = append(forms[i], writings(w.ids[i])...)
			}
		}
	}
	out := aligned{to: make([]int, len(old)), from: make([]int, len(w.labels)), labels: make([]string, len(w.labels))}
	for i := range out.from {
		out.from[i] = -1
	}
	type hit struct{ category, form int }
	index := map[string][]hit{}
	for i, names := range forms {
		for form, name := range names {
			if key := fold(name); key != "" {
				index[key] = append(index[key], hit{i, form})
			}
		}
	}
	votes := map[int]int{}
	for k, label := range old {
		out.to[k] = -1
		for _, h := range index[fold(label)] {
			switch {
			case out.to[k] == h.category:
				votes[h.form]++
			case out.to[k] < 0 && out.from[h.category] < 0:
				out.to[k], out.from[h.category] = h.category, k
				out.found++
				votes[h.form]++
			}
		}
	}
	best := 0
	for form := range maxForms(forms) {
		if votes[form] > votes[best] {
			best = form
		}
	}
	for i, k := range out.from {
		switch {
		case k >= 0:
			out.labels[i] = old[k]
		case best < len(forms[i]):
			out.labels[i] = forms[i][best]
		default:
			out.labels[i] = w.labels[i]
		}
	}
	return out
}

func maxForms(forms [][]string) int {
	n := 0
	for _, f := range forms {
		n = max(n, len(f))
	}
	return n
}

// fold takes away what does not tell names apart: case, and white space around and between.
func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
