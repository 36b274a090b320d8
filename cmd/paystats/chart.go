package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/workspace"
	"paystats/reports/document"
	"paystats/reports/page"
	"paystats/reports/svg"
)

// chartOptions are the flags of paystats chart.
type chartOptions struct {
	format, output     string
	size               string
	width, height      int
	scale              float64
	lang, theme        string
	dark               bool
	transparent, embed bool
	asOf, publisher    string
	given              []string // flags of pictures that were given
}

// pictureFlags are those that say nothing of other formats than pictures.
var pictureFlags = []string{"size", "width", "height", "scale", "dark", "transparent", "embed-fonts"}

func (a *app) chartCommand() *cobra.Command {
	var o chartOptions
	c := &cobra.Command{
		Use:   "chart PAGE/CHART",
		Short: "Write one chart as a picture, or its numbers",
		Long: `Writes a chart of a page in any format, from the warehouse as it stands (paystats report
brings it up to date). No browser is needed.

svg, png and pdf are finished pictures with title, legend, source and notes; pptx and xlsx
hold a chart that Office edits; csv and json its numbers; html is one file that shows it
alone. The format is that of --format, else that of the file's name, else svg.

--size says where a picture goes. Sizes are CSS pixels; a PNG has --scale pixels to one.
On a slide of 960 by 540 points text then has 12, in narrow cells 10, and on A4 paper 9.
Where there is no room for coverage and notes, the source alone stands under the chart:

` + sizeTable(),
		Example: `  paystats chart china-2015q3/share                    SVG on stdout
  paystats chart china-2015q3/share -o share.png        PNG, two pixels to one
  paystats chart china-2015q3/share -o share.png --size 16:9
  paystats chart china-2015q3/share -o share.svg --lang zh --embed-fonts
  paystats chart china-2015q3/share -f csv              its numbers on stdout`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			for _, name := range pictureFlags {
				if c.Flags().Changed(name) {
					o.given = append(o.given, name)
				}
			}
			return a.within(c.Context(), func(ctx context.Context) error { return a.chart(ctx, args[0], o) })
		},
		ValidArgsFunction: a.completeCharts,
	}
	c.Flags().StringVarP(&o.format, "format", "f", "", strings.Join(namesOf(outputFormats), ", ")+" (default: by the file's name, else svg)")
	c.Flags().StringVarP(&o.output, "output", "o", "", "write to this file instead of stdout; - is stdout")
	c.Flags().StringVar(&o.size, "size", "", strings.Join(sizeNames(), ", ")+" or WIDTHxHEIGHT in pixels")
	c.Flags().IntVar(&o.width, "width", svg.DefaultWidth, "width of the picture in pixels")
	c.Flags().IntVar(&o.height, "height", 0, "height in pixels (default: what the chart needs)")
	c.Flags().Float64Var(&o.scale, "scale", defaultScale, "pixels of a PNG to one of the picture, up to 4 (default: that of --size, or 2)")
	c.Flags().StringVar(&o.lang, "lang", "", "language: en, zh (default: the first of languages in paystats.yaml, or en)")
	c.Flags().StringVar(&o.theme, "theme", "", "name of a theme (default: theme in paystats.yaml)")
	c.Flags().BoolVar(&o.dark, "dark", false, "the colours of a dark page")
	c.Flags().BoolVar(&o.transparent, "transparent", false, "leave the background out")
	c.Flags().BoolVar(&o.embed, "embed-fonts", false, "put the letters of the font that the picture needs into an SVG")
	addAsOf(c, &o.asOf)
	addPublisher(c, &o.publisher)
	return c
}

// chart writes one chart.
func (a *app) chart(ctx context.Context, name string, o chartOptions) error {
	format, err := o.outputFormat()
	if err != nil {
		return err
	}
	if err := o.resize(); err != nil {
		return err
	}
	if err := o.check(format); err != nil {
		return err
	}
	w, err := a.workspace()
	if err != nil {
		return err
	}
	l, doc, err := a.chartAlone(ctx, w, name, o)
	if err != nil {
		return err
	}
	defer drawing()()
	write := func(out io.Writer) error { return a.writeChart(ctx, out, name, format, l, doc, o) }
	if o.output == "" || o.output == "-" {
		return write(a.stdout)
	}
	return writeFile(a.path(o.output), write)
}

// writeChart writes the one chart of a document: a picture of it, or what its format makes.
func (a *app) writeChart(ctx context.Context, out io.Writer, name string, f outputFormat, l style, doc document.Document, o chartOptions) error {
	switch {
	case f.chart != nil:
		return f.chart(out, l, doc)
	case f.picture == nil:
		_, err := f.page(ctx, out, l, doc)
		return err
	}
	if text := otherFont(l.theme); text != "" {
		a.warnAside("%s", text)
	}
	spec := doc.Blocks[0].(document.Chart).Spec
	opt := svg.Options{Theme: l.theme, Lang: doc.Lang, Width: float64(o.width), Height: float64(o.height), Dark: o.dark, Transparent: o.transparent}
	drawn, err := l.drawer.Draw(ctx, spec, opt)
	if o.isNamed() && errors.As(err, new(*svg.SizeError)) {
		var letters float64
		if drawn, letters, err = l.drawer.Fit(ctx, spec, opt); err == nil {
			a.warnFitted(name, o.size, letters)
		}
	}
	if err != nil {
		return drawError(err)
	}
	if missing := svg.Missing(drawn); missing != "" {
		a.warnAside("%s: the font has no letters for %s", name, missing)
	}
	return f.picture(out, drawn, pictureOptions{o.scale, o.embed})
}

// warnFitted says what gave way so that a chart has room in a named size.
func (a *app) warnFitted(name, size string, letters float64) {
	small := ""
	if letters < 1 {
		small = fmt.Sprintf(", and letters are drawn at %.0f %%", 100*letters)
	}
	a.warnAside("%s: coverage and notes have no room in %s and are left out%s", name, size, small)
}

// warnAside warns on stderr, whatever the mode: stdout may be the picture's.
func (a *app) warnAside(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, "warning: "+format+"\n", args...)
	}
}

// outputFormat is the format asked for, by flag or by the name of the file.
func (o chartOptions) outputFormat() (outputFormat, error) {
	name := o.format
	if _, ending, ok := strings.Cut(strings.ToLower(o.output), "."); name == "" && ok {
		name = ending[strings.LastIndex(ending, ".")+1:]
	}
	if name == "" {
		name = "svg"
	}
	for _, f := range outputFormats {
		if f.name == name {
			return f, nil
		}
	}
	return outputFormat{}, unknown("format", name, namesOf(outputFormats), "")
}

// check refuses what makes no sense.
func (o chartOptions) check(f outputFormat) error {
	if len(o.given) > 0 && f.picture == nil {
		return &usageError{msg: fmt.Sprintf("--%s with -f %s", o.given[0], f.name), hint: "it is for pictures (svg, png, pdf); leave it out"}
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
	if o.embed && f.name != "svg" {
		return &usageError{msg: "--embed-fonts with -f " + f.name, hint: "only an SVG takes fonts with it that are not drawn; leave it out"}
	}
	return nil
}

// chartAlone builds the page and returns it with the one chart alone, and its look.
func (a *app) chartAlone(ctx context.Context, w *workspace.Workspace, name string, o chartOptions) (style, document.Document, error) {
	at, err := parseAddress(name)
	if err != nil {
		return style{}, document.Document{}, err
	}
	if at.Chart == "" || at.Member != "" {
		return style{}, document.Document{}, &usageError{msg: fmt.Sprintf("%q names no chart", name), hint: "write PAGE/CHART, e.g. china-2015q3/share"}
	}
	l := style{drawer: new(svg.Drawer)}
	if l.theme, l.themeStamp, err = readTheme(w, cmp.Or(o.theme, w.Config.Theme)); err != nil {
		return style{}, document.Document{}, err
	}
	db, err := a.cutReader(ctx, w, o.asOf)
	if err != nil {
		return style{}, document.Document{}, err
	}
	defer db.Close()
	opt, err := requestOptions(ctx, db, o.publisher)
	if err != nil {
		return style{}, document.Document{}, err
	}
	opt.Theme, opt.Lang, opt.Numbers = l.theme, cmp.Or(o.lang, w.Config.Languages[0]), w.Config.Numbers
	doc, err := documentAt(ctx, w, db, at, opt)
	return l, doc, err
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
