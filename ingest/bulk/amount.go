package bulk

import (
	"fmt"
	"strings"
)

// money reads an amount and its currency: exactly, or not at all. The engine rounds silently
// where a type has too few decimals, so surplus ones are looked for in the text.
func (b *statement) money(f Field) {
	b.currency(f)
	exact := b.isExact(f.Column)
	b.source = append(b.source, b.amountCell(f.Column)+" AS raw_amount")
	b.faults = append(b.faults, fault{"cell-missing", "amount", "raw_amount IS NULL", "''"})
	value := "at_amount"
	surplus := "strpos(raw_amount, '.') > 0 AND length(raw_amount) - strpos(raw_amount, '.') > decimals " +
		"AND length(rtrim(rtrim(raw_amount), '0')) - strpos(raw_amount, '.') > decimals"
	kind := "DECIMAL(18, 4)"
	switch {
	case f.Minor || f.Scale != 0:
		value, kind = "moved", "DECIMAL(24, 6)"
		b.coded = append(b.coded, fmt.Sprintf("at_amount * %s AS moved", factor(f)))
		surplus = fewer("moved")
	case f.Round >= 0:
		kind = "DECIMAL(30, 10)"
	case exact:
		surplus = fewer("at_amount")
	}
	if exact {
		b.parsed = append(b.parsed, "TRY_CAST(raw_amount AS "+kind+") AS at_amount")
	} else {
		b.parsed = append(b.parsed, "CASE WHEN strpos(raw_amount, 'e') + strpos(raw_amount, 'E') + strpos(raw_amount, '_') = 0 THEN TRY_CAST(raw_amount AS "+kind+") END AS at_amount")
	}
	if f.Round >= 0 {
		value = fmt.Sprintf("round(%s, %d)", value, f.Round)
	} else {
		b.faults = append(b.faults, fault{"amount-decimals", "amount", surplus, "CAST(raw_amount AS VARCHAR)"})
	}
	if value != "at_amount" {
		value = "TRY_CAST(TRY_CAST(" + value + " AS DECIMAL(20, 4)) AS DECIMAL(18, 4))" // with fewer decimals, a cast wants one digit to spare
	}
	printed := "CAST(raw_amount AS VARCHAR)"
	b.coded = append(b.coded, value+" AS amount_read")
	if digits := b.digits(f.Column); digits > 0 {
		b.faults = append(b.faults, fault{"amount-digits", "amount", fmt.Sprintf("length(rtrim(translate(raw_amount, '-.', ''), '0')) > %d", digits), printed})
	}
	b.faults = append(b.faults,
		fault{"amount-range", "amount", "amount_read IS NULL AND isfinite(TRY_CAST(raw_amount AS DOUBLE)) AND (abs(TRY_CAST(raw_amount AS DOUBLE)) >= 1e14 OR NOT regexp_matches(" + printed + ", '[eE_]'))", printed},
		fault{"number-syntax", "amount", "amount_read IS NULL AND raw_amount IS NOT NULL", printed},
		fault{"amount-sign", "amount", "amount_read < 0 AND " + b.outcome() + " <> 'refunded'", printed})
	b.columns["amount"] = "CASE WHEN " + b.outcome() + " = 'refunded' THEN -abs(amount_read) ELSE amount_read END"
}

// currency reads the currency: its code, and how many decimals it has.
func (b *statement) currency(f Field) {
	if f.UnitColumn == "" {
		b.columns["currency"] = quote(f.Unit)
		b.coded = append(b.coded, fmt.Sprintf("%d AS decimals", decimalsOf(f.Unit)))
		return
	}
	b.source = append(b.source, b.cell(f.UnitColumn)+" AS raw_currency")
	codes := b.codes["currency"]
	decimals := make([]string, len(codes))
	for i, c := range codes {
		decimals[i] = fmt.Sprint(decimalsOf(c.id))
	}
	b.coded = append(b.coded, meaning("raw_currency", codes)+" AS id_currency", choose("raw_currency", codes, decimals)+" AS decimals")
	b.columns["currency"] = "id_currency"
	b.faults = append(b.faults, fault{"cell-missing", "currency", "raw_currency IS NULL", "''"},
		fault{"code-unknown", "currency", "raw_currency IS NOT NULL AND id_currency IS NULL", "raw_currency"})
}

// amountCell is the cell of an amount: a number where the file has exact ones, else text.
func (b *statement) amountCell(column string) string {
	if b.isExact(column) {
		return ident(column)
	}
	return b.cell(column)
}

// isExact reports whether a column holds whole numbers, or decimals no finer than the table's.
func (b *statement) isExact(column string) bool {
	kind := b.types[column]
	return strings.Contains(kind, "INT") || strings.HasPrefix(kind, "DECIMAL") &&
		(strings.HasSuffix(kind, ",0)") || strings.HasSuffix(kind, ",1)") || strings.HasSuffix(kind, ",2)") || strings.HasSuffix(kind, ",3)") || strings.HasSuffix(kind, ",4)"))
}

// digits is how many digits of an amount survive in a column, 0 for all: floats and the numbers
// of JSON, which the engine reads as floats, hold no more.
func (b *statement) digits(column string) int {
	switch {
	case b.types[column] == "FLOAT":
		return 6
	case b.types[column] == "DOUBLE" || b.set.Format == NDJSON:
		return 15
	}
	return 0
}

// fewer is the test of a number that has more decimals than its currency.
func fewer(value string) string {
	return fmt.Sprintf("%s <> CASE decimals WHEN 0 THEN CAST(%s AS DECIMAL(28, 0)) WHEN 2 THEN CAST(%s AS DECIMAL(28, 2)) ELSE CAST(%s AS DECIMAL(28, 3)) END",
		value, value, value, value)
}

// factor is what an amount is multiplied by to come to the currency's unit.
func factor(f Field) string {
	if f.Minor {
		return "CASE decimals WHEN 0 THEN 1.0000 WHEN 2 THEN 0.0100 ELSE 0.0010 END::DECIMAL(14, 4)"
	}
	return fmt.Sprintf("CAST('1e%d' AS DECIMAL(14, 4))", f.Scale)
}

// outcome is the expression of a row's outcome.
func (b *statement) outcome() string {
	if f, _ := b.set.Field("outcome"); f.Literal != "" {
		return quote(f.Literal)
	}
	return "id_outcome"
}
