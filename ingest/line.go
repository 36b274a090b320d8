package ingest

import (
	"bufio"
	"io"
	"strings"

	"paystats/data/diag"
)

// shownLines is at how many places problems get the line that they are about: as many as are
// printed.
const shownLines = 20

// maxLine is how much of a line is shown, in bytes.
const maxLine = 1000

// showLines fills in the offending lines of the first problems, reading files again
// rather than keeping every line in memory for the rare case.
func showLines(open func(string) (io.ReadCloser, error), problems []*diag.Problem) {
	wanted := map[string][]*diag.Problem{}
	var files []string
	places := map[diag.Pos]bool{}
	for _, p := range problems {
		if places[p.Pos] = true; len(places) > shownLines {
			break
		}
		if p.Line != "" || p.Pos.Line == 0 || p.Pos.File == "" {
			continue
		}
		if wanted[p.Pos.File] == nil {
			files = append(files, p.Pos.File)
		}
		wanted[p.Pos.File] = append(wanted[p.Pos.File], p)
	}
	for _, file := range files {
		src, err := open(file)
		if err != nil {
			continue
		}
		fillLines(bufio.NewReader(src), wanted[file])
		src.Close()
	}
}

// fillLines reads lines until the last wanted one; problems are sorted by line.
func fillLines(src *bufio.Reader, problems []*diag.Problem) {
	for number := 1; len(problems) > 0; number++ {
		text, err := src.ReadString('\n')
		for len(problems) > 0 && problems[0].Pos.Line == number {
			if number == 1 {
				text = strings.TrimPrefix(text, "\ufeff")
			}
			if line := strings.TrimRight(text, "\r\n"); len(line) <= maxLine {
				problems[0].Line = line
			}
			problems = problems[1:]
		}
		if err != nil {
			return
		}
	}
}
