package page

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"paystats/data/diag"
)

// linkForms says how places of a report are addressed.
const linkForms = "write #CHART on the same page, ../PAGE/index.html or ../PAGE/index.html#CHART on another, ../index.html for the index"

// besides are the extensions of files that a report may have of a page or of its charts.
var besides = []string{".html", ".csv", ".json", ".svg", ".png", ".pdf", ".pptx", ".xlsx"}

// site is where links of pages may lead: to pages, and to their blocks by id.
type site map[string][]string

// CheckLinks returns a *diag.List of the links within a report that lead nowhere; pages are
// all of the report. Addresses elsewhere are not looked at.
func CheckLinks(pages []*Page) error {
	to := site{}
	for _, p := range pages {
		to[p.Name] = p.ids()
	}
	out := new(diag.List)
	for _, p := range pages {
		var problems diag.List
		for _, l := range p.links {
			if what, hint := to.missing(p.Name, l.text); what != "" {
				problems.Add(p.problem(l.pos, codeLink, hint, "link to %q: there is no %s", l.text, what))
			}
		}
		out.Add(p.located(&problems).Sorted()...)
	}
	return out.Once().Err()
}

// ids returns the ids of a page's blocks.
func (p *Page) ids() []string {
	var ids []string
	for _, b := range p.blocks {
		if b.id.text != "" {
			ids = append(ids, b.id.text)
		}
	}
	return ids
}

// missing says what a link from a page leads to in vain, "" if it leads somewhere, and what to write.
func (to site) missing(from, address string) (what, hint string) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "such address", linkForms
	case u.Scheme != "" || u.Host != "":
		return "", ""
	case u.Path == "":
		return to.missingPart(from, u.Fragment, "#")
	}
	folder, file := path.Split(path.Join(from, u.Path))
	name := strings.TrimSuffix(folder, "/")
	ids, known := to[name]
	switch {
	case strings.HasPrefix(u.Path, "/"):
		return "root of a report", linkForms
	case name == "" && file == "index.html" && (u.Fragment == "" || u.Fragment == "find"):
		return "", ""
	case !known || path.Ext(file) == ".md":
		return fmt.Sprintf("page %q", pageOf(u.Path)), to.nearPages(pageOf(u.Path))
	case file == "index.html":
		return to.missingPart(name, u.Fragment, strings.TrimSuffix(address, u.Fragment))
	case isBeside(file, append(ids, name)):
		return "", ""
	}
	return fmt.Sprintf("file %q of page %s", file, name), linkForms
}

// missingPart says that a page has no block of an id; before stands in front of ids in its address.
func (to site) missingPart(name, id, before string) (what, hint string) {
	if id == "" || slices.Contains(to[name], id) {
		return "", ""
	}
	near := diag.Nearest(id, to[name], 2)
	for i := range near {
		near[i] = before + near[i]
	}
	return fmt.Sprintf("chart or table %q on page %s", id, name), didYouMean(near)
}

// nearPages is a hint for the name of a page that does not exist.
func (to site) nearPages(name string) string {
	near := diag.Nearest(name, keys(to), 2)
	if _, is := to[name]; is {
		near = near[:1] // itself
	}
	for i := range near {
		near[i] = "../" + near[i] + "/index.html"
	}
	return didYouMean(near)
}

func didYouMean(near []string) string {
	if len(near) == 0 {
		return linkForms
	}
	return "did you mean " + strings.Join(near, " or ") + "?"
}

// pageOf is the page that an address means, however it is written: other.md, ../other, other.html#x.
func pageOf(address string) string {
	parts := strings.Split(strings.Trim(path.Clean(address), "/"), "/")
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == ".." || p == "index.html" })
	if len(parts) == 0 {
		return ""
	}
	name := parts[0]
	return strings.TrimSuffix(strings.TrimSuffix(name, ".md"), ".html")
}

// isBeside reports whether a file stands beside a page that has the ids, or is called so.
func isBeside(file string, ids []string) bool {
	ext := path.Ext(file)
	stem := strings.TrimSuffix(file, ext)
	for _, lang := range Languages {
		stem = strings.TrimSuffix(stem, "."+lang)
	}
	return slices.Contains(ids, stem) && slices.Contains(besides, ext)
}
