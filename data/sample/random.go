package sample

// stream is a source of random numbers that starts from a key: equal keys give equal
// numbers, whatever was drawn elsewhere. It is splitmix64 (Steele, Lea, Flood, 2014).
type stream struct{ state uint64 }

// newStream returns the stream of a place: the seed, and what counts below it.
func newStream(seed uint64, place ...uint64) stream {
	key := mix(seed + golden)
	for _, p := range place {
		key = mix(key ^ mix(p+golden))
	}
	return stream{key}
}

const golden = 0x9e3779b97f4a7c15

// mix spreads every bit of a number over all bits of another.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (s *stream) next() uint64 {
	s.state += golden
	return mix(s.state)
}

// uniform returns a number from 0 up to, not including, 1.
func (s *stream) uniform() float64 { return fraction(s.next()) }

// fraction maps 64 bits to 0 up to, not including, 1.
func fraction(bits uint64) float64 { return float64(bits>>11) / (1 << 53) }

// below returns a whole number from 0 up to, not including, n.
func (s *stream) below(n int64) int64 { return int64(s.uniform() * float64(n)) }

// chance is true with probability p.
func (s *stream) chance(p float64) bool { return s.uniform() < p }

// pick returns the first place whose running total exceeds u times the last total.
func pick(totals []float64, u float64) int {
	last := len(totals) - 1
	u *= totals[last]
	for i, t := range totals[:last] {
		if u < t {
			return i
		}
	}
	return last
}

// running returns the running totals of weights.
func running(weights []float64) []float64 {
	totals := make([]float64, len(weights))
	sum := 0.0
	for i, w := range weights {
		sum += w
		totals[i] = sum
	}
	return totals
}
