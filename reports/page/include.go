package page

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
)

// maxLines bounds a page with all that it includes.
const maxLines = 20000

// includeLine is a line that stands for a shared passage: {{ include parts/method.md }}.
var includeLine = regexp.MustCompile(`^\s*\{\{\s*include\s+(?:"([^"]*)"|(\S+))\s*\}\}\s*$`)

// origin is where a line of a page was read.
type origin struct {
	file string
	line int
}

// inclusion is the reading of a page's body under way.
type inclusion struct {
	*source
	out     []string
	origins []origin
	stack   []string // files that are being read, the page first
}

// include replaces the lines of the body that name a passage by that passage. The places
// of the page's lines are kept in origins.
func (s *source) include(first int) {
	in := inclusion{source: s, out: s.lines[: first-1 : first-1], stack: []string{s.file}}
	for n := range first - 1 {
		in.origins = append(in.origins, origin{s.file, n + 1})
	}
	in.read(s.file, s.lines[first-1:], first)
	s.lines, s.origins = in.out, in.origins
}

// read appends lines, and what they include. Code and blocks are left alone, so that a
// page can show how a passage is included.
func (in *inclusion) read(file string, lines []string, first int) {
	fence, opened := "", word{}
	for i, line := range lines {
		if len(in.out) >= maxLines {
			in.refuse(word{line, in.at(maxLines, 1)}, codeIncludeSize, "include less", "the page has more than %d lines with all that it includes", maxLines)
			return
		}
		in.out, in.origins = append(in.out, line), append(in.origins, origin{file, first + i})
		here := word{line, in.at(len(in.out), 1)}
		m := includeLine.FindStringSubmatchIndex(line)
		switch open, _ := openFence(line); {
		case fence != "":
			if closesFence(line, fence) {
				fence = ""
			}
		case open != "":
			fence, opened = open, here
		case m != nil:
			in.out[len(in.out)-1] = ""
			from, to := max(m[2], m[4]), max(m[3], m[5])
			here.pos.Col = from + 1
			in.passage(line[from:to], here)
		}
	}
	if fence != "" && len(in.stack) > 1 {
		in.refuse(opened, codeFence, "close it with a line "+fence, "the block is never closed")
		in.out, in.origins = append(in.out, fence), append(in.origins, origin{file, first + len(lines) - 1})
	}
}

// passage reads what a line includes.
func (in *inclusion) passage(name string, line word) {
	file := in.stack[len(in.stack)-1]
	target, why := resolve(path.Dir(in.file), path.Dir(file), name)
	if why != "" {
		in.refuse(line, codeIncludePath, "passages lie in the folder of pages or below it: parts/method.md", "%q %s", name, why)
		return
	}
	if at := slices.Index(in.stack, target); at >= 0 {
		chain := append(slices.Clone(in.stack[at:]), target)
		in.refuse(line, codeIncludeCycle, "take one of them out", "%s includes itself: %s", target, strings.Join(chain, ", "))
		return
	}
	text, err := in.reader.passage(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		in.refuse(line, codeInclude, diag.DidYouMean(target, in.reader.passages(path.Dir(target)), ""), "there is no file %s", target)
		return
	case err != nil:
		in.refuse(line, codeIncludePath, "passages are ordinary files of the workspace", "%s cannot be read: %v", target, diag.Cause(err))
		return
	}
	lines := textLines(text)
	if lines[0] == "---" {
		in.refuse(line, codeHead, "take it out: the page that includes it has one", "%s has a head", target)
		return
	}
	in.stack = append(in.stack, target)
	in.read(target, lines, 1)
	in.stack = in.stack[:len(in.stack)-1]
}

// refuse records a problem of a line that the page does not hold yet.
func (in *inclusion) refuse(line word, c code, hint, format string, args ...any) {
	p := in.problem(line.pos, c, hint, format, args...)
	p.Line = line.text
	in.problems.Add(p)
}

// resolve returns the path of what a file of a folder includes; why is not empty if that
// is no Markdown file under the folder of pages.
func resolve(pages, folder, name string) (target, why string) {
	target = path.Join(folder, name)
	switch {
	case strings.Contains(name, `\`) || path.IsAbs(name) || strings.Contains(name, ":"):
		return "", "is no relative path"
	case !fs.ValidPath(target) || !strings.HasPrefix(target, pages+"/"):
		return "", "leads out of the folder of pages"
	case path.Ext(target) != ".md":
		return "", "is no .md file"
	}
	return target, ""
}

// passage returns the text of an included file: that of the last layer which has it.
func (r Reader) passage(file string) ([]byte, error) {
	for _, layer := range slices.Backward(r.Layers) {
		text, err := fs.ReadFile(layer, file)
		if !errors.Is(err, fs.ErrNotExist) {
			return text, err
		}
	}
	return nil, fs.ErrNotExist
}

// passages returns the Markdown files of a folder in all layers.
func (r Reader) passages(folder string) []string {
	var out []string
	for _, layer := range r.Layers {
		found, err := fs.Glob(layer, path.Join(folder, "*.md"))
		if err == nil {
			out = append(out, found...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// located returns problems with their places in the files that the page was read from.
func (s *source) located(list *diag.List) *diag.List {
	out := new(diag.List)
	for _, p := range list.Sorted() {
		moved := *p
		moved.Pos = s.origin(p.Pos)
		out.Add(&moved)
	}
	return out.Once()
}

// origin returns the place in a file of a place of the page.
func (s *source) origin(pos diag.Pos) diag.Pos {
	if n := pos.Line; pos.File == s.file && n >= 1 && n <= len(s.origins) {
		pos.File, pos.Line = s.origins[n-1].file, s.origins[n-1].line
	}
	return pos
}
