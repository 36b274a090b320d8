package obs_test

import (
	"errors"
	"regexp"
	"slices"
	"testing"

	"paystats/data/obs"
)

func TestParseUnit(t *testing.T) {
	tests := []struct {
		name, in string
		want     obs.Scaled
		wantErr  error
	}{
		{name: "none", in: "", want: obs.Scaled{}},
		{name: "trillion yuan", in: "万亿元", want: obs.Scaled{Unit: "CNY", Exp: 12}},
		{name: "in full", in: "亿元人民币", want: obs.Scaled{Unit: "CNY", Exp: 8}},
		{name: "traditional", in: "億", want: obs.Scaled{Exp: 8}},
		{name: "bare multiplier", in: "Mn", want: obs.Scaled{Exp: 6}},
		{name: "transactions", in: "亿笔", want: obs.Scaled{Unit: obs.Count, Exp: 8}},
		{name: "persons", in: "亿人", want: obs.Scaled{Unit: obs.Persons, Exp: 8}},
		{name: "lakh crore", in: "₹ lakh crore", want: obs.Scaled{Unit: "INR", Exp: 12}},
		{name: "Rs. Million", in: "Rs. Million", want: obs.Scaled{Unit: "INR", Exp: 6}},
		{name: "billion RMB", in: "billion RMB", want: obs.Scaled{Unit: "CNY", Exp: 9}},
		{name: "billion USD", in: "billion USD", want: obs.Scaled{Unit: "USD", Exp: 9}},
		{name: "per cent", in: "per cent", want: obs.Scaled{Unit: obs.Ratio, Exp: -2}},
		{name: "points", in: "个百分点", want: obs.Scaled{Unit: obs.Points, Exp: -2}},
		{name: "in brackets", in: "(in lakh)", want: obs.Scaled{Exp: 5}},
		{name: "full-width", in: "％", want: obs.Scaled{Unit: obs.Ratio, Exp: -2}},
		{name: "currency twice", in: "RMB 元", want: obs.Scaled{Unit: "CNY"}},

		{name: "unknown word", in: "广义元", wantErr: obs.ErrUnitSyntax},
		{name: "word that starts like a unit", in: "credit", wantErr: obs.ErrUnitSyntax},
		{name: "two currencies", in: "元 USD", wantErr: obs.ErrUnitSyntax},
		{name: "money of things", in: "元笔", wantErr: obs.ErrUnitSyntax},
		{name: "one unit per another", in: "笔/户", wantErr: obs.ErrUnitSyntax},
		{name: "percent of percent", in: "%%", wantErr: obs.ErrUnitSyntax},
		{name: "brackets around nothing", in: "( )", wantErr: obs.ErrUnitSyntax},
		{name: "10^12 or 10^6", in: "兆", wantErr: obs.ErrUnitSyntax},
		{name: "volume", in: "volume", wantErr: obs.ErrUnitSyntax},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := obs.ParseUnit(tt.in)
			if !errors.Is(err, tt.wantErr) || got != tt.want {
				t.Errorf("ParseUnit(%q) = %v, %v, want %v, %v", tt.in, got, err, tt.want, tt.wantErr)
			}
		})
	}
}

func TestUnitKind(t *testing.T) {
	for unit, want := range map[obs.Unit]string{"CNY": "money", obs.Count: "count", obs.Persons: "persons", obs.Ratio: "ratio", obs.Points: "points", obs.Unspecified: ""} {
		if got := unit.Kind(); got != want {
			t.Errorf("Unit(%q).Kind() = %q, want %q", unit, got, want)
		}
	}
}

func TestParseQuantity(t *testing.T) {
	cny, percent, mn := obs.Scaled{Unit: "CNY", Exp: 12}, obs.Scaled{Unit: obs.Ratio, Exp: -2}, obs.Scaled{Exp: 6}
	tests := []struct {
		name, in string
		declared obs.Scaled
		value    string
		want     obs.Quantity // without Value
		wantErr  error
	}{
		{name: "plain", in: "3.3", declared: cny, value: "3300000000000", want: obs.Quantity{Unit: "CNY", LastDigit: 11}},
		{name: "unit in the cell", in: "47.2万亿元", value: "47200000000000", want: obs.Quantity{Unit: "CNY", LastDigit: 11}},
		{name: "multipliers of header and cell", in: "465.95亿", declared: obs.Scaled{Unit: obs.Count}, value: "46595000000", want: obs.Quantity{Unit: obs.Count, LastDigit: 6}},
		{name: "bare multiplier stays open", in: "260", declared: mn, value: "260000000", want: obs.Quantity{LastDigit: 6}},
		{name: "percent", in: "61.9", declared: percent, value: "0.619", want: obs.Quantity{Unit: obs.Ratio, LastDigit: -3}},
		{name: "percent printed twice", in: "54.2%", declared: percent, value: "0.542", want: obs.Quantity{Unit: obs.Ratio, LastDigit: -3}},
		{name: "times in a column of percent", in: "2.73倍", declared: percent, value: "2.73", want: obs.Quantity{Unit: obs.Ratio, LastDigit: -2}},
		{name: "negative", in: "-2.62", declared: percent, value: "-0.0262", want: obs.Quantity{Unit: obs.Ratio, LastDigit: -4}},
		{name: "minus sign", in: "−2.62", declared: percent, value: "-0.0262", want: obs.Quantity{Unit: obs.Ratio, LastDigit: -4}},
		{name: "western groups", in: "2,015.43", value: "2015.43", want: obs.Quantity{LastDigit: -2}},
		{name: "Indian groups", in: "6,39,116.95", value: "639116.95", want: obs.Quantity{LastDigit: -2}},
		{name: "currency in front", in: "RMB2,015.43 billion", value: "2015430000000", want: obs.Quantity{Unit: "CNY", LastDigit: 7}},
		{name: "currency with a point", in: "Rs.500", value: "500", want: obs.Quantity{Unit: "INR"}},
		{name: "currency with a point and blank", in: "Rs. 2,302.73 crore", value: "23027300000", want: obs.Quantity{Unit: "INR", LastDigit: 5}},
		{name: "no whole part", in: "CNY .5 bn", value: "500000000", want: obs.Quantity{Unit: "CNY", LastDigit: 8}},
		{name: "full-width", in: "１２．５％", value: "0.125", want: obs.Quantity{Unit: obs.Ratio, LastDigit: -3}},
		{name: "over", in: ">400", value: "400", want: obs.Quantity{Hedge: obs.Over}},
		{name: "Chinese over", in: "超过400家", value: "400", want: obs.Quantity{Unit: obs.Count, Hedge: obs.Over}},
		{name: "nearly", in: "近150家", value: "150", want: obs.Quantity{Unit: obs.Count, Hedge: obs.Under}},
		{name: "about", in: "~4", value: "4", want: obs.Quantity{Hedge: obs.About}},
		{name: "About, capital", in: "About 4", value: "4", want: obs.Quantity{Hedge: obs.About}},
		{name: "Chinese about, behind", in: "4 亿左右", value: "400000000", want: obs.Quantity{LastDigit: 8, Hedge: obs.About}},

		{name: "empty", in: "", wantErr: obs.ErrNumberSyntax},
		{name: "dash", in: "-", wantErr: obs.ErrNumberSyntax},
		{name: "footnote mark", in: "9470.90²", wantErr: obs.ErrNumberSyntax},
		{name: "circled footnote", in: "9470.90①", wantErr: obs.ErrNumberSyntax},
		{name: "accountant's negative", in: "(123)", wantErr: obs.ErrUnitSyntax},
		{name: "wrong groups", in: "1,23", wantErr: obs.ErrNumberSyntax},
		{name: "decimal comma", in: "7714115370000,0", wantErr: obs.ErrNumberSyntax},
		{name: "other currency than declared", in: "$5", declared: cny, wantErr: obs.ErrUnitSyntax},
		{name: "more decimals than fit", in: "3492255.0860687294", wantErr: obs.ErrNumberRange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := obs.ParseQuantity(tt.in, tt.declared)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("ParseQuantity(%q, %v) = %+v, error %v, want %v", tt.in, tt.declared, got, err, tt.wantErr)
			}
			if err != nil {
				return
			}
			value := got.Value.String()
			got.Value = obs.Decimal{}
			if value != tt.value || got != tt.want {
				t.Errorf("ParseQuantity(%q, %v) = %s, %+v, want %s, %+v", tt.in, tt.declared, value, got, tt.value, tt.want)
			}
		})
	}
}

// around matches texts that hold more than a product of units: Value (in lakh), actual, '000.
var around = regexp.MustCompile(`(?i)[(（⁽₍﹙]|actual|000|value|volume|amount|number|no\. |金额|笔数|交易`)

// Units multiply: the unit of two texts is the sum of their exponents, and reading is
// indifferent to case and blanks around.
func FuzzParseUnit(f *testing.F) {
	for _, s := range []string{"", "万亿元", "亿笔", "lakh crore", "billion RMB", "%", "Rs. Million", "HK$", "个百分点", "元 USD", "cr", "credit", "( 元 )"} {
		f.Add(s)
	}
	for _, tt := range unitCases {
		for s := range tt.units {
			f.Add(s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := obs.ParseUnit(s)
		if err != nil {
			if !errors.Is(err, obs.ErrUnitSyntax) || u != (obs.Scaled{}) {
				t.Errorf("ParseUnit(%q) = %v, %v", s, u, err)
			}
			return
		}
		if again, err := obs.ParseUnit("  " + s + " "); err != nil || again != u {
			t.Errorf("ParseUnit(%q) = %v; with blanks around %v, %v", s, u, again, err)
		}
		if kinds := []string{"", "money", "count", "persons", "ratio", "points", "rate"}; !slices.Contains(kinds, u.Unit.Kind()) {
			t.Errorf("ParseUnit(%q) is of kind %q", s, u.Unit.Kind())
		}
		if again, err := obs.ParseUnit(string(u.Unit)); u.Unit != obs.Points && (err != nil || again != (obs.Scaled{Unit: u.Unit})) {
			t.Errorf("ParseUnit(%q) = %v, whose unit is read as %v, %v", s, u, again, err)
		}
		if kind := u.Unit.Kind(); kind == "ratio" || kind == "points" || kind == "rate" || around.MatchString(s) {
			return
		}
		if twice, err := obs.ParseUnit(s + " " + s); err != nil || twice.Unit != u.Unit || twice.Exp != 2*u.Exp {
			t.Errorf("ParseUnit(%q) = %v; twice %v, %v", s, u, twice, err)
		}
	})
}

// What is read as a number is the number that its plain text says, times a power of ten.
func FuzzParseQuantity(f *testing.F) {
	for _, s := range []string{"3.3", "47.2万亿元", "465.95亿", "54.2%", "−2.62", "6,39,116.95", "RMB2,015.43 billion", "Rs.500", "超过400家",
		"4 亿左右", "9470.90²", "1e5", "-.5", "5-10", "(123)", "１２％"} {
		f.Add(s, false)
	}
	for _, tt := range slices.Concat(numberCases, unitCases) {
		for _, ex := range tt.quantities {
			f.Add(ex.in, ex.style.DecimalComma)
		}
	}
	f.Fuzz(func(t *testing.T, s string, comma bool) {
		style := obs.NumberStyle{DecimalComma: comma}
		q, err := style.ParseQuantity(s, obs.Scaled{})
		if err != nil {
			if !errors.Is(err, obs.ErrNumberSyntax) && !errors.Is(err, obs.ErrNumberRange) && !errors.Is(err, obs.ErrUnitSyntax) || q != (obs.Quantity{}) {
				t.Errorf("ParseQuantity(%q) = %+v, %v", s, q, err)
			}
			return
		}
		again, err := obs.ParseQuantity(q.Value.String(), obs.Scaled{Unit: q.Unit})
		if err != nil || again.Value != q.Value || again.Unit != q.Unit {
			t.Errorf("%q -> %s %s -> %s %s, %v", s, q.Value, q.Unit, again.Value, again.Unit, err)
		}
		if declared, err := style.ParseQuantity(s, obs.Scaled{Unit: q.Unit}); err != nil || declared != q {
			t.Errorf("ParseQuantity(%q) = %+v; with its own unit declared %+v, %v", s, q, declared, err)
		}
		if spaced, err := style.ParseQuantity("\u00a0"+s+" ", obs.Scaled{}); len(s) < 200 && (err != nil || spaced != q) {
			t.Errorf("ParseQuantity(%q) = %+v; with blanks around %+v, %v", s, q, spaced, err)
		}
		if absence := obs.MissingState(s); absence != obs.Present {
			t.Errorf("%q is %s and %s", s, q.Value, absence)
		}
	})
}
