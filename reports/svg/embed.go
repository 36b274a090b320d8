package svg

import (
	"encoding/base64"
	"fmt"
	"strings"

	"paystats/reports/font"
	"paystats/reports/picture"
)

// fontStyles declares fonts of just the letters that a picture needs.
func fontStyles(p *picture.Picture) (string, error) {
	var regular, bold strings.Builder
	font.Letters(p.Items, &regular, &bold)
	var css strings.Builder
	for _, f := range []struct {
		text   string
		bold   bool
		weight int
	}{{regular.String(), false, 400}, {bold.String(), true, 700}} {
		if f.text == "" {
			continue
		}
		file, err := font.Of(f.bold).Subset(f.text)
		if err != nil {
			return "", fmt.Errorf("embed font: %w", err)
		}
		fmt.Fprintf(&css, "@font-face{font-family:'%s';font-weight:%d;src:url(data:font/ttf;base64,%s)}", font.Family, f.weight, base64.StdEncoding.EncodeToString(file))
	}
	return css.String(), nil
}

// Missing returns the letters of a picture's texts that the embedded font lacks, each once;
// "" for none.
func Missing(p *picture.Picture) string { return font.Missing(p.Items) }
