package columnar

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// floatText returns the fewest digits that name a float of so many bits, with an exponent
// only for the very large and the very small.
func floatText(number float64, bits int) string {
	if size := math.Abs(number); size != 0 && (size < 1e-9 || size >= 1e21) {
		return strconv.FormatFloat(number, 'E', -1, bits)
	}
	return strconv.FormatFloat(number, 'f', -1, bits)
}

// decimalText writes a number with so many digits after the point.
func decimalText(unscaled *big.Int, scale int32) string {
	digits := new(big.Int).Abs(unscaled).String()
	switch {
	case scale < 0 && unscaled.Sign() != 0:
		digits += strings.Repeat("0", int(min(-scale, 80)))
	case scale > 0:
		if missing := int(min(scale, 80)) + 1 - len(digits); missing > 0 {
			digits = strings.Repeat("0", missing) + digits
		}
		point := len(digits) - int(min(scale, 80))
		digits = digits[:point] + "." + digits[point:]
	}
	if unscaled.Sign() < 0 {
		return "-" + digits
	}
	return digits
}

// timeText writes a day, or a day and a time. A moment, which is the same in all zones, is
// written in UTC.
func timeText(t time.Time, moment bool) string {
	t = t.UTC()
	switch {
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.Format(time.DateOnly)
	case moment:
		return t.Format("2006-01-02T15:04:05.999999999Z")
	}
	return t.Format("2006-01-02T15:04:05.999999999")
}

// clockText writes a time of any day.
func clockText(t time.Time) string { return t.UTC().Format("15:04:05.999999999") }
