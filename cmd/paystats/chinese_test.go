package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// untranslatedText is what a Chinese page says in English of a model, a check or a data set: the
// question or formula of a model, the question of a check, the title of a set. Titles of
// documents and the places that a check found are as they are.
var untranslatedText = regexp.MustCompile(`(?:<a href="#model-\w+"><code>\w+</code></a> |<div id="model-\w+">\n<p>|<span class="(?:fails|warns)">[^<]*</span> <span>|<p><b>|<th scope="row">)<span lang="en">([^<]*)`)

// TestChinesePagesAreInChinese holds that what the built-in pages say of models, checks and
// data sets is given in Chinese where it is declared.
func TestChinesePagesAreInChinese(t *testing.T) {
	out := mustReport(t, "--lang", "zh")
	for _, name := range pagesOf(t, out) {
		page, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range untranslatedText.FindAllSubmatch(page, -1) {
			t.Errorf("%s says in English: %s", name, found[1])
		}
	}
}
