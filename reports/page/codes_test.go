package page

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// README.md lists every code in the order of the table in codes.go.
func TestCodesAreDocumented(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, c := range codes {
		fmt.Fprintf(&want, "| `%s` | %s |\n", c.code, c.meaning)
	}
	if !strings.Contains(string(text), want.String()) {
		t.Errorf("README.md lacks the table of codes:\n%s", want.String())
	}
}
