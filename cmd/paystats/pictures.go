package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/svg"
)

// defaultScale is how many pixels of a PNG stand for one of the picture.
const defaultScale = 2

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
	drawn, err := svg.Draw(ctx, t.spec, svg.Options{Theme: j.theme, Lang: t.lang})
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
