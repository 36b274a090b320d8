package sample

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The names of a sample's files. All but the descriptor's say that it is synthetic.
const (
	descriptorName = "datapackage.yaml"
	filePrefix     = "synthetic-"
	reasonsName    = "synthetic-reasons.csv"
	casesName      = "synthetic-activations.csv"
	creditName     = "synthetic-credit.csv"
)

// describe writes the descriptor, the map of reason codes, and the files that are small.
func (s *set) describe(ctx context.Context) error {
	if err := s.caseFile(ctx); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.folder, creditName), s.credit(), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.folder, reasonsName), s.reasonMap(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.folder, descriptorName), []byte(s.descriptor()), 0o644)
}

// reasonMap returns what each raw reason code means: a concept map, codes first.
func (s *set) reasonMap() []byte {
	b := []byte("reason_code,reason\n")
	for code, r := range s.failures.meaning {
		if r >= 0 {
			b = fmt.Appendf(b, "%s,%s\n", s.failures.codes[code], reasons[r].id)
		}
	}
	return b
}

// fieldTypes are the types of the columns that are no strings, in the words of Frictionless.
var fieldTypes = map[string]string{
	"time":   `type: datetime, format: "%Y-%m-%d %H:%M:%S", description: "on the clock of the zone beside it; the hour that comes twice in autumn is not told apart"`,
	"amount": `type: number, description: "negative for refunds"`,
}

// descriptor returns the descriptor. Its text depends on the options alone.
func (s *set) descriptor() string {
	var fields strings.Builder
	for _, name := range columnNames {
		kind, ok := fieldTypes[name]
		if !ok {
			kind = "type: string"
		}
		fmt.Fprintf(&fields, "        - {name: %s, %s}\n", name, kind)
	}
	encoding := ""
	if s.Format == CSV {
		encoding = "    encoding: utf-8\n"
	}
	return fmt.Sprintf(descriptorText, s.Rows, s.Seed, s.mess(), filePrefix, s.Format, s.Format, encoding, fields.String(), reasonsName, s.maxRejects()) +
		fmt.Sprintf(caseText, casesName, reasonsName, spanEnd.AddDate(0, 0, -1).Format(time.DateOnly)) + fmt.Sprintf(creditText, creditName)
}

func (s *set) mess() string {
	if s.Mess {
		return "; one in a thousand is malformed on purpose"
	}
	return ""
}

// maxRejects is how many rows a load may refuse: twice what is expected.
func (s *set) maxRejects() int64 {
	if s.Mess {
		return 10 + int64(2*messRate*float64(s.Rows))
	}
	return 0
}

// descriptorText takes rows, seed, mess, prefix, format, format, encoding, fields, reasons
// and how many rows may be rejected.
const descriptorText = `name: synthetic-attempts
title: Payment attempts, 2023 and 2024 (synthetic)
title@zh: 支付尝试，2023至2024年（合成数据）
description: >-
  Synthetic: %d rows made by a program, seed %d%s. No provider, merchant, user
  or payment in it exists, and no number says anything of a real one.
licenses: [{name: CC0-1.0, title: "Made by a program; no rights reserved"}]
sources: [{title: "paystats sample generator (synthetic)", publisher: synthetic}]
resources:
  - name: attempts
    title: Payment attempts (synthetic)
    path: "%s[0-9]*.%s"
    format: %s
%s    schema:
      missingValues: [""]
      fields:
%s    paystats:
      kind: transactions
      publisher: synthetic
      synthetic: true
      maps: [{column: reason_code, file: %s}] # what each provider's codes mean, as ids of reason.csv
      transaction:
        id: {column: transaction_id}
        time: {column: time, zone: {column: zone}}
        provider: {column: provider}
        method: {column: method}
        channel: {column: channel}
        category: {column: category}
        area: {column: area}
        merchant: {column: merchant_id}
        amount: {column: amount, unit: {column: currency}}
        outcome: {column: outcome}
        intent: {column: order_id} # the attempts of one order
        user: {column: user_id} # to be pseudonymised
      max_rejects: %d
`

// caseText takes the file of cases, the map of reasons and the last day that is known.
const caseText = `  - name: activations
    title: Cases of buy now, pay later, from entry to first use (synthetic)
    path: %s
    format: csv
    encoding: utf-8
    paystats:
      kind: activations
      publisher: synthetic
      synthetic: true
      maps: [{column: reason_code, file: %s}]
      activation:
        id: {column: case_id}
        provider: {column: provider}
        area: {column: area}
        user: {column: user_id} # to be pseudonymised
        entered: {column: entered_at, zone: {column: zone}}
        eligible: {column: eligible_at, zone: {column: zone}}
        identified: {column: identified_at, zone: {column: zone}}
        applied: {column: applied_at, zone: {column: zone}}
        decided: {column: decided_at, zone: {column: zone}}
        used: {column: used_at, zone: {column: zone}}
        decision: {column: decision}
        observed_until: %s
      max_rejects: 0
`

// creditText takes the file of credit.
const creditText = `  - name: credit
    title: Credit limits, what is owed and what is overdue, by month (synthetic)
    path: %s
    format: csv
    encoding: utf-8
    paystats:
      kind: observations
      publisher: synthetic
      vintage: unknown
      note: "synthetic: made by a program"
      observation:
        period: {column: month}
        area: {column: area}
        segment: buy-now-pay-later
        dimension: provider
        member: {column: provider}
        value:
          - {column: credit_limit, unit: {column: currency}, measure: credit_limit}
          - {column: outstanding, unit: {column: currency}, measure: outstanding}
          - {column: overdue, unit: {column: currency}, measure: overdue}
      max_rejects: 0
`
