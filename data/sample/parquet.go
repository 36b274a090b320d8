package sample

import (
	"io"

	"paystats/data/columnar"
)

// groupBlocks is how many blocks a row group of a Parquet file has: 245 760 rows, which is twice what a row group of the
// engine has. It loads others more slowly, as what is left of each is put together with the next one's.
const groupBlocks = 15

// parquetColumns are the columns of Parquet files; names and order are those of CSV.
func parquetColumns() []columnar.ParquetColumn {
	var zones, areas, currencies, names []string
	for _, m := range markets {
		zones, areas, currencies = append(zones, m.zone), append(areas, m.area), append(currencies, m.currency)
	}
	for _, c := range categories {
		names = append(names, c.name)
	}
	kinds := map[string]columnar.ParquetColumn{
		"transaction_id": {Kind: columnar.PlainText},
		"time":           {Kind: columnar.LocalTime},
		"zone":           {Kind: columnar.CodedText, Words: unique(zones)},
		"provider":       {Kind: columnar.CodedText, Words: providerNames()},
		"method":         {Kind: columnar.CodedText, Words: methodNames},
		"channel":        {Kind: columnar.CodedText, Words: channelNames},
		"category":       {Kind: columnar.CodedText, Words: names},
		"area":           {Kind: columnar.CodedText, Words: unique(areas)},
		"merchant_id":    {Kind: columnar.RepeatedText},
		"amount":         {Kind: columnar.Money},
		"currency":       {Kind: columnar.CodedText, Words: unique(currencies)},
		"outcome":        {Kind: columnar.CodedText, Words: outcomeNames},
		"reason_code":    {Kind: columnar.OptionalText},
		"order_id":       {Kind: columnar.PlainText},
		"user_id":        {Kind: columnar.PlainText},
	}
	var columns []columnar.ParquetColumn
	for _, name := range columnNames {
		c := kinds[name]
		c.Name = name
		columns = append(columns, c)
	}
	return columns
}

// unique returns the texts without repeats, in order.
func unique(all []string) []string {
	var out []string
	for _, text := range all {
		if codeOf(out, text) < 0 {
			out = append(out, text)
		}
	}
	return out
}

func codeOf(words []string, text string) int32 {
	for i, w := range words {
		if w == text {
			return int32(i)
		}
	}
	return -1
}

// group is the rows of one row group, column by column.
type group struct {
	columns  []columnar.ParquetValues
	attempts []Attempt // reused from block to block
}

// marketCodes are the codes of what a market says, by market.
type marketCodes struct{ zone, area, currency []int32 }

func newMarketCodes(columns []columnar.ParquetColumn) marketCodes {
	var c marketCodes
	for _, m := range markets {
		c.zone = append(c.zone, codeOf(columns[2].Words, m.zone))
		c.area = append(c.area, codeOf(columns[7].Words, m.area))
		c.currency = append(c.currency, codeOf(columns[10].Words, m.currency))
	}
	return c
}

// fill fills a group with the rows of some blocks.
func (t *texts) fill(g *group, codes *marketCodes, first, end int64) {
	for i := range g.columns {
		g.columns[i].Reset()
	}
	for block := first; block < end; block++ {
		g.attempts = t.Block(block, g.attempts)
		g.add(t, codes)
	}
}

// add appends the attempts to the columns, column by column.
func (g *group) add(t *texts, codes *marketCodes) {
	c := g.columns
	g.text(0, func(b []byte, a *Attempt) []byte { return t.id(b, 'T', a.ID) })
	g.text(8, merchantID)
	g.text(12, func(b []byte, a *Attempt) []byte { return append(b, t.failures.codes[a.Reason]...) })
	g.text(13, func(b []byte, a *Attempt) []byte { return t.id(b, 'O', a.Order) })
	g.text(14, userID)
	for i := range g.attempts {
		a := &g.attempts[i]
		c[1].Ints = append(c[1].Ints, a.Local*1000)
		c[2].Codes = append(c[2].Codes, codes.zone[a.Market])
		c[3].Codes = append(c[3].Codes, int32(a.Provider))
		c[4].Codes = append(c[4].Codes, int32(a.Method))
		c[5].Codes = append(c[5].Codes, int32(a.Channel))
		c[6].Codes = append(c[6].Codes, int32(a.Category))
		c[7].Codes = append(c[7].Codes, codes.area[a.Market])
		c[9].Ints = append(c[9].Ints, a.Amount)
		c[10].Codes = append(c[10].Codes, codes.currency[a.Market])
		c[11].Codes = append(c[11].Codes, int32(a.Outcome))
	}
}

// text appends what a column of texts says.
func (g *group) text(column int, appendText func([]byte, *Attempt) []byte) {
	c := &g.columns[column]
	for i := range g.attempts {
		c.Text = appendText(c.Text, &g.attempts[i])
		c.Ends = append(c.Ends, len(c.Text))
	}
}

// newParquet begins a Parquet file.
func newParquet(w io.Writer) (*columnar.ParquetWriter, error) {
	return columnar.NewParquetWriter(w, parquetColumns(), "synthetic: made by cmd/sample, no real payment")
}
