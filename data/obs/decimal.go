package obs

import (
	"errors"
	"fmt"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// Errors of decimal arithmetic, wrapped with the offending text.
var (
	ErrNumberSyntax = errors.New("not a number")
	ErrNumberRange  = errors.New("more than 29 digits before or 9 after the decimal point")
)

// decimalScale is the number of decimals that the warehouse keeps: DECIMAL(38,9).
const decimalScale = 9

// maxDigits bounds what is looked at: more digits, or a larger exponent, cannot fit.
const maxDigits = 60

// Decimal is an exact decimal number with nine decimals and at most 38 digits, as
// the warehouse stores it. The zero Decimal is 0; Decimals compare with ==.
type Decimal struct {
	hi int64 // two's complement of value × 10^9, upper half
	lo uint64
}

// ParseDecimal reads a plain or scientific number ("-12.50", "8.0814E12") times
// 10^exp. It is exact: a result that needs more than nine decimals is ErrNumberRange,
// text of any other form ErrNumberSyntax.
//
// lastDigit is the power of ten of the last printed digit: 1 for "3.30" × 10^3. In
// scientific notation it means nothing about precision, but is reported alike.
func ParseDecimal(text string, exp int) (d Decimal, lastDigit int, err error) {
	if d, lastDigit, ok := smallDecimal(text, exp); ok {
		return d, lastDigit, nil
	}
	digits, point, negative, ok := scanNumber(text)
	if !ok {
		return Decimal{}, 0, fmt.Errorf("%w: %q", ErrNumberSyntax, text)
	}
	if len(digits) > maxDigits || point < -2*maxDigits || point > maxDigits {
		return Decimal{}, 0, fmt.Errorf("%w: %q × 10^%d", ErrNumberRange, text, exp)
	}
	lastDigit = point + exp
	coef, shift := strings.TrimRight(digits, "0"), lastDigit
	shift += len(digits) - len(coef)
	if coef == "" {
		return Decimal{}, lastDigit, nil
	}
	if shift < -decimalScale || len(coef)+shift > 38-decimalScale {
		return Decimal{}, 0, fmt.Errorf("%w: %q × 10^%d", ErrNumberRange, text, exp)
	}
	for i := 0; i < len(coef); i++ {
		d = d.mul10(uint64(coef[i] - '0'))
	}
	for range shift + decimalScale {
		d = d.mul10(0)
	}
	if negative {
		d = d.Neg()
	}
	return d, lastDigit, nil
}

// smallDigits is the number of digits that smallDecimal reads: 10^18 fits 64 bits.
const smallDigits = 18

// smallDecimal is ParseDecimal for what nearly all cells hold: a plain number of at most
// smallDigits digits. ok is false for all others.
func smallDecimal(text string, exp int) (d Decimal, lastDigit int, ok bool) {
	s := text
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	point := len(s)
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			d.lo = d.lo*10 + uint64(c-'0')
		case c == '.' && point == len(s):
			point = i
		default:
			return Decimal{}, 0, false
		}
	}
	digits, decimals := len(s), 0
	if point < len(s) {
		digits, decimals = len(s)-1, len(s)-1-point
	}
	lastDigit = exp - decimals
	shift := lastDigit + decimalScale
	if digits == 0 || digits > smallDigits || shift < 0 || shift >= len(tens) {
		return Decimal{}, 0, false
	}
	high, low := bits.Mul64(d.lo, tens[shift])
	d = Decimal{hi: int64(high), lo: low}
	if text[0] == '-' {
		d = d.Neg()
	}
	return d, lastDigit, true
}

// tens are the powers of ten below 2^64.
var tens = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19}

// scanNumber splits a number into its digits without leading zeros and the power of
// ten of the last of them.
func scanNumber(text string) (digits string, point int, negative, ok bool) {
	s := text
	switch {
	case strings.HasPrefix(s, "-"):
		s, negative = s[1:], true
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	mantissa, e := s, ""
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, e = s[:i], s[i+1:]
		n, err := strconv.Atoi(e)
		if err != nil && !errors.Is(err, strconv.ErrRange) {
			return "", 0, false, false
		}
		point = max(-1_000_000, min(n, 1_000_000))
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	digits = whole + frac
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "", 0, false, false
	}
	return strings.TrimLeft(digits, "0"), point - len(frac), negative, true
}

// mul10 returns d × 10 + digit×10^-9, for d not negative and within range.
func (d Decimal) mul10(digit uint64) Decimal {
	carry, lo := bits.Mul64(d.lo, 10)
	lo, over := bits.Add64(lo, digit, 0)
	return Decimal{hi: d.hi*10 + int64(carry+over), lo: lo}
}

// NewDecimal returns a whole number.
func NewDecimal(n int64) Decimal {
	d, _, _ := ParseDecimal(strconv.FormatInt(n, 10), 0)
	return d
}

// DecimalFromScaled returns unscaled × 10^-scale; ErrNumberRange if it does not fit.
func DecimalFromScaled(unscaled *big.Int, scale int) (Decimal, error) {
	d, _, err := ParseDecimal(unscaled.String(), -scale)
	return d, err
}

// Neg returns -d.
func (d Decimal) Neg() Decimal {
	lo, carry := bits.Add64(^d.lo, 1, 0)
	return Decimal{hi: ^d.hi + int64(carry), lo: lo}
}

// Mul returns d × by, exactly; ErrNumberRange if that needs more digits than there are.
func (d Decimal) Mul(by Decimal) (Decimal, error) {
	product := new(big.Int).Mul(d.unscaled(), by.unscaled())
	scale := 2 * decimalScale
	for ten, rest := big.NewInt(10), new(big.Int); scale > decimalScale; scale-- {
		quotient, _ := new(big.Int).QuoRem(product, ten, rest)
		if rest.Sign() != 0 {
			break
		}
		product = quotient
	}
	return DecimalFromScaled(product, scale)
}

// Magnitude returns the smallest n with 10^n >= |d|: 0 for 1, -3 for 0.001, 1 for 2.5; 0 for 0.
func (d Decimal) Magnitude() int {
	text := d.unscaled().Text(10)
	text = strings.TrimPrefix(text, "-")
	n := len(text) - decimalScale
	switch {
	case text == "0":
		return 0
	case strings.TrimRight(text, "0") == "1":
		n--
	}
	return n
}

// unscaled returns d × 10^9.
func (d Decimal) unscaled() *big.Int {
	n := new(big.Int).Lsh(big.NewInt(d.hi), 64)
	return n.Or(n, new(big.Int).SetUint64(d.lo))
}

// Sign returns -1, 0 or 1.
func (d Decimal) Sign() int {
	switch {
	case d.hi < 0:
		return -1
	case d == Decimal{}:
		return 0
	}
	return 1
}

// Words returns the two's complement of d × 10^9 as two 64-bit halves, the form of
// an Arrow decimal128 of scale 9.
func (d Decimal) Words() (hi int64, lo uint64) { return d.hi, d.lo }

// String returns the shortest plain notation: "9000000000000", "-0.125".
func (d Decimal) String() string {
	abs, sign := d, ""
	if d.Sign() < 0 {
		abs, sign = d.Neg(), "-"
	}
	digits := abs.unscaled().String()
	if len(digits) <= decimalScale {
		digits = strings.Repeat("0", decimalScale+1-len(digits)) + digits
	}
	whole, frac := digits[:len(digits)-decimalScale], digits[len(digits)-decimalScale:]
	if frac = strings.TrimRight(frac, "0"); frac != "" {
		frac = "." + frac
	}
	return sign + whole + frac
}

// Float returns the nearest float64, for drawing and for ratios.
func (d Decimal) Float() float64 {
	f, _ := strconv.ParseFloat(d.String(), 64)
	return f
}

// RoundNumber returns a plain or scientific number with at most so many decimals, half
// away from zero, as text; any other text, and a number with fewer decimals, unchanged.
// It is for figures whose last digits are residue of binary arithmetic
// ("3492255.0860687294"); the caller keeps the printed text.
func RoundNumber(text string, decimals int) string {
	digits, point, negative, ok := scanNumber(text)
	if !ok || point >= -decimals || point < -2*maxDigits {
		return text
	}
	n, _ := new(big.Int).SetString("0"+digits, 10)
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-decimals-point)), nil)
	half := new(big.Int).Rsh(unit, 1)
	n.Div(n.Add(n, half), unit)
	if negative {
		n.Neg(n)
	}
	return n.String() + "e-" + strconv.Itoa(decimals)
}
