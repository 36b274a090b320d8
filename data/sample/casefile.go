package sample

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
)

// caseColumns are the columns of the file of cases, in order. Times stand on the clock of
// the zone beside them.
var caseColumns = []string{"case_id", "provider", "area", "zone", "user_id", "entered_at", "eligible_at", "identified_at", "applied_at", "decided_at",
	"used_at", "decision", "reason_code"}

// caseBlock is how many cases are written between two looks at whether to stop.
const caseBlock = 1 << 14

// caseFile writes the cases of activation.
func (s *set) caseFile(ctx context.Context) error {
	f, err := os.Create(filepath.Join(s.folder, casesName))
	if err != nil {
		return err
	}
	defer f.Close()
	out, c := bufio.NewWriterSize(f, 1<<20), newCases(s.Maker)
	line := []byte(strings.Join(caseColumns, ",") + "\n")
	for number := range c.n {
		if _, err := out.Write(line); err != nil {
			return err
		}
		if number%caseBlock == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		one := c.at(number)
		line = s.caseRow(line[:0], &one)
	}
	if _, err := out.Write(line); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// caseRow appends a case as CSV.
func (t *texts) caseRow(b []byte, c *Case) []byte {
	here := &markets[c.Market]
	b = t.id(b, 'A', c.Number)
	b = append(b, ',')
	b = append(b, providers[c.Provider].name...)
	b = append(b, ',')
	b = append(b, here.area...)
	b = append(b, ',')
	b = append(b, here.zone...)
	b = append(b, ',')
	b = userID(b, &Attempt{Market: c.Market, User: c.User})
	for _, second := range c.Times {
		b = append(b, ',')
		if second > 0 {
			b = t.time(b, t.calendar.local(int(c.Market), second))
		}
	}
	b = append(b, ',')
	b = append(b, decisionNames[c.Decision]...)
	b = append(b, ',')
	b = append(b, t.failures.codes[c.Reason]...)
	return append(b, '\n')
}
