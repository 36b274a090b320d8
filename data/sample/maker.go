package sample

import (
	"fmt"
	"math"
	"sort"
)

// BlockRows is how many rows are made together. An order's attempts stand in one block.
const BlockRows = 1 << 14

// The least and the most rows of a sample.
const (
	MinRows = 1
	MaxRows = 1_000_000_000
)

// What streams are for: the first part of their place.
const (
	streamNoise = iota
	streamReasons
	streamOrders
	streamBlocks
	streamMess
	streamCases
	streamCredit
)

// quantiles is how finely distributions are tabled.
const quantiles = 4096

// The parameters of users and merchants. Both follow power laws: the one of rank r has a
// part in proportion to r^-0.5 (users) or r^-0.9 (merchants).
const (
	rowsPerUser     = 20
	rowsPerMerchant = 1500
	fewestUsers     = 400 // in a market
	fewestMerchants = 60  // in a market
)

// Maker makes the rows of one sample. It does not change, and may be used by several
// goroutines at once.
type Maker struct {
	rows int64
	seed uint64

	calendar  *calendar
	failures  *failures
	shares    []shares    // by market
	channels  [][]float64 // by market: running weights
	methods   [][]float64 // by provider: running weights
	users     []int64     // by market: how many there will be at the end
	merchants []powerLaw  // by market
	amounts   [][]float64 // by category: quantiles, in US dollars
	waits     []float64   // quantiles of the exponential distribution with mean 1
}

// NewMaker returns the maker of a sample of so many rows. Equal arguments give equal rows.
func NewMaker(rows int64, seed uint64) (*Maker, error) {
	if rows < MinRows || rows > MaxRows {
		return nil, fmt.Errorf("%d rows: a sample has %d to %d", rows, MinRows, MaxRows)
	}
	m := &Maker{rows: rows, seed: seed, failures: newFailures(seed)}
	var err error
	if m.calendar, err = newCalendar(seed); err != nil {
		return nil, err
	}
	index := map[string]int{}
	for i, p := range providers {
		index[p.name] = i
		m.methods = append(m.methods, running(p.methods))
	}
	for _, here := range markets {
		m.shares = append(m.shares, newShares(here.providers, index))
		m.channels = append(m.channels, running(here.channels))
		part := here.weight / 100 * float64(rows)
		m.users = append(m.users, max(fewestUsers, int64(part/rowsPerUser)))
		m.merchants = append(m.merchants, newPowerLaw(max(fewestMerchants, int64(part/rowsPerMerchant))))
	}
	for _, c := range categories {
		table := make([]float64, quantiles+1)
		for i := range table {
			table[i] = c.median * math.Exp(c.spread*normal(float64(i)/quantiles))
		}
		m.amounts = append(m.amounts, table)
	}
	m.waits = make([]float64, quantiles)
	for i := range m.waits {
		m.waits[i] = -math.Log(1 - (float64(i)+0.5)/quantiles)
	}
	return m, nil
}

// Rows returns how many rows the sample has.
func (m *Maker) Rows() int64 { return m.rows }

// Blocks returns how many blocks the sample has. All but the last have BlockRows rows.
func (m *Maker) Blocks() int64 { return (m.rows + BlockRows - 1) / BlockRows }

// Block returns the rows of a block, in the memory of reuse if it has enough. Rows stand
// in the order of their orders' first attempts; retries and refunds follow at once.
func (m *Maker) Block(block int64, reuse []Attempt) []Attempt {
	first := block * BlockRows
	rows := int(min(BlockRows, m.rows-first))
	s := newStream(m.seed, streamBlocks, uint64(block))
	hour := m.hourOf(first)
	out := reuse[:0]
	for number := int64(0); len(out) < rows; number++ {
		out, hour = m.append(out, block, number, first+int64(len(out)), hour)
		switch {
		case number == 0 && block > 0:
			out = append(out, m.firstOf(block-1-s.below(min(block, redeliveredBack))))
		case s.chance(redeliveredRate):
			out = append(out, out[s.below(int64(len(out)))])
		}
	}
	return out[:rows]
}

// firstOf returns the first row of a block.
func (m *Maker) firstOf(block int64) Attempt {
	row := block * BlockRows
	var memory [maxAttempts + 1]Attempt
	attempts, _ := m.append(memory[:0], block, 0, row, m.hourOf(row))
	return attempts[0]
}

// hourOf returns the last hour that is sure not to be later than a row.
func (m *Maker) hourOf(row int64) int {
	part := float64(row) / float64(m.rows)
	return max(0, sort.SearchFloat64s(m.calendar.totals, part)-1)
}

// userRank returns a rank below n, from 0, that follows a power law with exponent 0.5.
func userRank(u, n float64) int64 {
	root := 1 + u*(math.Sqrt(n+1)-1)
	return int64(root*root) - 1
}

// powerLaw draws ranks that follow a power law with exponent 0.9.
type powerLaw struct{ reach float64 }

// newPowerLaw returns the law of so many ranks.
func newPowerLaw(n int64) powerLaw { return powerLaw{math.Pow(float64(n)+1, 0.1) - 1} }

// rank returns a rank, from 0.
func (p powerLaw) rank(u float64) int64 {
	root := 1 + u*p.reach
	square := root * root
	fourth := square * square
	return int64(fourth*fourth*square) - 1
}
