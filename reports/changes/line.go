package changes

import (
	"fmt"
	"math"
	"strings"
	"unicode"
)

// most is how many lines of a section are shown: the digest is to fit into a message.
const most = 10

// section is one part of a digest as it is shown.
type section struct {
	title string
	lines []string
	count int // of all, those that are not shown too
}

// say returns the text of the digest's language.
func (d *Digest) say(en, zh string) string {
	if d.Lang == "zh" {
		return zh
	}
	return en
}

// comma stands between the parts of a line.
func (d *Digest) comma() string { return d.say(", ", "，") }

// signed is a fraction in hundredths, with its sign: "+2.55", "−2.28".
func signed(fraction float64) string {
	return strings.Replace(fmt.Sprintf("%+.2f", 100*fraction), "-", "−", 1)
}

// counted is a number with what it counts: "1 page", "2 pages", "2 个页面".
func (d *Digest) counted(n int, en, zh string) string {
	if n != 1 {
		en += "s"
	}
	return d.say(fmt.Sprintf("%d %s", n, en), fmt.Sprintf("%d %s", n, zh))
}

// Headline says in one line what changed, without the title: for the subject of a mail.
func (d *Digest) Headline() string {
	var parts []string
	add := func(n int, en, zh, enAfter, zhAfter string) {
		if n > 0 {
			parts = append(parts, d.say(d.counted(n, en, "")+enAfter, fmt.Sprintf("%d %s%s", n, zh, zhAfter)))
		}
	}
	failing, mended := d.checksBy()
	wrong := 0
	for _, c := range d.Claims {
		if !c.True {
			wrong++
		}
	}
	add(d.NewPeriods, "new period", "个新期间", "", "")
	add(d.Added, "value", "个数值", " added", "为新增")
	add(d.Values.Count, "value", "个数值", " restated", "有修订")
	add(d.Shares.Count, "share", "个份额", " moved", "有变动")
	add(failing, "check", "项检查", " newly failing", "新未通过")
	add(mended, "check", "项检查", " mended", "已恢复")
	add(wrong, "claim", "条论断", " no longer true", "不再成立")
	text := strings.Join(parts, d.comma())
	switch {
	case d.First:
		text = d.say("the first report", "首份报告")
	case text == "":
		text = d.say("no figure changed", "数据没有变化")
	}
	if d.Held != "" {
		text = d.say("not published: ", "未发布：") + text
	}
	return text
}

// checksBy counts the checks that fail for the first time, and those that no longer do.
func (d *Digest) checksBy() (failing, mended int) {
	for _, c := range d.Checks {
		switch {
		case c.Before == 0:
			failing++
		case c.Now == 0:
			mended++
		}
	}
	return failing, mended
}

// sections are what is shown, without those that hold nothing.
func (d *Digest) sections() []section {
	var all []section
	add := func(title string, count int, lines []string) {
		if len(lines) > 0 {
			all = append(all, section{title, lines[:min(len(lines), most)], count})
		}
	}
	add(d.say("Note", "说明"), len(d.Notes), d.Notes)
	add(d.say("New periods", "新期间"), len(d.Periods), linesOf(d.Periods, d.periodLine))
	add(d.say("Restated", "修订"), d.Values.Count, linesOf(d.Values.Items, d.valueLine))
	add(d.say("Shares", "份额"), d.Shares.Count, linesOf(d.Shares.Items, d.shareLine))
	add(d.say("Data checks", "数据检查"), len(d.Checks), linesOf(d.Checks, d.checkLine))
	add(d.say("Claims", "论断"), len(d.Claims), linesOf(d.Claims, d.claimLine))
	add(d.say("Pages", "页面"), d.Pages.Count, linesOf(d.Pages.Items, d.pageLine))
	return all
}

// linesOf returns the lines of things.
func linesOf[T any](items []T, line func(T) string) []string {
	var out []string
	for _, item := range items {
		out = append(out, plain(line(item)))
	}
	return out
}

// plain makes a text one line without control characters: names come from data.
func plain(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// of is what values are of: "United States, Cards, value, Bureau".
func (d *Digest) of(s Series) string {
	area := s.Area.Name
	if s.Area.ID == "" {
		area = d.say("several areas", "多个地区")
	}
	return strings.Join([]string{area, s.Segment.Name, s.Measure.Name}, d.say(", ", "、")) + d.say(" by ", "，") + s.Publisher.Name
}

func (d *Digest) periodLine(p Periods) string {
	span := p.First
	if p.Last != p.First {
		span += d.say(" to ", " 至 ") + p.Last
	}
	return fmt.Sprintf("%s%s%s (%s)", d.of(p.Series), d.say(": ", "："), span, d.counted(int(p.Values), "value", "个数值"))
}

func (d *Digest) valueLine(v Value) string {
	what := d.of(v.Series)
	if v.Member.ID != "total" {
		what = v.Member.Name + d.comma() + what
	}
	now := v.New
	if v.New == "" {
		now = d.say("removed", "已撤下")
	}
	line := fmt.Sprintf("%s%s%s%s%s → %s", what, d.comma(), v.Period, d.say(": ", "："), v.Old, now)
	switch {
	case v.Points != nil:
		line += " (" + signed(*v.Points) + d.say(" pp", "个百分点") + ")"
	case v.Growth != nil:
		line += " (" + signed(*v.Growth) + " %)"
	}
	return line
}

func (d *Digest) shareLine(s Share) string {
	line := strings.Join([]string{s.Member.Name, s.Market.Name, s.Measure.Name}, d.comma()) + d.say(" by ", "，") + s.Publisher.Name
	if s.OldPeriod == s.NewPeriod {
		line += fmt.Sprintf("%s%s%s%.2f %% → %.2f %%", d.comma(), s.NewPeriod, d.say(": ", "："), 100*s.Old, 100*s.New)
	} else {
		line += fmt.Sprintf("%s%.2f %% (%s) → %.2f %% (%s)", d.say(": ", "："), 100*s.Old, s.OldPeriod, 100*s.New, s.NewPeriod)
	}
	line += d.comma() + signed(s.New-s.Old) + d.say(" pp", "个百分点")
	if s.OldRank != s.NewRank && s.OldRank > 0 && s.NewRank > 0 {
		line += fmt.Sprintf("%s%s%d → %d", d.comma(), d.say("rank ", "名次 "), s.OldRank, s.NewRank)
	}
	return line
}

func (d *Digest) checkLine(c Check) string {
	word := d.say("finds more", "发现增多")
	switch {
	case c.Before == 0:
		word = d.say("newly failing", "新未通过")
	case c.Now == 0:
		word = d.say("mended", "已恢复")
	case c.Now < c.Before:
		word = d.say("finds less", "发现减少")
	}
	severity := d.say(c.Severity, map[string]string{"fail": "错误", "warn": "警告"}[c.Severity])
	line := fmt.Sprintf("%s (%s)%s%s: %s%s%d → %d", word, severity, d.say(": ", "："), c.Model, c.Check, d.comma(), c.Before, c.Now)
	if c.Question != "" {
		line += " (" + c.Question + ")"
	}
	return line
}

func (d *Digest) claimLine(c Claim) string {
	said := c.Page + d.say(`: "`, "：“") + c.Claim + d.say(`"`, "”")
	if c.True {
		return d.say("true again: ", "重新成立：") + said
	}
	return d.say("no longer true: ", "不再成立：") + said + " (" + c.Evidence + ")"
}

func (d *Digest) pageLine(c Changed) string {
	words := map[string]string{"new": d.say("new", "新增"), "changed": d.say("changed", "有变化"), "gone": d.say("gone", "已移除")}
	return c.Page + d.say(": ", "：") + words[c.Change]
}

// Moved reports whether a share moved by more than least, a fraction, or has another rank.
func (s Share) Moved(least float64) bool {
	return math.Abs(s.New-s.Old) > least || s.OldRank != s.NewRank
}
