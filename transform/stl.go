package transform

import "math"

// stl is a decomposition of a series into seasonal, trend and remainder by STL:
// R. B. Cleveland, W. S. Cleveland, J. E. McRae and I. Terpenning, "STL: A
// Seasonal-Trend Decomposition Procedure Based on Loess", Journal of Official
// Statistics 6 (1990), 3-73. Local lines, every point smoothed, no robustness loop.
type stl struct {
	period   int // values a year
	seasonal int // values of one season that a seasonal is smoothed over, odd
	trend    int // values that the trend is smoothed over, odd
	lowPass  int // values of the low-pass filter, odd
	loops    int
}

// newSTL returns the decomposition of a series with period values a year: 7 years for
// a season, and the trend and low-pass lengths that the paper derives from these.
func newSTL(period int) stl {
	const seasonal = 7
	return stl{
		period: period, seasonal: seasonal, loops: 5,
		trend:   nextOdd(1.5 * float64(period) / (1 - 1.5/seasonal)),
		lowPass: nextOdd(float64(period + 1)),
	}
}

// nextOdd returns the smallest odd number that is not below x.
func nextOdd(x float64) int {
	n := int(math.Ceil(x))
	return n + 1 - n%2
}

// decompose returns seasonal and trend of at least two years of values; the remainder
// is what is left.
func (s stl) decompose(y []float64) (seasonal, trend []float64) {
	n := len(y)
	seasonal, trend = make([]float64, n), make([]float64, n)
	rest, smooth := make([]float64, n), make([]float64, n)
	for range s.loops {
		for i := range y {
			rest[i] = y[i] - trend[i]
		}
		cycles := s.cycles(rest) // from one year before the first value to one after the last
		low := movingMean(movingMean(movingMean(cycles, s.period), s.period), 3)
		loess(low, s.lowPass, smooth)
		for i := range y {
			seasonal[i] = cycles[i+s.period] - smooth[i]
			rest[i] = y[i] - seasonal[i]
		}
		loess(rest, s.trend, trend)
	}
	return seasonal, trend
}

// cycles smooths the values of each season by themselves and extends them by a year at
// both ends.
func (s stl) cycles(y []float64) []float64 {
	out := make([]float64, len(y)+2*s.period)
	for season := range s.period {
		var values []float64
		for i := season; i < len(y); i += s.period {
			values = append(values, y[i])
		}
		k := len(values)
		smooth := make([]float64, k)
		loess(values, s.seasonal, smooth)
		before := loessAt(values, s.seasonal, -1, 0, min(s.seasonal, k))
		after := loessAt(values, s.seasonal, k, max(0, k-s.seasonal), k)
		for i, v := range append(append([]float64{before}, smooth...), after) {
			out[i*s.period+season] = v
		}
	}
	return out
}

// movingMean returns the means of every length neighbours.
func movingMean(y []float64, length int) []float64 {
	out := make([]float64, len(y)-length+1)
	sum := 0.0
	for _, v := range y[:length] {
		sum += v
	}
	out[0] = sum / float64(length)
	for i := 1; i < len(out); i++ {
		sum += y[i+length-1] - y[i-1]
		out[i] = sum / float64(length)
	}
	return out
}

// loess smooths y into out: at each point a line through its length nearest values.
func loess(y []float64, length int, out []float64) {
	n, from := len(y), 0
	for i := range y {
		if i >= (length+1)/2 && from+length < n {
			from++
		}
		out[i] = loessAt(y, length, i, from, min(from+length, n))
	}
}

// loessAt returns the value at x of the line through y[from:to], neighbours weighted by
// the tricube of their distance. Where there are fewer than length values the weights
// fall off as if there were more.
func loessAt(y []float64, length, x, from, to int) float64 {
	reach := float64(max(x-from, to-1-x))
	if n := len(y); length > n {
		reach += float64((length - n) / 2)
	}
	var room [32]float64 // the longest window, that of a monthly trend, has 23
	weights := room[:to-from]
	sum, mean := 0.0, 0.0
	for i := range weights {
		distance := math.Abs(float64(from + i - x))
		switch {
		case distance <= 0.001*reach:
			weights[i] = 1
		case distance <= 0.999*reach:
			r := distance / reach
			c := 1 - r*r*r
			weights[i] = c * c * c
		}
		sum += weights[i]
	}
	if sum == 0 {
		return y[min(max(x, 0), len(y)-1)]
	}
	for i := range weights {
		weights[i] /= sum
		mean += weights[i] * float64(from+i)
	}
	spread := 0.0
	for i, w := range weights {
		spread += w * (float64(from+i) - mean) * (float64(from+i) - mean)
	}
	slope := 0.0
	if math.Sqrt(spread) > 0.001*float64(len(y)-1) {
		slope = (float64(x) - mean) / spread
	}
	value := 0.0
	for i, w := range weights {
		value += w * (slope*(float64(from+i)-mean) + 1) * y[from+i]
	}
	return value
}
