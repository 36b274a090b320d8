package main

import "testing"

// What is read as an address is written as it was: no part of the text is lost.
func FuzzParseAddress(f *testing.F) {
	for _, text := range []string{"china-2015q3/share#alipay@2015-Q3", "share", "share/cn-mobile#total@2015..2016", "a/b#c", "#@", "a/b/c#d#e@f@g", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := parseAddress(text)
		if err != nil {
			return
		}
		for _, end := range []string{"", "#" + at.Member + "@" + at.Period} {
			for _, chart := range []string{"", "/" + at.Chart} {
				if at.Page+chart+end == text {
					return
				}
			}
		}
		t.Errorf("%q is read as %+v", text, at)
	})
}
