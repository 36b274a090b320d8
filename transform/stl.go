package transform

import "math"

// stl decomposes series of one length into seasonal, trend and remainder by STL:
// R. B. Cleveland, W. S. Cleveland, J. E. McRae and I. Terpenning, "STL: A
// Seasonal-Trend Decomposition Procedure Based on Loess", Journal of Official
// Statistics 6 (1990), 3-73. Local lines, every point smoothed, no robustness loop.
type stl struct {
	period  int              // values a year
	loops   int              // rounds of season and trend
	seasons map[int]smoother // of the values of one season and one more at both ends, by how many there are
	lowPass smoother
	trend   smoother
}

// newSTL returns the decomposition of series of n values, at least two years, with period
// values a year: 7 years for a season, and the trend and low-pass lengths that the paper
// derives from these.
func newSTL(period, n int) *stl {
	const seasonal = 7
	s := &stl{
		period: period, loops: 5, seasons: map[int]smoother{},
		trend:   newSmoother(n, nextOdd(1.5*float64(period)/(1-1.5/seasonal)), 0),
		lowPass: newSmoother(n, nextOdd(float64(period+1)), 0),
	}
	for _, years := range []int{n / period, (n + period - 1) / period} {
		s.seasons[years] = newSmoother(years, seasonal, 1)
	}
	return s
}

// nextOdd returns the smallest odd number that is not below x.
func nextOdd(x float64) int {
	n := int(math.Ceil(x))
	return n + 1 - n%2
}

// decompose returns seasonal and trend of the values; the remainder is what is left.
func (s *stl) decompose(y []float64) (seasonal, trend []float64) {
	n := len(y)
	seasonal, trend = make([]float64, n), make([]float64, n)
	rest, smooth := make([]float64, n), make([]float64, n)
	for range s.loops {
		for i := range y {
			rest[i] = y[i] - trend[i]
		}
		cycles := s.cycles(rest) // from one year before the first value to one after the last
		low := movingMean(movingMean(movingMean(cycles, s.period), s.period), 3)
		s.lowPass.smooth(low, smooth)
		for i := range y {
			seasonal[i] = cycles[i+s.period] - smooth[i]
			rest[i] = y[i] - seasonal[i]
		}
		s.trend.smooth(rest, trend)
	}
	return seasonal, trend
}

// cycles smooths the values of each season by themselves and extends them by a year at
// both ends.
func (s *stl) cycles(y []float64) []float64 {
	out := make([]float64, len(y)+2*s.period)
	var values, smooth []float64
	for season := range s.period {
		values = values[:0]
		for i := season; i < len(y); i += s.period {
			values = append(values, y[i])
		}
		smooth = append(smooth[:0], make([]float64, len(values)+2)...)
		s.seasons[len(values)].smooth(values, smooth)
		for i, v := range smooth {
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

// smoother is loess over so many values, ready to be used on many series: the line through
// its nearest values, at each point.
type smoother []localLine

// localLine is a line through neighbours, evaluated at one point: it is linear in them.
type localLine struct {
	from    int       // index of the first neighbour
	weights []float64 // of the neighbours in the value at the point
}

// newSmoother returns the lines through the length nearest of n values, at each value and
// at as many points beyond both ends.
func newSmoother(n, length, beyond int) smoother {
	var s smoother
	from := 0
	for x := -beyond; x < n+beyond; x++ {
		if x >= (length+1)/2 && from+length < n {
			from++
		}
		s = append(s, newLocalLine(n, length, x, from, min(from+length, n)))
	}
	return s
}

// smooth evaluates the lines through y at all points.
func (s smoother) smooth(y, out []float64) {
	for i, l := range s {
		value := 0.0
		for j, w := range l.weights {
			value += w * y[l.from+j]
		}
		out[i] = value
	}
}

// newLocalLine returns the line at x through the values from:to of n, neighbours weighted by
// the tricube of their distance. Where there are fewer than length values the weights
// fall off as if there were more.
func newLocalLine(n, length, x, from, to int) localLine {
	reach := float64(max(x-from, to-1-x))
	if length > n {
		reach += float64((length - n) / 2)
	}
	weights := make([]float64, to-from)
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
		return localLine{from: min(max(x, 0), n-1), weights: []float64{1}}
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
	if math.Sqrt(spread) > 0.001*float64(n-1) {
		slope = (float64(x) - mean) / spread
	}
	for i := range weights {
		weights[i] *= slope*(float64(from+i)-mean) + 1
	}
	return localLine{from, weights}
}
