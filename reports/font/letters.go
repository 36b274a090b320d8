package font

import (
	"slices"
	"strings"

	"paystats/reports/picture"
)

// Letters collects the texts of items by weight.
func Letters(items []picture.Item, regular, bold *strings.Builder) {
	for _, it := range items {
		switch it := it.(type) {
		case *picture.Group:
			Letters(it.Items, regular, bold)
		case *picture.Text:
			if it.Bold {
				bold.WriteString(it.String)
			} else {
				regular.WriteString(it.String)
			}
		}
	}
}

// Missing returns the letters of the texts of items that the embedded font lacks, each once,
// sorted; "" for none.
func Missing(items []picture.Item) string {
	var regular, bold strings.Builder
	Letters(items, &regular, &bold)
	missing := append(Of(false).Missing(regular.String()), Of(true).Missing(bold.String())...)
	slices.Sort(missing)
	return string(slices.Compact(missing))
}
