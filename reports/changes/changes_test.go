package changes_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"paystats/reports/changes"
)

// digest is one whose names are made to break out of every form.
func digest(lang string) *changes.Digest {
	d := &changes.Digest{Lang: lang, Title: "Board\x1b[31m", Report: "/srv/board/index.html", NewPeriods: 1}
	d.Shares.Count = 40
	for i := range 12 {
		d.Shares.Items = append(d.Shares.Items, changes.Share{
			Market: changes.Name{ID: "m", Name: "Cards"}, Measure: changes.Name{ID: "v", Name: "value"}, Publisher: changes.Name{ID: "p", Name: "Bureau"},
			Member:    changes.Name{ID: "a", Name: fmt.Sprintf("<script>alert(%d)</script>\n# [x](javascript:1)", i)},
			OldPeriod: "2023-Q4", NewPeriod: "2024-Q1", Old: 0.4, New: 0.5612, OldRank: 2, NewRank: 1,
		})
	}
	return d
}

func TestFormsAreShortAndInert(t *testing.T) {
	const line = "<script>alert(0)</script> # [x](javascript:1), Cards, value by Bureau: 40.00 % (2023-Q4) → 56.12 % (2024-Q1), +16.12 pp, rank 2 → 1"
	d := digest("en")
	text := d.Text()
	if !strings.HasPrefix(text, "Board [31m: 1 new period, 40 shares moved\n\nShares\n- "+line+"\n") || strings.Count(text, "\n- ") != 10 || !strings.Contains(text, "\n  and 30 more\n") {
		t.Errorf("Text() =\n%s", text)
	}
	if markdown := d.Markdown(); !strings.Contains(markdown, `- &lt;script&gt;alert(0)&lt;/script&gt; \# \[x\](javascript:1), Cards`) || strings.Contains(markdown, "<") {
		t.Errorf("Markdown() =\n%s", markdown)
	}
	if page := d.HTML(); !strings.Contains(page, "<li>&lt;script&gt;alert(0)&lt;/script&gt; # [x]") || strings.Contains(page, "<script") {
		t.Errorf("HTML() =\n%s", page)
	}
}

func TestJSONHasAllThatIsGiven(t *testing.T) {
	text, err := digest("en").JSON()
	var back struct {
		Headline string `json:"headline"`
		changes.Digest
	}
	if err == nil {
		err = json.Unmarshal(text, &back)
	}
	if err != nil || back.Headline != "1 new period, 40 shares moved" || len(back.Shares.Items) != 12 || back.Shares.Items[11].New != 0.5612 {
		t.Errorf("JSON() = %v, %+v", err, back)
	}
}

func TestHeadline(t *testing.T) {
	for _, tt := range []struct {
		name   string
		digest changes.Digest
		want   string
	}{
		{"nothing", changes.Digest{}, "no figure changed"},
		{"nothing, in Chinese", changes.Digest{Lang: "zh"}, "数据没有变化"},
		{"first", changes.Digest{First: true}, "the first report"},
		{"held back", changes.Digest{Held: "data checks failed", Checks: []changes.Check{{Now: 3}, {Before: 2}, {Before: 2, Now: 1}}}, "not published: 1 check newly failing, 1 check mended"},
		{"in Chinese", changes.Digest{Lang: "zh", NewPeriods: 2, Values: changes.Section[changes.Value]{Count: 3}, Claims: []changes.Claim{{}, {True: true}}}, "2 个新期间，3 个数值有修订，1 条论断不再成立"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.digest.Headline(); got != tt.want {
				t.Errorf("Headline() = %q, want %q", got, tt.want)
			}
		})
	}
}
