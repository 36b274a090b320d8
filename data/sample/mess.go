package sample

import "strings"

// messRate is the part of rows that is malformed, if that is asked for.
const messRate = 0.001

// messes are the ways in which a row is malformed, each a change of its fields.
var messes = []struct {
	what  string // for people
	spoil func(fields []string) []string
}{
	{"an amount with a comma for thousands", put("amount", `"1,234.50"`)},
	{"an amount with more decimals than its currency has", put("amount", "12.34567")},
	{"an amount of 10^16", put("amount", "10000000000000000.00")},
	{"an amount that is no number", put("amount", "n/a")},
	{"an empty amount", put("amount", "")},
	{"a time in another form", put("time", "11/12/2024 10:00")},
	{"a time before 1970", put("time", "1969-12-31 23:59:59")},
	{"an unknown zone", put("zone", "Asia/Nowhere")},
	{"an unknown currency", put("currency", "XXQ")},
	{"an unknown outcome", put("outcome", "SUCCESS")},
	{"a reason code that nobody mapped", put("reason_code", "X-999")},
	{"no transaction id", put("transaction_id", "")},
	{"a card number for a user (a published test number)", put("user_id", "4111111111111111")},
	{"bytes that are no UTF-8", put("merchant_id", "m\xff\xfe")},
	{"a row that ends early", func(fields []string) []string { return fields[:9] }},
	{"a field too many", func(fields []string) []string { return append(fields, "surplus") }},
}

// put returns the change of one field.
func put(column, text string) func([]string) []string {
	for i, name := range columnNames {
		if name == column {
			return func(fields []string) []string {
				fields[i] = text
				return fields
			}
		}
	}
	panic("no column " + column)
}

// spoil malforms the row that starts at a place of b, if its turn has come.
func (t *texts) spoil(b []byte, start int, row int64) []byte {
	s := newStream(t.seed, streamMess, uint64(row))
	if !s.chance(messRate) {
		return b
	}
	fields := strings.Split(strings.TrimSuffix(string(b[start:]), "\n"), ",")
	fields = messes[s.below(int64(len(messes)))].spoil(fields)
	return append(append(b[:start], strings.Join(fields, ",")...), '\n')
}
