package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// pictureSize is a place that pictures go to. On slides a pixel is a point of a slide of
// 960 by 540, so that text of 12 pixels has 12 points; on paper it is three quarters of one.
type pictureSize struct {
	name          string
	width, height int // pixels; a height of 0 is what the chart needs
	scale         float64
	use           string
}

var pictureSizes = []pictureSize{
	{"16:9", 960, 540, 2, "a whole slide"},
	{"half", 450, 450, 3, "half a slide beside text"},
	{"third", 300, 450, 4, "a third of a slide"},
	{"a4", 658, 0, 3, "the width of the text on an upright A4 sheet"},
	{"square", 540, 540, 2, "social media, 1080 by 1080 in a PNG"},
	{"story", 432, 768, 2.5, "a phone held upright, 1080 by 1920 in a PNG"},
}

func sizeNames() []string {
	names := make([]string, len(pictureSizes))
	for i, s := range pictureSizes {
		names[i] = s.name
	}
	return names
}

// sizeTable lists the sizes for the help.
func sizeTable() string {
	var b strings.Builder
	for _, s := range pictureSizes {
		height := "as needed"
		if s.height > 0 {
			height = strconv.Itoa(s.height)
		}
		fmt.Fprintf(&b, "  %-7s %d x %-9s  %s\n", s.name, s.width, height, s.use)
	}
	return strings.TrimRight(b.String(), "\n")
}

var sizePattern = regexp.MustCompile(`^([0-9]{1,5})x([0-9]{1,5})$`)

// isNamed reports whether the size is one of pictureSizes. Then coverage and notes give way, and the size of letters, where
// a chart has no room.
func (o chartOptions) isNamed() bool { return slices.Contains(sizeNames(), o.size) }

// resize takes over what --size says. --scale may say otherwise.
func (o *chartOptions) resize() error {
	if o.size == "" {
		return nil
	}
	for _, flag := range []string{"width", "height"} {
		if slices.Contains(o.given, flag) {
			return &usageError{msg: "--size with --" + flag, hint: "use one of the two"}
		}
	}
	if m := sizePattern.FindStringSubmatch(o.size); m != nil {
		o.width, _ = strconv.Atoi(m[1])
		o.height, _ = strconv.Atoi(m[2])
		return nil
	}
	i := slices.Index(sizeNames(), o.size)
	if i < 0 {
		return unknown("size", o.size, sizeNames(), "")
	}
	s := pictureSizes[i]
	o.width, o.height = s.width, s.height
	if !slices.Contains(o.given, "scale") {
		o.scale = s.scale
	}
	return nil
}
