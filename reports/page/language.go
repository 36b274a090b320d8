package page

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/reports/document"
)

// Languages are those that a page can be in.
var Languages = []string{"en", "zh"}

// languages returns those of the wanted languages that the page is in: the languages of
// its title. A title that is not given by language belongs to a page of one language,
// which is the first that is wanted; so is one that is in none of them.
func (p *Page) languages(wanted []string) []string {
	var out []string
	for _, lang := range wanted {
		if p.title.divided && !p.title.own(lang).empty() {
			out = append(out, lang)
		}
	}
	if len(out) == 0 {
		return wanted[:1]
	}
	return out
}

// A passage of narrative in one language stands between a line "::: zh" and a line ":::",
// as Pandoc has fenced divs.
var (
	divOpen  = regexp.MustCompile(`^ {0,3}:{3,}\s*(\S.*?)\s*:*$`)
	divClose = regexp.MustCompile(`^ {0,3}:{3,}\s*$`)
)

const divHint = "write a line ::: en or ::: zh before a passage, and a line ::: behind it"

// div is the passage that the reader of a page's body is in.
type div struct {
	lang string // "" outside any
	pos  diag.Pos
}

// divider reads a line that opens or closes a passage; ok is false for any other line.
func (s *source) divider(at div, number int) (next div, ok bool) {
	line, pos := s.line(number), s.at(number, 1)
	if divClose.MatchString(line) {
		if at.lang == "" {
			s.fail(pos, codeDiv, divHint, "::: closes nothing")
		}
		return div{}, true
	}
	m := divOpen.FindStringSubmatch(line)
	if m == nil {
		return at, false
	}
	lang := strings.Trim(m[1], "{} .")
	switch {
	case at.lang != "":
		s.fail(pos, codeDiv, "close it with a line :::", "the passage that starts in line %d is not closed", s.origin(at.pos).Line)
	case !has(Languages, lang):
		s.fail(pos, codeDiv, divHint, "unknown language %q", m[1])
	}
	return div{lang: lang, pos: pos}, true
}

// addProse appends narrative. Passages in several languages that follow each other are
// one; a language that comes again starts another.
func (p *Page) addProse(lang string, prose block) {
	if lang == "" {
		p.blocks = append(p.blocks, prose)
		return
	}
	prose.lang = lang
	if n := len(p.blocks); n > 0 && p.blocks[n-1].kind == blockPassage && p.blocks[n-1].version(lang) == nil {
		p.blocks[n-1].versions = append(p.blocks[n-1].versions, prose)
		return
	}
	p.blocks = append(p.blocks, block{kind: blockPassage, pos: prose.pos, versions: []block{prose}})
}

// version returns a passage in a language, nil if it is not in it.
func (b block) version(lang string) *block {
	i := slices.IndexFunc(b.versions, func(v block) bool { return v.lang == lang })
	if i < 0 {
		return nil
	}
	return &b.versions[i]
}

// passage prepares a passage in the document's language, or in another if it lacks that.
// The expressions of all versions are answered, so that a mistake in any is found in any build.
func (r *run) passage(ctx context.Context, b block) func() document.Block {
	for _, v := range b.versions {
		for _, part := range r.page.proseParts(v) {
			if part.expr != nil {
				r.evaluated(ctx, part.expr)
			}
		}
	}
	shown := b.version(r.language)
	if shown == nil {
		shown = &b.versions[0]
		r.untranslated(r.page.at(shown.pos.Line-1, 1), "passage")
	}
	return r.prose(ctx, *shown)
}

// untranslated records a text that is shown in another language than the document's.
func (r *run) untranslated(pos diag.Pos, what string) {
	p := r.page.problem(pos, codeUntranslated, "give it in "+r.language+" too", "the %s is not given in %s", what, r.language)
	p.Warning = true
	r.problems.Add(p)
}
