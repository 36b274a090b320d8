package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/pdf"
	"paystats/reports/picture"
	"paystats/reports/raster"
	"paystats/reports/svg"
)

// pictureFormats are the forms of a chart on its own; the first is that of stdout.
var pictureFormats = []string{"svg", "png", "pdf"}

// defaultScale is how many pixels of a PNG stand for one of the picture.
const defaultScale = 2

// writePicture writes a picture in a format; scale and embed are those of paystats chart.
func writePicture(out io.Writer, p *picture.Picture, format string, scale float64, embed bool) error {
	switch format {
	case "png":
		return raster.PNG(out, p, scale)
	case "pdf":
		return pdf.Write(out, p)
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

// pictureTask is one chart to be drawn for a report, and what came of it.
type pictureTask struct {
	stem    string // of its files
	spec    chart.Spec
	lang    string
	isNew   bool   // drawn now
	missing string // letters that the font lacks
}

// addPictures draws the charts of a report in the formats that were asked for, several at a
// time, and hands the files to add. The first language has the plain names, others have
// theirs in it: share.svg, share.zh.svg.
func (b *built) addPictures(ctx context.Context, j *reportJob, add func(name string, content []byte) error) error {
	if len(j.formats) == 0 {
		return nil
	}
	b.pictures = nil
	for _, made := range b.made {
		for i, doc := range made.docs {
			ending := ""
			if i > 0 {
				ending = "." + doc.Lang
			}
			for _, block := range doc.Blocks {
				if c, ok := block.(document.Chart); ok {
					b.pictures = append(b.pictures, &pictureTask{stem: path.Join(doc.Name, c.Spec.ID) + ending, spec: c.Spec, lang: doc.Lang})
				}
			}
		}
	}
	cache := newPictureCache(j.workspace.State)
	errs := make([]error, len(b.pictures))
	inParallel(b.workers, len(b.pictures), func(_, i int) {
		t := b.pictures[i]
		files, err := t.draw(ctx, j, cache)
		for _, format := range slices.Sorted(maps.Keys(files)) {
			err = errors.Join(err, add(t.stem+"."+format, files[format]))
		}
		if err != nil {
			errs[i] = fmt.Errorf("draw %s: %w", t.stem, err)
		}
	})
	if len(j.names) == 0 {
		cache.prune()
	}
	return errors.Join(errs...)
}

// describePictures says how many pictures were drawn, and which letters they lack: those are
// boxes, or as the reader's fonts have them.
func (a *app) describePictures(b *built, formats []string) (drawn int, line string) {
	for _, t := range b.pictures {
		if t.isNew {
			drawn++
		}
		if t.missing != "" {
			a.note(map[string]any{"chart": t.stem, "missing": t.missing}, "%s: the font has no letters for %s", t.stem, t.missing)
		}
	}
	if len(b.pictures) == 0 {
		return 0, ""
	}
	return drawn, fmt.Sprintf("\npictures  %d of %d charts drawn, as %s", drawn, len(b.pictures), strings.Join(formats, ", "))
}

// draw makes the files of one chart by format, unless they are there from an earlier report.
func (t *pictureTask) draw(ctx context.Context, j *reportJob, cache *pictureCache) (map[string][]byte, error) {
	key, err := cache.key(t.spec, t.lang, j.themeStamp, j.formats)
	if err != nil {
		return nil, err
	}
	if kept, ok := cache.get(key); ok {
		t.missing = kept.Missing
		return kept.Files, nil
	}
	drawn, err := svg.Draw(ctx, t.spec, svg.Options{Theme: j.theme, Lang: t.lang})
	if err != nil {
		return nil, err
	}
	t.isNew, t.missing = true, svg.Missing(drawn)
	files := map[string][]byte{}
	for _, format := range j.formats {
		var out bytes.Buffer
		if err := writePicture(&out, drawn, format, defaultScale, false); err != nil {
			return nil, err
		}
		files[format] = out.Bytes()
	}
	cache.put(key, pictureFiles{t.missing, files})
	return files, nil
}

// checkFormats returns the formats of pictures among those of a report; pages are always
// written.
func checkFormats(asked []string) ([]string, error) {
	known := slices.Concat([]string{"html"}, pictureFormats, formatNames())
	var formats []string
	for _, f := range asked {
		if !slices.Contains(known, f) {
			return nil, unknown("format", f, known, "")
		}
		if f != "html" && !slices.Contains(formatNames(), f) && !slices.Contains(formats, f) {
			formats = append(formats, f)
		}
	}
	slices.Sort(formats)
	return formats, nil
}
