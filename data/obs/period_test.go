package obs_test

import (
	"errors"
	"testing"
	"time"

	"paystats/data/obs"
)

func mustPeriod(t testing.TB, text string) obs.Period {
	t.Helper()
	p, _, err := obs.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParsePeriod(t *testing.T) {
	tests := []struct {
		name, in string
		want     string // canonical form
		forecast bool
		wantErr  error
	}{
		{name: "year", in: "2015", want: "2015"},
		{name: "Chinese year", in: "2015年", want: "2015"},
		{name: "half", in: "2015-S1", want: "2015-S1"},
		{name: "half as H", in: "2018H1", want: "2018-S1"},
		{name: "Chinese half", in: "2018年上半年", want: "2018-S1"},
		{name: "quarter", in: "2015-Q3", want: "2015-Q3"},
		{name: "compact quarter", in: "2015Q3", want: "2015-Q3"},
		{name: "Chinese quarter", in: "2015年第三季度", want: "2015-Q3"},
		{name: "Chinese quarter with a digit", in: "2018年第1季度", want: "2018-Q1"},
		{name: "full-width", in: "２０１５Ｑ３", want: "2015-Q3"},
		{name: "blanks", in: "  2015 年 ", want: "2015"},
		{name: "month", in: "2015-09", want: "2015-09"},
		{name: "month of one digit", in: "2015/9", want: "2015-09"},
		{name: "Chinese month", in: "2015年9月", want: "2015-09"},
		{name: "English month", in: "Sept 2020", want: "2020-09"},
		{name: "day", in: "2015-09-30", want: "2015-09-30"},
		{name: "Chinese day", in: "2015年9月30日", want: "2015-09-30"},
		{name: "leap day", in: "2016-02-29", want: "2016-02-29"},
		{name: "year to date", in: "2019Q1-Q3", want: "2019-01..2019-09"},
		{name: "Chinese year to date", in: "2019年前三季度", want: "2019-01..2019-09"},
		{name: "Chinese months", in: "2014年1-3月", want: "2014-Q1"},
		{name: "quarters over years", in: "2013Q1—2015Q3", want: "2013-01..2015-09"},
		{name: "range", in: "2019-02..2019-05", want: "2019-02..2019-05"},
		{name: "range that is a year", in: "2019-01..2019-12", want: "2019"},
		{name: "forecast", in: "2020Q3e", want: "2020-Q3", forecast: true},
		{name: "Chinese forecast", in: "2021年预计", want: "2021", forecast: true},

		{name: "empty", in: "", wantErr: obs.ErrPeriodSyntax},
		{name: "fifth quarter", in: "2024Q5", wantErr: obs.ErrPeriodSyntax},
		{name: "thirteenth month", in: "2024-13", wantErr: obs.ErrPeriodSyntax},
		{name: "no leap day", in: "2015-02-29", wantErr: obs.ErrPeriodSyntax},
		{name: "relative", in: "本季度", wantErr: obs.ErrPeriodSyntax},
		{name: "fiscal year", in: "FY 2022-23", wantErr: obs.ErrPeriodSyntax},
		{name: "point in time", in: "截至2015年12月", wantErr: obs.ErrPeriodSyntax},
		{name: "amount", in: "9470.90", wantErr: obs.ErrPeriodSyntax},
		{name: "out of range", in: "1023", wantErr: obs.ErrPeriodSyntax},
		{name: "backwards", in: "2019-05..2019-02", wantErr: obs.ErrPeriodSyntax},
		{name: "footnote mark", in: "2015年1¹月", wantErr: obs.ErrPeriodSyntax},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, forecast, err := obs.ParsePeriod(tt.in)
			if !errors.Is(err, tt.wantErr) {
				t.Fatalf("ParsePeriod(%q) = %v, error %v, want %v", tt.in, got, err, tt.wantErr)
			}
			if got.String() != tt.want || forecast != tt.forecast {
				t.Errorf("ParsePeriod(%q) = %s, forecast %v, want %s, %v", tt.in, got, forecast, tt.want, tt.forecast)
			}
		})
	}
}

func TestPeriodCalendar(t *testing.T) {
	tests := []struct {
		in, start, end, next string
		freq                 obs.Frequency
		number               int
	}{
		{"2015", "2015-01-01", "2015-12-31", "2016", obs.Annual, 1},
		{"2015-S2", "2015-07-01", "2015-12-31", "2016-S1", obs.HalfYearly, 2},
		{"2015-Q4", "2015-10-01", "2015-12-31", "2016-Q1", obs.Quarterly, 4},
		{"2016-02", "2016-02-01", "2016-02-29", "2016-03", obs.Monthly, 2},
		{"2015-12-31", "2015-12-31", "2015-12-31", "2016-01-01", obs.Daily, 0},
		{"2019-01..2019-09", "2019-01-01", "2019-09-30", "2019-01..2019-09", obs.Range, 0},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			p := mustPeriod(t, tt.in)
			start, end := p.Start().Format(time.DateOnly), p.End().Format(time.DateOnly)
			if start != tt.start || end != tt.end || p.Add(1).String() != tt.next || p.Frequency() != tt.freq || p.Number() != tt.number {
				t.Errorf("%s: %s to %s, next %s, frequency %s, number %d; want %s to %s, %s, %s, %d", tt.in,
					start, end, p.Add(1), p.Frequency(), p.Number(), tt.start, tt.end, tt.next, tt.freq, tt.number)
			}
		})
	}
}

// Neighbours differ by one index, start the day after the other ends, and Add goes back
// as it went.
func TestPeriodNeighbours(t *testing.T) {
	for _, text := range []string{"1899", "2000-S1", "2015-Q3", "1999-12", "1969-12-31", "2020-02-28"} {
		p := mustPeriod(t, text)
		for range 40 {
			next := p.Add(1)
			if next.Index() != p.Index()+1 || !next.Start().Equal(p.End().AddDate(0, 0, 1)) || next.Add(-1) != p {
				t.Fatalf("%s is followed by %s: index %d, %d; ends %s, starts %s", p, next, p.Index(), next.Index(), p.End(), next.Start())
			}
			p = next
		}
	}
}

func TestZeroPeriod(t *testing.T) {
	var p obs.Period
	if p.String() != "" || p.Add(3) != p || p.Index() != 0 {
		t.Errorf("zero period: %q, %v, %d", p, p.Add(3), p.Index())
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2024", "2024-S1", "2024-Q3", "2024-09", "2024Q3", "2024-09-30", "2019-01..2019-09", "2013Q1—2015Q3",
		"2015年第三季度", "2019年前三季度", "2014年1-3月", "2020Q3e", "Sept 2020", "third quarter of 2015", "", "２０１５年", "2015²"} {
		f.Add(s)
	}
	for _, tt := range periodCases {
		for _, ex := range tt.periods {
			f.Add(ex.in)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, _, err := obs.ParsePeriod(s)
		if err != nil {
			if !errors.Is(err, obs.ErrPeriodSyntax) || p != (obs.Period{}) {
				t.Errorf("ParsePeriod(%q) = %v, %v", s, p, err)
			}
			return
		}
		q, forecast, err := obs.ParsePeriod(p.String())
		if err != nil || q != p || forecast {
			t.Errorf("%q -> %v -> %v, forecast %v, %v", s, p, q, forecast, err)
		}
		if p.End().Before(p.Start()) || p.Add(1).Add(-1) != p {
			t.Errorf("%q: %v runs from %s to %s", s, p, p.Start(), p.End())
		}
	})
}

// In every style, what is read is a period of the calendar, and its canonical text reads
// back.
func FuzzPeriodStyle(f *testing.F) {
	for _, tt := range periodCases {
		for _, ex := range tt.periods {
			f.Add(ex.in, int(ex.style.FiscalEnd), ex.style.FiscalByStart, byte(ex.style.DateAs), ex.style.Zone != nil)
		}
	}
	f.Fuzz(func(t *testing.T, s string, end int, byStart bool, dateAs byte, zone bool) {
		style := obs.PeriodStyle{FiscalEnd: time.Month(end), FiscalByStart: byStart, DateAs: obs.Frequency(dateAs)}
		if zone {
			style.Zone = ist.Zone
		}
		p, err := style.ParsePeriod(s)
		if err != nil {
			if !errors.Is(err, obs.ErrPeriodSyntax) || p != (obs.PrintedPeriod{}) {
				t.Errorf("%+v: ParsePeriod(%q) = %v, %v", style, s, p, err)
			}
			return
		}
		if q, forecast, err := obs.ParsePeriod(p.Period.String()); err != nil || q != p.Period || forecast {
			t.Errorf("%+v: %q -> %v -> %v, forecast %v, %v", style, s, p.Period, q, forecast, err)
		}
		if p.Period.End().Before(p.Period.Start()) {
			t.Errorf("%+v: %q runs from %s to %s", style, s, p.Period.Start(), p.Period.End())
		}
	})
}
