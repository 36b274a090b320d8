package obs_test

import (
	"errors"
	"fmt"
	"testing"

	"paystats/data/obs"
)

// caseTest holds the examples of one kind of mess that real files hold, under its name.
type caseTest struct {
	id         string
	quantities []quantityExample
	periods    []periodExample
	units      map[string]obs.Scaled
	absences   map[string]obs.Absence
}

type quantityExample struct {
	in       string
	declared string // unit text
	want     string // as showQuantity prints it
	wantErr  error
	style    obs.NumberStyle
}

type periodExample struct {
	in      string
	want    string // as showPeriod prints it
	wantErr error
	style   obs.PeriodStyle
}

// showQuantity prints value, unit, and what else is not zero: "0.906 ratio, ignored 27".
func showQuantity(q obs.Quantity) string {
	s := q.Value.String()
	for _, part := range []string{string(q.Unit), string(q.Hedge), string(q.Transformation)} {
		if part != "" {
			s += " " + part
		}
	}
	if q.Multiplied {
		s += ", multiplied"
	}
	if q.Repeated {
		s += ", repeated"
	}
	if q.Other != (obs.Amount{}) {
		s += fmt.Sprintf(", other %s %s", q.Other.Value, q.Other.Unit)
	}
	if q.Ignored != "" {
		s += ", ignored " + q.Ignored
	}
	return s
}

func showPeriod(p obs.PrintedPeriod) string {
	s := p.Period.String()
	if p.Forecast {
		s += " forecast"
	}
	if p.AsOf {
		s += " as of"
	}
	return s
}

// Every kind of mess in a cell that was seen in a real file, under the name that the list
// of them gives it.
func TestCase(t *testing.T) {
	for _, tests := range [][]caseTest{numberCases, unitCases, periodCases} {
		for _, tt := range tests {
			t.Run(tt.id, tt.run)
		}
	}
}

func (tt caseTest) run(t *testing.T) {
	for _, ex := range tt.quantities {
		declared, err := obs.ParseUnit(ex.declared)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ex.style.ParseQuantity(ex.in, declared)
		if !errors.Is(err, ex.wantErr) || err != nil && ex.wantErr == nil {
			t.Errorf("ParseQuantity(%q, %q) = %s, error %v, want %v", ex.in, ex.declared, showQuantity(got), err, ex.wantErr)
		} else if err == nil && showQuantity(got) != ex.want {
			t.Errorf("ParseQuantity(%q, %q) = %s, want %s", ex.in, ex.declared, showQuantity(got), ex.want)
		}
	}
	for _, ex := range tt.periods {
		got, err := ex.style.ParsePeriod(ex.in)
		if !errors.Is(err, ex.wantErr) || err != nil && ex.wantErr == nil {
			t.Errorf("ParsePeriod(%q) = %s, error %v, want %v", ex.in, showPeriod(got), err, ex.wantErr)
		} else if err == nil && showPeriod(got) != ex.want {
			t.Errorf("ParsePeriod(%q) = %s, want %s", ex.in, showPeriod(got), ex.want)
		}
	}
	for in, want := range tt.units {
		if got, err := obs.ParseUnit(in); err != nil || got != want {
			t.Errorf("ParseUnit(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
	for in, want := range tt.absences {
		if got := obs.MissingState(in); got != want {
			t.Errorf("MissingState(%q) = %q, want %q", in, got, want)
		}
	}
}
