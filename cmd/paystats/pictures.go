package main

import (
	"errors"
	"fmt"
	"io"

	"paystats/reports/picture"
	"paystats/reports/raster"
	"paystats/reports/svg"
)

// pictureFormats are the forms of a chart on its own; the first is that of stdout.
var pictureFormats = []string{"svg", "png"}

// writePicture writes a picture in a format; scale and embed are those of paystats chart.
func writePicture(out io.Writer, p *picture.Picture, format string, scale float64, embed bool) error {
	if format == "png" {
		return raster.PNG(out, p, scale)
	}
	return svg.Write(out, p, embed)
}

// drawError makes a size that cannot be a usage error.
func drawError(err error) error {
	var size *svg.SizeError
	if errors.As(err, &size) {
		return &usageError{msg: size.Error(), hint: fmt.Sprintf("use --height %.0f or more, a greater --width, or no --height", size.Minimum)}
	}
	return err
}

// noteMissing says which letters of a picture the embedded font lacks: they are drawn as
// boxes, or as the reader's fonts have them.
func (a *app) noteMissing(p *picture.Picture) {
	if missing := svg.Missing(p); missing != "" {
		a.note(map[string]any{"chart": p.ID, "missing": missing}, "chart %s: the font has no letters for %s", p.ID, missing)
	}
}
