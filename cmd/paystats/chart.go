package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/workspace"
	"paystats/reports/chart"
	"paystats/reports/page"
	"paystats/reports/svg"
)

// chartOptions are the flags of paystats chart.
type chartOptions struct {
	format, output     string
	width, height      int
	scale              float64
	lang, theme        string
	dark               bool
	transparent, embed bool
	asOf, publisher    string
}

func (a *app) chartCommand() *cobra.Command {
	var o chartOptions
	c := &cobra.Command{
		Use:   "chart PAGE/CHART",
		Short: "Draw one chart as a picture",
		Long: `Draws a chart of a page as a finished picture, with title, legend, source and notes,
from the warehouse as it stands (paystats report brings it up to date). No browser is needed.

The format is that of --format, else that of the file's name, else svg. Sizes are CSS
pixels; a PNG has --scale pixels to one.`,
		Example: `  paystats chart china-2015q3/share                    SVG on stdout
  paystats chart china-2015q3/share -o share.png        PNG, two pixels to one
  paystats chart china-2015q3/share -o share.png --width 960 --height 540 --scale 3
  paystats chart china-2015q3/share -o share.svg --lang zh --embed-fonts`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.within(c.Context(), func(ctx context.Context) error { return a.chart(ctx, args[0], o) })
		},
		ValidArgsFunction: a.completeCharts,
	}
	c.Flags().StringVarP(&o.format, "format", "f", "", "svg, png or pdf (default: by the file's name, else svg)")
	c.Flags().StringVarP(&o.output, "output", "o", "", "write to this file instead of stdout")
	c.Flags().IntVar(&o.width, "width", svg.DefaultWidth, "width of the picture in pixels")
	c.Flags().IntVar(&o.height, "height", 0, "height in pixels (default: what the chart needs)")
	c.Flags().Float64Var(&o.scale, "scale", defaultScale, "pixels of a PNG to one of the picture, up to 4")
	c.Flags().StringVar(&o.lang, "lang", "", "language: en, zh (default: the first of languages in paystats.yaml, or en)")
	c.Flags().StringVar(&o.theme, "theme", "", "name of a theme (default: theme in paystats.yaml)")
	c.Flags().BoolVar(&o.dark, "dark", false, "the colours of a dark page")
	c.Flags().BoolVar(&o.transparent, "transparent", false, "leave the background out")
	c.Flags().BoolVar(&o.embed, "embed-fonts", false, "put the letters of the font that the picture needs into an SVG")
	addAsOf(c, &o.asOf)
	addPublisher(c, &o.publisher)
	return c
}

// chart draws one chart and writes it.
func (a *app) chart(ctx context.Context, name string, o chartOptions) error {
	o.format = o.pictureFormat()
	if err := o.check(); err != nil {
		return err
	}
	w, err := a.workspace()
	if err != nil {
		return err
	}
	spec, opt, err := a.chartSpec(ctx, w, name, o)
	if err != nil {
		return err
	}
	drawn, err := svg.Draw(ctx, spec, opt)
	if err != nil {
		return drawError(err)
	}
	if missing := svg.Missing(drawn); missing != "" && !a.quiet { // stdout may be the picture's
		fmt.Fprintf(a.stderr, "warning: %s: the font has no letters for %s\n", name, missing)
	}
	write := func(out io.Writer) error { return writePicture(out, drawn, o.format, o.scale, o.embed) }
	if o.output == "" || o.output == "-" {
		return write(a.stdout)
	}
	return writeFile(a.path(o.output), write)
}

// pictureFormat is the format asked for, by flag or by the name of the file.
func (o chartOptions) pictureFormat() string {
	if _, ending, ok := strings.Cut(strings.ToLower(o.output), "."); o.format == "" && ok {
		return ending[strings.LastIndex(ending, ".")+1:]
	}
	if o.format == "" {
		return pictureFormats[0]
	}
	return o.format
}

// check refuses what makes no sense.
func (o chartOptions) check() error {
	if !slices.Contains(pictureFormats, o.format) {
		return unknown("format", o.format, pictureFormats, "")
	}
	if o.lang != "" && !slices.Contains(page.Languages, o.lang) {
		return unknown("language", o.lang, page.Languages, "")
	}
	if o.width < svg.MinSize || o.width > svg.MaxSize {
		return &usageError{msg: fmt.Sprintf("--width %d", o.width), hint: fmt.Sprintf("from %d to %d pixels", svg.MinSize, svg.MaxSize)}
	}
	if o.height != 0 && (o.height < svg.MinSize || o.height > svg.MaxSize) {
		return &usageError{msg: fmt.Sprintf("--height %d", o.height), hint: fmt.Sprintf("from %d to %d pixels", svg.MinSize, svg.MaxSize)}
	}
	if !(o.scale >= 0.5 && o.scale <= 4) {
		return &usageError{msg: fmt.Sprintf("--scale %g", o.scale), hint: "from 0.5 to 4"}
	}
	if o.embed && o.format != "svg" {
		return &usageError{msg: "--embed-fonts with -f " + o.format, hint: "only an SVG takes fonts with it that are not drawn; leave it out"}
	}
	return nil
}

// chartSpec builds the page and returns its chart, and how it is to look.
func (a *app) chartSpec(ctx context.Context, w *workspace.Workspace, name string, o chartOptions) (chart.Spec, svg.Options, error) {
	at, err := parseAddress(name)
	if err != nil {
		return chart.Spec{}, svg.Options{}, err
	}
	if at.Chart == "" || at.Member != "" {
		return chart.Spec{}, svg.Options{}, &usageError{msg: fmt.Sprintf("%q names no chart", name), hint: "write PAGE/CHART, e.g. china-2015q3/share"}
	}
	lang := cmp.Or(o.lang, w.Config.Languages[0])
	colors, _, err := readTheme(w, cmp.Or(o.theme, w.Config.Theme))
	if err != nil {
		return chart.Spec{}, svg.Options{}, err
	}
	db, err := a.cutReader(ctx, w, o.asOf)
	if err != nil {
		return chart.Spec{}, svg.Options{}, err
	}
	defer db.Close()
	opt, err := requestOptions(ctx, db, o.publisher)
	if err != nil {
		return chart.Spec{}, svg.Options{}, err
	}
	opt.Theme, opt.Lang, opt.Numbers = colors, lang, w.Config.Numbers
	spec, err := chartAt(ctx, w, db, at, opt)
	return spec, svg.Options{
		Theme: colors, Lang: lang, Width: float64(o.width), Height: float64(o.height), Dark: o.dark, Transparent: o.transparent,
	}, err
}

// completeCharts proposes PAGE/ and no files.
func (a *app) completeCharts(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	pages, directive := a.completePages(c, args, typed)
	for i := range pages {
		pages[i] += "/"
	}
	return pages, directive | cobra.ShellCompDirectiveNoSpace
}
