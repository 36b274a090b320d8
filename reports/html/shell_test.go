package html

import "testing"

func TestMayStandInline(t *testing.T) {
	for js, want := range map[string]bool{
		"a</b>; c":           true,
		"'</scrip'":          true,
		"'</b></script>'":    false,
		"'</SCRIPT '":        false,
		"'</</Script'":       false,
		"'<!-- '":            false,
		"a()\r\n":            false,
		"a()\nif (b <! c) d": true,
	} {
		if got := mayStandInline(js); got != want {
			t.Errorf("mayStandInline(%q) = %t, want %t", js, got, want)
		}
	}
}
