package main

import "testing"

// What is read as an address reads the same from what it is written as, unless a member
// stands without a period.
func FuzzParseAddress(f *testing.F) {
	for _, text := range []string{"china-2015q3/share#alipay@2015-Q3", "share", "share/cn-mobile#total@2015..2016", "a/b#c", "#@", "a/b/c#d#e@f@g", "a/b#c@", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := parseAddress(text)
		if err != nil || at.Member != "" && at.Period == "" {
			return
		}
		if again, err := parseAddress(at.String()); err != nil || again != at {
			t.Errorf("%q is read as %+v, which is written %q and read as %+v, %v", text, at, at, again, err)
		}
	})
}
