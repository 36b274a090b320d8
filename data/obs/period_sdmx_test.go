package obs_test

import (
	"errors"
	"testing"

	"paystats/data/obs"
)

// TIME_PERIOD of SDMX: reporting periods, and days with a duration.
func TestParsePeriodSDMX(t *testing.T) {
	tests := []struct {
		in, want string
		err      error
	}{
		{"2015-Q3", "2015-Q3", nil}, {"2015-S1", "2015-S1", nil}, {"2015-09", "2015-09", nil}, {"2015-M09", "2015-09", nil}, {"2015-A1", "2015", nil},
		{"2015-T2", "2015-05..2015-08", nil}, {"2015-01-01/P1Y", "2015", nil}, {"2015-04-01/P1Y", "2015-04..2016-03", nil}, {"2015-07-01/P3M", "2015-Q3", nil},
		{"2015-01-01T00:00:00/P6M", "2015-S1", nil}, {"2015-02-01/P1M", "2015-02", nil}, {"2015-02-03/P1D", "2015-02-03", nil},
		{"2015-09-30T00:00:00", "2015-09-30", nil},
		{"2015-W05", "", obs.ErrPeriodWeek}, {"2015W5", "", obs.ErrPeriodWeek}, {"2015-01-05/P7D", "", obs.ErrPeriodWeek},
		{"2015-01-15/P1M", "", obs.ErrPeriodSyntax}, {"2015-01-01/P10D", "", obs.ErrPeriodSyntax}, {"2015-13-01/P1M", "", obs.ErrPeriodSyntax},
		{"2015-01-01/P0Y", "", obs.ErrPeriodSyntax}, {"9990-01-01/P99Y", "", obs.ErrPeriodSyntax}, {"2015-T4", "", obs.ErrPeriodSyntax}, {"2015-D032", "", obs.ErrPeriodSyntax},
	}
	for _, tt := range tests {
		p, _, err := obs.ParsePeriod(tt.in)
		if p.String() != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%q -> %s, %v, want %q, %v", tt.in, p, err, tt.want, tt.err)
		}
		if back, _, err := obs.ParsePeriod(p.String()); tt.err == nil && (err != nil || back != p) {
			t.Errorf("%s -> %s, %v", p, back, err)
		}
	}
}
