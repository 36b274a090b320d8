package profile

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"paystats/data/codelist"
)

// treePeriods are the patterns of paths in which year and a part of it are folders or the file.
var treePeriods = []struct {
	pattern string
	doubt   string
}{
	{`(?P<year>(?:19|20)\d\d)/[Qq]?(?P<quarter>[1-4])\.[a-z]+$`, ""},
	{`(?P<year>(?:19|20)\d\d)/(?P<month>0[1-9]|1[0-2])\.[a-z]+$`, ""},
	{`(?P<year>(?:19|20)\d\d)/(?P<month>0[1-9]|1[0-2])/`, ""},
	{`(?P<year>(?:19|20)\d\d)/[Qq](?P<quarter>[1-4])/`, ""},
	{`/(?P<year>(?:19|20)\d\d)(?:\.[a-z]+$|/)`, ""},
}

// treePeriod finds the period in the folders of several paths.
func treePeriod(paths []string) (node, string, bool) {
	if len(paths) < 2 {
		return node{}, "", false
	}
	for _, t := range treePeriods {
		re := regexp.MustCompile(t.pattern)
		if slices.ContainsFunc(paths, func(p string) bool { return !re.MatchString(p) }) {
			continue
		}
		if numbers := groupTexts(re, "month", paths); len(numbers) > 0 && !slices.ContainsFunc(numbers, func(n string) bool { return n > "04" }) && strings.Contains(t.pattern, "month") {
			return leaf("period", flow(pair{"path", scalar(t.pattern)}), "are 01 to 04 months, or quarters?"), "the folders of the paths", true
		}
		return leaf("period", flow(pair{"path", scalar(strings.ReplaceAll(t.pattern, `(?:19|20)\d\d`, `\d{4}`))})), fmt.Sprintf("year and part of it in every path, as in %s", paths[0]), true
	}
	return node{}, "", false
}

// groupTexts returns what a group of a pattern finds in paths, each text once.
func groupTexts(re *regexp.Regexp, group string, paths []string) []string {
	at := re.SubexpIndex(group)
	if at < 0 {
		return nil
	}
	var texts []string
	for _, p := range paths {
		if m := re.FindStringSubmatch(p); m != nil && !slices.Contains(texts, m[at]) {
			texts = append(texts, m[at])
		}
	}
	return texts
}

// treeArea finds the folder whose names are areas: state/karnataka/2018/1.json. Paths without
// it are about the area that another folder names.
func treeArea(paths []string, lists *codelist.Set) (node, string, bool) {
	under := map[string][]string{} // folder -> what it holds
	var order []string
	outer := ""
	for _, p := range paths {
		folders := strings.Split(path.Dir(p), "/")
		for i, folder := range folders {
			if id, ok := lists.Resolve("area", "", folder); ok && outer == "" && lists.Get("area", id, "parent") == "" {
				outer = id
			}
			if i+1 < len(folders) {
				if under[folder] == nil {
					order = append(order, folder)
				}
				if !slices.Contains(under[folder], folders[i+1]) {
					under[folder] = append(under[folder], folders[i+1])
				}
			}
		}
	}
	for _, folder := range order {
		known := 0
		for _, name := range under[folder] {
			if _, ok := lists.Resolve("area", "", name); ok {
				known++
			}
		}
		if known < 2 || known*10 < len(under[folder])*8 {
			continue
		}
		pattern := pair{"path", scalar(regexp.QuoteMeta(folder) + "/(?P<area>[^/]+)/")}
		why := fmt.Sprintf("the folders of %s are areas: %s", folder, quoted(under[folder]))
		if slices.ContainsFunc(paths, func(p string) bool { return !strings.Contains(p, folder+"/") }) {
			if outer == "" {
				continue
			}
			return leaf("area", flow(pattern, pair{"default", outer})), why + "; other paths are about " + outer, true
		}
		return leaf("area", flow(pattern)), why, true
	}
	if outer != "" {
		return leaf("area", outer), "a folder of the path is called so", true
	}
	return node{}, "", false
}
