package sample

import (
	"io"
	"testing"
	_ "time/tzdata"

	"paystats/data/columnar"
)

// rowsOf reports the speed of a benchmark whose every turn made so many rows.
func rowsOf(b *testing.B, rows int) {
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkBlock(b *testing.B) {
	t := newTexts(mustMaker(b, 100_000_000, 1))
	var block []Attempt
	for i := int64(0); b.Loop(); i++ {
		block = t.Block(i%t.Blocks(), block)
	}
	rowsOf(b, BlockRows)
}

func BenchmarkCSV(b *testing.B) {
	t := newTexts(mustMaker(b, 100_000_000, 1))
	var block []Attempt
	var text []byte
	for i := int64(0); b.Loop(); i++ {
		block = t.Block(i%t.Blocks(), block)
		text = t.csv(text[:0], block, 0, false)
	}
	rowsOf(b, BlockRows)
}

func BenchmarkParquet(b *testing.B) {
	t := newTexts(mustMaker(b, 100_000_000, 1))
	columns := parquetColumns()
	codes := newMarketCodes(columns)
	out, err := newParquet(io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	g := &group{columns: make([]columnar.ParquetValues, len(columns))}
	for i := int64(0); b.Loop(); i++ {
		t.fill(g, &codes, i%100*groupBlocks, i%100*groupBlocks+groupBlocks)
		if err := out.WriteGroup(g.columns); err != nil {
			b.Fatal(err)
		}
	}
	rowsOf(b, groupBlocks*BlockRows)
}

func mustMaker(t testing.TB, rows int64, seed uint64) *Maker {
	t.Helper()
	m, err := NewMaker(rows, seed)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
