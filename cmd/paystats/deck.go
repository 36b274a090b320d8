package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/deck"
	"paystats/reports/page"
)

// deckOptions are the flags of paystats deck.
type deckOptions struct {
	output          string
	slide           int
	shape           string
	dryRun, strict  bool
	lang, theme     string
	asOf, publisher string
}

func (a *app) deckCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "deck",
		Short: "Tie a deck of yours to charts of pages, and bring it up to date",
		Long: `A deck that you have finished in PowerPoint gets new numbers and keeps everything else: a
shape is tied to a chart once (paystats deck bind), and brought up to date whenever there are
new data (paystats deck refresh). The decks of paystats report -f pptx are tied already.`,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	for _, command := range []*cobra.Command{a.deckBindCommand(), a.deckRefreshCommand()} {
		command.Args = usage(command.Args)
		c.AddCommand(command)
	}
	c.Args = unknownCommand
	return c
}

func (a *app) deckBindCommand() *cobra.Command {
	var o deckOptions
	c := &cobra.Command{
		Use:   "bind FILE [ADDRESS]",
		Short: "Tie a shape of a deck to a chart, table, text or number of a page",
		Long: `Writes an address into the alternative text of a shape, by which paystats deck refresh finds
it. Without an address it lists slides and shapes, and what they are tied to. What was there
before stays in FILE.bak.

  PAGE/CHART                   a chart, a picture of it, or a table of its numbers
  PAGE/CHART/2                 the second of small multiples
  PAGE/CHART drawing           a picture without title, source and notes
  PAGE/CHART title             a text: title, subtitle, source or alt
  PAGE/CHART#MEMBER@PERIOD     a number as it is printed; @latest is the newest
  PAGE title                   a text of the page: title, lead or period
  PAGE points 1                the first list right under a heading, such as a summary
  value METRIC market=…        an expression, as in pages; also claim "…" METRIC …
  Alipay has {{ value … }}     a text with expressions; PAGE text … in the context of a page`,
		Example: `  paystats deck bind q2.pptx                    what is there
  paystats deck bind q2.pptx --slide 3 --shape "Chart 4" china-2015q3/share
  paystats deck bind q2.pptx --slide 3 --shape "Title 1" china-2015q3/share title`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.within(c.Context(), func(ctx context.Context) error {
				if len(args) == 1 {
					return a.deckList(args[0], o)
				}
				return a.deckBind(ctx, args[0], strings.Join(args[1:], " "), o)
			})
		},
	}
	c.Flags().IntVar(&o.slide, "slide", 0, "number of the slide, from 1")
	c.Flags().StringVar(&o.shape, "shape", "", "name or id of the shape, as listed")
	c.Flags().StringVarP(&o.output, "output", "o", "", "write to this file and leave FILE as it is")
	addAsOf(c, &o.asOf)
	addPublisher(c, &o.publisher)
	return c
}

func (a *app) deckRefreshCommand() *cobra.Command {
	var o deckOptions
	c := &cobra.Command{
		Use:   "refresh FILE",
		Short: "Bring what is tied in a deck up to date",
		Long: `Puts the numbers of the warehouse as it stands (paystats report brings it up to date) into the
charts, pictures, tables and texts that are tied to pages, and leaves everything else in the
deck as it is. Series and points keep their looks with their names; the deck keeps its units
and its way of writing periods. What was there before stays in FILE.bak.

What cannot be refreshed is named and left alone, and the exit code is 1. Claims that the
data do not bear out are named, too; with --strict the exit code is then 3.`,
		Example: `  paystats deck refresh q2.pptx --dry-run       what would change
  paystats deck refresh q2.pptx -o q3.pptx
  paystats deck refresh q2.pptx --json          an object a change`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.within(c.Context(), func(ctx context.Context) error { return a.deckRefresh(ctx, args[0], o) })
		},
	}
	c.Flags().StringVarP(&o.output, "output", "o", "", "write to this file and leave FILE as it is")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "write nothing, say what would change")
	c.Flags().BoolVar(&o.strict, "strict", false, "take claims that the data do not bear out for failures")
	c.Flags().StringVar(&o.lang, "lang", "", "language of texts: en, zh (default: that of the deck)")
	c.Flags().StringVar(&o.theme, "theme", "", "name of a theme, whose colours new members get (default: theme in paystats.yaml)")
	addAsOf(c, &o.asOf)
	addPublisher(c, &o.publisher)
	return c
}

// openDeck reads a deck that the user named.
func (a *app) openDeck(file string) (*deck.Deck, error) {
	content, err := os.ReadFile(a.path(file))
	if err != nil {
		return nil, &usageError{msg: fmt.Sprintf("the deck cannot be read: %v", err), hint: "name a deck of PowerPoint's: q2.pptx"}
	}
	d, err := deck.Open(content)
	if err != nil {
		return nil, &usageError{msg: fmt.Sprintf("%s: %v", file, err), hint: "save it as .pptx in PowerPoint"}
	}
	return d, nil
}

// writeDeck puts a deck in place: of the file that it was read from, which is kept as FILE.bak,
// or beside it. It says where.
func (a *app) writeDeck(d *deck.Deck, file, output string) (where string, err error) {
	content, err := d.Bytes()
	if err != nil {
		return "", fmt.Errorf("write %s: %w", file, err)
	}
	from, to := a.path(file), a.path(file)
	where = file
	if output != "" {
		to, where = a.path(output), output
	}
	if open := filepath.Join(filepath.Dir(to), "~$"+filepath.Base(to)); exists(open) {
		return "", &usageError{msg: where + " is open in PowerPoint", hint: "close it there; if it is not, delete " + open}
	}
	if filepath.Clean(from) == filepath.Clean(to) {
		info, err := os.Stat(from)
		if err != nil {
			return "", fmt.Errorf("write %s: %w", file, err)
		}
		old, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(from+".bak", old, info.Mode().Perm())
		}
		if err != nil {
			return "", fmt.Errorf("keep %s: %w", file, err)
		}
		where += ", as it was before in " + filepath.Base(file) + ".bak"
	}
	return where, writeFile(to, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// deckList lists slides and shapes.
func (a *app) deckList(file string, o deckOptions) error {
	d, err := a.openDeck(file)
	if err != nil {
		return err
	}
	f := &frame.Frame{Columns: []frame.Column{
		{Name: "slide", Kind: frame.Int}, {Name: "id", Kind: frame.Text}, {Name: "shape", Kind: frame.Text}, {Name: "kind", Kind: frame.Text},
		{Name: "bound", Kind: frame.Text}, {Name: "about", Kind: frame.Text},
	}}
	for _, s := range d.Shapes() {
		if o.slide != 0 && s.Slide != o.slide || o.shape != "" && !isNamed(s, o.shape) {
			continue
		}
		if a.json {
			a.say(map[string]any{"slide": s.Slide, "id": s.ID, "shape": s.Name, "kind": s.Kind, "bound": s.Address, "about": d.About(s)}, "")
			continue
		}
		bound := cmp.Or(firstWords(s.Address), "–")
		if s.ByName {
			bound = "by its name"
		}
		for i, cell := range []any{int64(s.Slide), fmt.Sprintf("#%d", s.ID), s.Name, string(s.Kind), bound, firstWords(d.About(s))} {
			f.Columns[i].Cells = append(f.Columns[i].Cells, cell)
		}
	}
	if a.json {
		return nil
	}
	return frame.WriteTable(a.stdout, f)
}

// firstWords is the beginning of a text, on one line.
func firstWords(text string) string {
	const most = 40
	runes := []rune(oneLine(text))
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(runes)
}

// oneLine is a text with its lines and spaces joined.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// isNamed reports whether a shape is the one that is meant: by its name, or #id.
func isNamed(s *deck.Shape, name string) bool {
	return s.Name == name || fmt.Sprintf("#%d", s.ID) == name
}

// pickShape finds the one shape that is meant.
func pickShape(d *deck.Deck, o deckOptions) (*deck.Shape, error) {
	if o.slide < 1 || o.slide > d.Slides() || o.shape == "" {
		return nil, &usageError{msg: "no slide and shape", hint: fmt.Sprintf("add --slide (1 to %d) and --shape; `paystats deck bind FILE` lists them", d.Slides())}
	}
	var found []*deck.Shape
	var names []string
	for _, s := range d.Shapes() {
		if s.Slide == o.slide && isNamed(s, o.shape) {
			found = append(found, s)
		}
		if s.Slide == o.slide {
			names = append(names, s.Name)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, unknown(fmt.Sprintf("shape of slide %d", o.slide), o.shape, names, "paystats deck bind FILE")
	}
	var ids []string
	for _, s := range found {
		ids = append(ids, fmt.Sprintf("#%d", s.ID))
	}
	return nil, &usageError{msg: fmt.Sprintf("slide %d has %d shapes %q", o.slide, len(found), o.shape), hint: "say which by its id: --shape " + strings.Join(ids, " or ")}
}

// deckBind ties a shape to an address, once what it would show is there.
func (a *app) deckBind(ctx context.Context, file, address string, o deckOptions) error {
	d, err := a.openDeck(file)
	if err != nil {
		return err
	}
	s, err := pickShape(d, o)
	if err != nil {
		return err
	}
	b, err := deck.ParseBinding(strings.TrimSpace(strings.TrimPrefix(address, "paystats:")))
	if err != nil {
		return &usageError{msg: err.Error(), hint: "see `paystats deck bind --help`"}
	}
	if s.Address == b.Text {
		a.say(map[string]any{"changed": false, "slide": s.Slide, "shape": s.Name, "bound": b.Text}, "nothing changed: %s is tied to %s", s.Place(), b.Text)
		return nil
	}
	if err := s.Bind(b); err != nil {
		return &usageError{msg: fmt.Sprintf("%s: %v", s.Place(), err), hint: "put a chart, picture, table or text in its place"}
	}
	src, done, err := a.deckSource(ctx, o)
	if err != nil {
		return err
	}
	defer done()
	finding, err := d.Try(ctx, s, src)
	if err != nil {
		return err
	}
	if finding != nil {
		return &usageError{msg: fmt.Sprintf("%s: %s", s.Place(), finding.Msg), hint: finding.Hint}
	}
	if d, err = a.openDeck(file); err != nil { // as it was: a trial has changed it
		return err
	}
	if s, err = pickShape(d, o); err != nil {
		return err
	}
	name := s.Name
	if err := s.Bind(b); err != nil {
		return err
	}
	where, err := a.writeDeck(d, file, o.output)
	if err != nil {
		return err
	}
	a.say(map[string]any{"changed": true, "slide": s.Slide, "shape": name, "bound": b.Text}, "slide %d, shape %q: %s (in %s)", s.Slide, name, b.Text, where)
	return nil
}

// deckRefresh brings a deck up to date.
func (a *app) deckRefresh(ctx context.Context, file string, o deckOptions) error {
	if o.lang != "" && !slices.Contains(page.Languages, o.lang) {
		return unknown("language", o.lang, page.Languages, "")
	}
	d, err := a.openDeck(file)
	if err != nil {
		return err
	}
	src, done, err := a.deckSource(ctx, o)
	if err != nil {
		return err
	}
	defer done()
	result, err := d.Refresh(ctx, src, o.lang)
	if err != nil {
		return err
	}
	if result.Bound == 0 {
		return &usageError{msg: "nothing in " + file + " is tied to a page", hint: "list its shapes with `paystats deck bind " + file + "` and tie one with --slide, --shape and PAGE/CHART"}
	}
	where := ""
	if !o.dryRun && (len(result.Changes) > 0 || o.output != "") {
		if where, err = a.writeDeck(d, file, o.output); err != nil {
			return err
		}
	}
	a.sayDeckChanges(file, where, result, o)
	return a.deckVerdict(file, result, o.strict)
}

// deckVerdict reports what was left alone, and claims that are false.
func (a *app) deckVerdict(file string, result deck.Result, strict bool) error {
	problems, untrue := new(diag.List), 0
	for _, f := range result.Findings {
		problems.Add(&diag.Problem{Pos: diag.Pos{File: file, Line: f.Slide, Shape: f.Shape}, Code: f.Code, Msg: f.Msg, Hint: f.Hint, Warning: f.Warning})
		if f.Code == deck.ClaimFalse {
			untrue++
		}
	}
	if err := problems.Err(); err != nil {
		return err
	}
	a.warn(problems)
	if strict && untrue > 0 {
		return fmt.Errorf("%w: strict, and %s not borne out", errChecks, counted(untrue, "claim"))
	}
	return nil
}
