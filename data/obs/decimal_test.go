package obs_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"paystats/data/obs"
)

func TestParseDecimal(t *testing.T) {
	tests := []struct {
		name, in  string
		exp       int
		want      string
		lastDigit int
		wantErr   error
	}{
		{name: "whole", in: "28219255839", want: "28219255839"},
		{name: "negative", in: "-12.50", want: "-12.5", lastDigit: -2},
		{name: "plus", in: "+3", want: "3"},
		{name: "zero", in: "0.00", want: "0", lastDigit: -2},
		{name: "negative zero", in: "-0", want: "0"},
		{name: "multiplier", in: "3.3", exp: 12, want: "3300000000000", lastDigit: 11},
		{name: "printed zeros count", in: "3.30", exp: 3, want: "3300", lastDigit: 1},
		{name: "percent", in: "61.9", exp: -2, want: "0.619", lastDigit: -3},
		{name: "E notation", in: "1.4472713558652578E10", want: "14472713558.652578", lastDigit: -6},
		{name: "small E", in: "1.2354e-05", want: "0.000012354", lastDigit: -9},
		{name: "no whole part", in: ".5", want: "0.5", lastDigit: -1},
		{name: "no decimals", in: "5.", want: "5"},
		{name: "most digits before the point", in: strings.Repeat("9", 29), want: strings.Repeat("9", 29)},
		{name: "most digits", in: "-" + strings.Repeat("9", 29) + "." + strings.Repeat("9", 9), want: "-" + strings.Repeat("9", 29) + "." + strings.Repeat("9", 9), lastDigit: -9},
		{name: "zeros in front do not count", in: strings.Repeat("0", 100) + "1", want: "1"},
		{name: "zeros behind do not count", in: "1." + strings.Repeat("0", 20), want: "1", lastDigit: -20},

		{name: "one digit too many", in: "1" + strings.Repeat("0", 29), wantErr: obs.ErrNumberRange},
		{name: "ten decimals", in: "3492255.0860687294", wantErr: obs.ErrNumberRange},
		{name: "huge exponent", in: "1e400", wantErr: obs.ErrNumberRange},
		{name: "exponent beyond an int", in: "1e99999999999999999999", wantErr: obs.ErrNumberRange},
		{name: "a hundred digits", in: strings.Repeat("1", 100), wantErr: obs.ErrNumberRange},
		{name: "empty", in: "", wantErr: obs.ErrNumberSyntax},
		{name: "point", in: ".", wantErr: obs.ErrNumberSyntax},
		{name: "sign", in: "-", wantErr: obs.ErrNumberSyntax},
		{name: "two signs", in: "--1", wantErr: obs.ErrNumberSyntax},
		{name: "two points", in: "1.2.3", wantErr: obs.ErrNumberSyntax},
		{name: "no exponent", in: "1e", wantErr: obs.ErrNumberSyntax},
		{name: "not a number", in: "NaN", wantErr: obs.ErrNumberSyntax},
		{name: "infinite", in: "inf", wantErr: obs.ErrNumberSyntax},
		{name: "hexadecimal", in: "0x10", wantErr: obs.ErrNumberSyntax},
		{name: "underscore", in: "1_000", wantErr: obs.ErrNumberSyntax},
		{name: "groups", in: "1,000", wantErr: obs.ErrNumberSyntax},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, lastDigit, err := obs.ParseDecimal(tt.in, tt.exp)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("ParseDecimal(%q, %d) = %s, error %v, want %v", tt.in, tt.exp, got, err, tt.wantErr)
			}
			if err == nil && (got.String() != tt.want || lastDigit != tt.lastDigit) {
				t.Errorf("ParseDecimal(%q, %d) = %s, last digit %d, want %s, %d", tt.in, tt.exp, got, lastDigit, tt.want, tt.lastDigit)
			}
		})
	}
}

func TestRoundNumber(t *testing.T) {
	tests := []struct {
		in       string
		decimals int
		want     string // of the rounded number
	}{
		{"3492255.0860687294", 2, "3492255.09"},
		{"-0.005", 2, "-0.01"},
		{"0.0049999", 2, "0"},
		{"12.5", 0, "13"},
		{"-12.5", 0, "-13"},
		{"1.9639525352230903E12", 2, "1963952535223.09"},
		{"7", 2, "7"},
	}
	for _, tt := range tests {
		d, _, err := obs.ParseDecimal(obs.RoundNumber(tt.in, tt.decimals), 0)
		if err != nil || d.String() != tt.want {
			t.Errorf("RoundNumber(%q, %d) reads as %s, %v, want %s", tt.in, tt.decimals, d, err, tt.want)
		}
	}
	for _, same := range []string{"12.25", "5.49 亿", "", "-", "1e-999999", "1,234.567"} {
		if got := obs.RoundNumber(same, 2); got != same {
			t.Errorf("RoundNumber(%q, 2) = %q, want it unchanged", same, got)
		}
	}
}

func TestDecimalConversions(t *testing.T) {
	d, err := obs.DecimalFromScaled(big.NewInt(-12345), 3)
	if err != nil || d.String() != "-12.345" || d.Sign() != -1 || d.Neg().String() != "12.345" || d.Float() != -12.345 {
		t.Errorf("DecimalFromScaled(-12345, 3) = %s, %v", d, err)
	}
	if _, err := obs.DecimalFromScaled(new(big.Int).Lsh(big.NewInt(1), 400), 0); !errors.Is(err, obs.ErrNumberRange) {
		t.Errorf("2^400 gives %v, want %v", err, obs.ErrNumberRange)
	}
	if got := obs.NewDecimal(-1 << 63).String(); got != "-9223372036854775808" {
		t.Errorf("NewDecimal(-2^63) = %s", got)
	}
	if hi, lo := obs.NewDecimal(-1).Words(); hi != -1 || lo != 1<<64-1_000_000_000 {
		t.Errorf("Words of -1: %d, %d", hi, lo)
	}
}

// A Decimal is what math/big makes of the same text, or the text does not fit.
func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "-0.00", "12.50", "1.4472713558652578E10", "99999999999999999999999999999.999999999",
		"1e28", "1e29", "1e-9", "1e-10", ".5", "5.", "00012", "-1e+3", "18446744073.709551616", "9223372036854775807.5"} {
		f.Add(s, 0)
		f.Add(s, 8)
		f.Add(s, -2)
	}
	f.Fuzz(func(t *testing.T, s string, exp int) {
		if exp < -40 || exp > 40 {
			return
		}
		d, lastDigit, err := obs.ParseDecimal(s, exp)
		if err != nil {
			if !errors.Is(err, obs.ErrNumberSyntax) && !errors.Is(err, obs.ErrNumberRange) {
				t.Errorf("ParseDecimal(%q, %d): %v", s, exp, err)
			}
			return
		}
		want, ok := new(big.Rat).SetString(s)
		if !ok {
			t.Fatalf("ParseDecimal(%q, %d) = %s, which math/big does not read", s, exp, d)
		}
		power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exp, -exp))), nil))
		if exp < 0 {
			power.Inv(power)
		}
		want.Mul(want, power)
		if got, _ := new(big.Rat).SetString(d.String()); got.Cmp(want) != 0 {
			t.Errorf("ParseDecimal(%q, %d) = %s, want %s", s, exp, d, want.FloatString(12))
		}
		hi, lo := d.Words()
		scaled := new(big.Int).Add(new(big.Int).Lsh(big.NewInt(hi), 64), new(big.Int).SetUint64(lo))
		if words := new(big.Rat).SetFrac(scaled, big.NewInt(1_000_000_000)); words.Cmp(want) != 0 {
			t.Errorf("words of %s are %s × 10^-9", d, scaled)
		}
		if again, _, err := obs.ParseDecimal(d.String(), 0); err != nil || again != d {
			t.Errorf("%q -> %s -> %s, %v", s, d, again, err)
		}
		if d.Neg().Neg() != d || d.Sign() != want.Sign() || lastDigit > 200 {
			t.Errorf("%s: sign %d, last digit %d", d, d.Sign(), lastDigit)
		}
		if back, err := obs.DecimalFromScaled(scaled, 9); err != nil || back != d {
			t.Errorf("DecimalFromScaled(%s, 9) = %s, %v", scaled, back, err)
		}
	})
}

// A product is exact or refused.
func TestDecimalMul(t *testing.T) {
	tests := []struct{ d, by, want string }{
		{"48200", "1000", "48200000"}, {"48200", "0.001", "48.2"}, {"-2.5", "0.4", "-1"}, {"0", "-7", "0"}, {"0.00001", "0.0001", "0.000000001"},
		{"12345678901234567890", "1000000000", "12345678901234567890000000000"},
		{"0.00001", "0.00001", ""}, {"123456789012345678901", "1000000000", ""},
	}
	for _, tt := range tests {
		d, _, _ := obs.ParseDecimal(tt.d, 0)
		by, _, _ := obs.ParseDecimal(tt.by, 0)
		got, err := d.Mul(by)
		if tt.want == "" && !errors.Is(err, obs.ErrNumberRange) || tt.want != "" && (err != nil || got.String() != tt.want) {
			t.Errorf("%s × %s = %s, %v, want %q", tt.d, tt.by, got, err, tt.want)
		}
	}
}

func TestDecimalMagnitude(t *testing.T) {
	for text, want := range map[string]int{"1": 0, "0.001": -3, "2.5": 1, "-1000": 3, "1001": 4, "0": 0, "0.000000001": -9, "0.5": 0} {
		if d, _, _ := obs.ParseDecimal(text, 0); d.Magnitude() != want {
			t.Errorf("magnitude of %s is %d, want %d", text, d.Magnitude(), want)
		}
	}
}
