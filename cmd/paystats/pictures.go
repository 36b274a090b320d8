package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"path"
	"runtime/debug"
	"slices"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/font"
	"paystats/reports/svg"
	"paystats/reports/theme"
)

// defaultScale is how many pixels of a PNG stand for one of the picture.
const defaultScale = 2

// drawing lets garbage wait while charts are drawn: engines leave much of it, which a third of the time would
// go into. It returns what ends that.
func drawing() (done func()) {
	percent, limit := debug.SetGCPercent(400), debug.SetMemoryLimit(256<<20)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

// otherFont says that pictures do not have the fonts of a theme, "" where it has none of its own: they are
// measured, drawn and embedded from one font that paystats has, which has both scripts.
func otherFont(t *theme.Theme) string {
	house, err := theme.Default()
	if err != nil || slices.Equal(t.Fonts, house.Fonts) {
		return ""
	}
	return fmt.Sprintf("theme %s: pictures and PDFs have the letters of %s, not of %s", t.Name, font.Family, t.Fonts[0])
}

// drawError makes a size that cannot be a usage error.
func drawError(err error) error {
	var size *svg.SizeError
	if errors.As(err, &size) {
		return &usageError{msg: size.Error(), hint: fmt.Sprintf("use a height of %.0f or more, a greater width, or no --height", math.Ceil(size.Minimum))}
	}
	return err
}

// pictureTask is one chart to be drawn for a report, and what came of it.
type pictureTask struct {
	stem  string // of its files
	spec  chart.Spec
	lang  string
	isNew bool // drawn now
}

// addPictures draws the charts of a report in the formats that were asked for, several at a
// time, and hands the files to add. The first language has the plain names, others have
// theirs in it: share.svg, share.zh.svg.
func (b *built) addPictures(ctx context.Context, j *reportJob, add func(name string, content []byte) error) error {
	formats := j.pictureFormats()
	if len(formats) == 0 {
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
	errs := make([]error, len(b.pictures))
	inParallel(b.workers, len(b.pictures), func(_, i int) {
		t := b.pictures[i]
		files, err := t.draw(ctx, j, formats)
		for _, format := range slices.Sorted(maps.Keys(files)) {
			err = errors.Join(err, add(t.stem+"."+format, files[format]))
		}
		if err != nil {
			errs[i] = fmt.Errorf("draw %s: %w", t.stem, err)
		}
	})
	return errors.Join(errs...)
}

// describePictures says how many pictures were drawn, and which letters files lack: those are
// boxes, or as the reader's fonts have them.
func (a *app) describePictures(b *built, j *reportJob) (drawn int, line string) {
	for _, file := range slices.Sorted(maps.Keys(j.missing.of)) {
		a.note(map[string]any{"file": file, "missing": j.missing.of[file]}, "%s: the font has no letters for %s", file, j.missing.of[file])
	}
	for _, t := range b.pictures {
		if t.isNew {
			drawn++
		}
	}
	if len(b.pictures) == 0 {
		return 0, ""
	}
	return drawn, fmt.Sprintf("\npictures  %d of %d charts drawn, as %s", drawn, len(b.pictures), strings.Join(namesOf(j.pictureFormats()), ", "))
}

// draw makes the files of one chart by format, unless they are there from an earlier report.
func (t *pictureTask) draw(ctx context.Context, j *reportJob, formats []outputFormat) (map[string][]byte, error) {
	key, err := j.cache.key(t.spec, t.lang, j.themeStamp, namesOf(formats))
	if err != nil {
		return nil, err
	}
	var kept pictureFiles
	if j.cache.get(key, &kept) {
		j.missing.add(t.stem, kept.Missing)
		return kept.Files, nil
	}
	drawn, err := j.drawer.Draw(ctx, t.spec, svg.Options{Theme: j.theme, Lang: t.lang})
	if err != nil {
		return nil, err
	}
	t.isNew = true
	missing := svg.Missing(drawn)
	j.missing.add(t.stem, missing)
	files := map[string][]byte{}
	for _, f := range formats {
		var out bytes.Buffer
		if err := f.picture(&out, drawn, pictureOptions{scale: defaultScale}); err != nil {
			return nil, err
		}
		files[f.name] = out.Bytes()
	}
	j.cache.put(key, pictureFiles{missing, files})
	return files, nil
}
