package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"runtime"
	"slices"
	"sync"

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

// noteMissing says which letters of a picture the embedded font lacks: they are drawn as
// boxes, or as the reader's fonts have them.
func (a *app) noteMissing(address string, missing string) {
	if missing != "" {
		a.note(map[string]any{"chart": address, "missing": missing}, "%s: the font has no letters for %s", address, missing)
	}
}

// pictureTask is one chart to be drawn for a report, and what came of it.
type pictureTask struct {
	stem  string // of its files
	spec  chart.Spec
	lang  string
	made  pictureFiles
	isNew bool // drawn now
	err   error
}

// addPictures draws the charts of a report in the formats that were asked for, as many at a
// time as the engine may use threads. The first language has the plain names, others have
// theirs in it: share.svg, share.zh.svg.
func (a *app) addPictures(ctx context.Context, j *reportJob, b *built) error {
	if len(j.formats) == 0 {
		return nil
	}
	var tasks []*pictureTask
	for _, made := range b.made {
		for i, doc := range made.docs {
			ending := ""
			if i > 0 {
				ending = "." + doc.Lang
			}
			for _, block := range doc.Blocks {
				if c, ok := block.(document.Chart); ok {
					tasks = append(tasks, &pictureTask{stem: path.Join(doc.Name, c.Spec.ID) + ending, spec: c.Spec, lang: doc.Lang})
				}
			}
		}
	}
	workers := a.limits(j.workspace).Threads
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	cache := newPictureCache(j.workspace.State)
	queue := make(chan *pictureTask)
	var group sync.WaitGroup
	for range min(workers, len(tasks)) {
		group.Go(func() {
			for t := range queue {
				t.err = t.draw(ctx, j, cache)
			}
		})
	}
	for _, t := range tasks {
		queue <- t
	}
	close(queue)
	group.Wait()
	for _, t := range tasks {
		if t.err != nil {
			return fmt.Errorf("draw %s: %w", t.stem, t.err)
		}
		a.noteMissing(t.stem, t.made.Missing)
		for format, content := range t.made.Files {
			b.files[t.stem+"."+format] = content
		}
		if t.isNew {
			b.drawn++
		}
	}
	b.pictures = len(tasks)
	if len(j.names) == 0 {
		cache.prune()
	}
	return nil
}

// draw makes the files of one chart, unless they are there from an earlier report.
func (t *pictureTask) draw(ctx context.Context, j *reportJob, cache *pictureCache) error {
	opt := svg.Options{Theme: j.theme, Lang: t.lang}
	key, err := cache.key(t.spec, t.lang, j.themeStamp, j.formats)
	if err != nil {
		return err
	}
	if kept, ok := cache.get(key); ok {
		t.made = kept
		return nil
	}
	drawn, err := svg.Draw(ctx, t.spec, opt)
	if err != nil {
		return err
	}
	t.isNew, t.made = true, pictureFiles{svg.Missing(drawn), map[string][]byte{}}
	for _, format := range j.formats {
		var out bytes.Buffer
		if err := writePicture(&out, drawn, format, defaultScale, false); err != nil {
			return err
		}
		t.made.Files[format] = out.Bytes()
	}
	cache.put(key, t.made)
	return nil
}

// checkFormats returns the formats of pictures among those of a report; pages are always
// written.
func checkFormats(asked []string) ([]string, error) {
	known := append([]string{"html"}, pictureFormats...)
	var formats []string
	for _, f := range asked {
		if !slices.Contains(known, f) {
			return nil, unknown("format", f, known, "")
		}
		if f != "html" && !slices.Contains(formats, f) {
			formats = append(formats, f)
		}
	}
	slices.Sort(formats)
	return formats, nil
}
