package main

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"paystats/data/obs"
	"paystats/ingest/profile"
)

// asker asks questions on a terminal. Without one it takes the proposals.
type asker struct {
	in      *bufio.Reader
	out     io.Writer
	on      bool
	stopped bool   // the input ended at a question
	volume  string // the measure that a volume is, once it was asked
}

// asker returns who asks: nobody if the answers cannot be typed.
func (a *app) asker(args []string, o addOptions) *asker {
	on := a.terminal && !o.yes && !o.dryRun && !a.json && !slices.Contains(args, "-")
	return &asker{in: bufio.NewReader(a.stdin), out: a.stderr, on: on}
}

// ask returns the answer to a question, or the proposal if the line is empty.
func (q *asker) ask(question, proposal string) string {
	if !q.on || q.stopped {
		return proposal
	}
	fmt.Fprintf(q.out, "%s [%s]: ", question, proposal)
	line, err := q.in.ReadString('\n')
	if err != nil && line == "" {
		q.stopped = true
		return proposal
	}
	if line = strings.TrimSpace(line); line != "" {
		return line
	}
	return proposal
}

// yes asks for a consent; without a terminal there is none.
func (q *asker) yes(question string) bool {
	if !q.on {
		return false
	}
	answer := strings.ToLower(q.ask(question+"? yes or no", "yes"))
	return !q.stopped && (answer == "yes" || answer == "y")
}

// questions asks for what the files leave open, and proposes anew.
func (j *addJob) questions(p *profile.Proposal) *profile.Proposal {
	if !j.asker.on {
		return p
	}
	unsure := func(word string) bool {
		return slices.ContainsFunc(p.Unsure(), func(text string) bool { return strings.Contains(text, word) })
	}
	if j.publisher == "" && (unsure("who published") || unsure("names it")) {
		j.publisher = j.code("publisher", "who published the figures (a code of publisher.csv)", "unknown")
	}
	if j.area == "" && (unsure(profile.NoCountry) || unsure("only the language says")) {
		j.area = j.code("area", "which country are the figures about", "CN")
	}
	if j.period == "" && unsure(profile.NoPeriod) {
		j.askPeriod()
	}
	if unsure("may be the number (tx_count) or the amount (tx_value)") {
		switch answer := j.asker.ask("is volume the number or the amount of payments", "number"); {
		case strings.HasPrefix(answer, "n") || answer == "tx_count":
			j.asker.volume = "tx_count"
		case strings.HasPrefix(answer, "a") || answer == "tx_value":
			j.asker.volume = "tx_value"
		}
	}
	return j.propose()
}

// askPeriod asks until the answer is a period, or is empty.
func (j *addJob) askPeriod() {
	for !j.asker.stopped {
		answer := j.asker.ask("which period are the figures about (2015, 2015-Q3, 2015-09)", "")
		if _, _, err := obs.ParsePeriod(answer); err == nil || answer == "" {
			j.period = answer
			return
		}
		fmt.Fprintf(j.stderr, "%q is no period\n", answer)
	}
}

// code asks until the answer is a name of a code list.
func (j *addJob) code(list, question, proposal string) string {
	for !j.asker.stopped {
		answer := j.asker.ask(question, proposal)
		if id, ok := j.lists.Resolve(list, "", answer); ok {
			return id
		}
		near := j.lists.Suggest(list, "", answer)
		fmt.Fprintf(j.stderr, "no %s is called %q; near: %s\n", list, answer, strings.Join(near, ", "))
	}
	return ""
}
