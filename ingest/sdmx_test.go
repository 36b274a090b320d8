package ingest_test

import (
	"slices"
	"strings"
	"testing"

	"paystats/data/obs"
)

// sdmx is a paystats block for the dimensions of the BIS's files on cashless payments.
const sdmx = `
publisher: bureau
observation:
  period: {column: TIME_PERIOD}
  area: AA
  segment: retail
  measure: tx_value
  dimension: provider
  member: {column: PROVIDER}
  status: {column: OBS_STATUS, default: A}
  value: {column: OBS_VALUE, unit: {column: UNIT_MEASURE, values: {US dollar: USD}}}
`

// sameSDMX writes the table with labels behind the codes.
func sameSDMX(rows [][]string) string {
	text := "STRUCTURE[;],STRUCTURE_ID,ACTION,period:Time period or range,provider: Provider,value:Observation value,unit:Unit of measure\r\n"
	for _, row := range rows[1:] {
		text += "dataflow,BIS:WS_PAY(1.0): Payments,I: Information," + row[0] + "," + row[1] + ": its name," + row[2] + "," + row[3] + ": 亿 yuan\r\n"
	}
	return text
}

// Code and label stand in two columns, or in one: each is read by its own name.
func TestSDMXCodeLabelPairs(t *testing.T) {
	tests := []struct{ name, text string }{
		{"labels=name", "DATAFLOW,FREQ,Frequency,PROVIDER,Paying with,UNIT_MEASURE,Unit,TIME_PERIOD,OBS_VALUE,OBS_STATUS,Observation status\n" +
			"BIS:PAY(1.0),Q,Quarterly,acme,\"Acme: its name\",USD,US dollar,2015-Q3,1.5,A,Normal value\n"},
		{"labels=both", "STRUCTURE,STRUCTURE_ID,ACTION,FREQ:Frequency,PROVIDER:Paying with,UNIT_MEASURE:Unit,TIME_PERIOD:Time period or range,OBS_VALUE:Observation value,OBS_STATUS: Status\n" +
			"dataflow,BIS:PAY(1.0): Payments,I,Q: Quarterly,acme: Acme: its name,USD: US dollar,2015-Q3,1.5,A: Normal value\n"},
		{"label columns with a suffix", "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,FREQ_LABEL,PROVIDER,PROVIDER_LABEL,UNIT_MEASURE,UNIT_MEASURE_LABEL,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n" +
			"dataflow,ILO:PAY(1.0),I,Q,Quarterly,acme,Acme,USD,US dollar,2015-Q3,1.5,A\n"},
		{"the ECB's, with a key", "KEY,FREQ,PROVIDER,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE\nPAY.Q.acme,Q,acme,2015-07-01/P3M,1.5,A,USD\n"},
		{"Eurostat's", "DATAFLOW,LAST UPDATE,freq,PROVIDER,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,CONF_STATUS\nESTAT:PAY(1.0),01/10/26 11:00:00,Q,acme,USD,2015-Q3,1.5,,\n"},
	}
	for _, tt := range tests {
		out := read(t, dataset(describe("path: f.csv\nformat: sdmx-csv", sdmx), map[string]string{"f.csv": tt.text}))
		if out.err != nil || len(out.rows) != 1 || key(out.rows[0]) != "AA retail tx_value level provider/acme USD bureau unspecified 2015-Q3=1.5" || out.rows[0].Note != "" {
			t.Errorf("%s: %+v, %v", tt.name, out.rows, out.err)
		}
	}
	labels := strings.NewReplacer("PROVIDER", "Paying with", "UNIT_MEASURE", "Unit").Replace(sdmx)
	text := strings.Replace(tests[0].text, "Acme: its name", "Acme", 1)
	if out := read(t, dataset(describe("path: f.csv\nformat: sdmx-csv", labels), map[string]string{"f.csv": text})); out.err != nil || len(out.rows) != 1 {
		t.Errorf("label columns: %+v, %v", out.rows, out.err)
	}
}

// UNIT_MULT is the power of ten of the values, with its label or without.
func TestSDMXUnitMultColumn(t *testing.T) {
	paystats := strings.Replace(sdmx, "value: {column: OBS_VALUE,", "value: {column: OBS_VALUE, multiplier: {column: UNIT_MULT},", 1)
	text := "FREQ:Frequency,PROVIDER:Provider,UNIT_MEASURE:Unit of measure,UNIT_MULT:Unit Multiplier,TIME_PERIOD:Time period or range,OBS_VALUE:Observation Value,OBS_STATUS:Status\n" +
		"A: Annual,acme: Acme,USD: US dollar,0: Units,2015,7,A: Normal value\nA: Annual,birch: Birch,USD: US dollar,6: Millions,2015,1.25,A: Normal value\n" +
		"A: Annual,cedar: Cedar,USD: US dollar,9: Billions,2015,NaN,M: Missing value; data cannot exist\n"
	out := read(t, dataset(describe("path: f.csv\nformat: sdmx-csv", paystats), map[string]string{"f.csv": text}))
	if out.err != nil || len(out.rows) != 3 || out.rows[0].Value.String() != "7" || out.rows[1].Value.String() != "1250000" || out.rows[1].LastDigit != 4 || out.rows[2].Status != obs.Missing {
		t.Errorf("%+v, %v", out.rows, out.err)
	}
}

// The BIS's files for spreadsheets: pairs of code and label, and the periods as columns.
func TestSDMXWide(t *testing.T) {
	paystats := strings.NewReplacer("period: {column: TIME_PERIOD}", `period: {header: '(?P<period>.+)'}`, "value: {column: OBS_VALUE,", `value: {columns: '^\d{4}(-Q\d)?$', multiplier: {column: UNIT_MULT},`,
		"  status: {column: OBS_STATUS, default: A}\n", "").Replace(sdmx)
	text := "FREQ,Frequency,PROVIDER,Provider,UNIT_MEASURE,Unit of measure,UNIT_MULT,Unit multiplier,Series,2014-Q4,2015-Q1,2015-Q2\n" +
		"Q,Quarterly,acme,Acme,USD,US dollar,6,Millions,Q.acme,1.5,NaN,2\nQ,Quarterly,birch,Birch,USD,US dollar,0,Units,Q.birch,,7,\n"
	out := read(t, dataset(describe("path: f.csv\nformat: sdmx-csv", paystats), map[string]string{"f.csv": text}))
	var got []string
	for _, o := range out.rows {
		got = append(got, o.Member+" "+o.Period.String()+" "+o.Value.String()+" "+string(o.Status))
	}
	want := []string{"acme 2014-Q4 1500000 A", "acme 2015-Q1 0 M", "acme 2015-Q2 2000000 A", "birch 2014-Q4 0 M", "birch 2015-Q1 7 A", "birch 2015-Q2 0 M"}
	if out.err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\n%s", out.err, strings.Join(got, "\n"))
	}
}

// Text that holds a colon of its own stays whole.
func TestSDMXFreeText(t *testing.T) {
	out := read(t, dataset(describe("path: f.csv\nformat: sdmx-csv", sdmx+"note: {column: TITLE}\n"), map[string]string{"f.csv": "PROVIDER:P,UNIT_MEASURE:U,TIME_PERIOD:T,OBS_VALUE:O,OBS_STATUS:S,TITLE:Series title\n" +
		"acme: Acme,USD: US dollar,2015,1,A: Normal value,Payments: Acme\n"}))
	if out.err != nil || out.rows[0].Note != "Payments: Acme" {
		t.Errorf("%+v, %v", out.rows, out.err)
	}
}

// The statuses of CL_OBS_STATUS and Eurostat's flags become ours, with a note of what they were.
func TestSDMXStatus(t *testing.T) {
	head := "PROVIDER,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
	var text strings.Builder
	text.WriteString(head)
	for _, status := range []string{"A", "B", "E", "P", "F", "U", "I", "G", "D", "S", "V", "", "p", "bp", "r", "s"} {
		text.WriteString("acme,USD,2015,1," + status + "\n")
	}
	for _, missing := range []string{"NaN,M", ",Q", ":,c", "NaN,A", ",L"} {
		text.WriteString("acme,USD,2015," + missing + "\n")
	}
	out := read(t, dataset(describe("path: f.csv\nformat: sdmx-csv", sdmx), map[string]string{"f.csv": text.String()}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	var got []string
	for _, o := range out.rows {
		got = append(got, strings.TrimSpace(string(o.Status)+" "+o.Note))
	}
	want := []string{"A", "B", "E", "P", "F", "E status U: low reliability", "E status I: imputed value", "P status G: experimental value",
		"A status D: definition differs", "A status S: strike or other special event", "P status V: not validated", "A",
		"P status p: provisional", "B status bp: break in time series; provisional", "A status r: revised", "E status s: estimate of the agency",
		"M", "M status Q: suppressed", "M status c: confidential", "M", "M status L: exists but was not collected"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// Weeks are refused with the reason, unless their rows are left out.
func TestSDMXWeeks(t *testing.T) {
	text := "FREQ:Frequency,PROVIDER:P,UNIT_MEASURE:U,TIME_PERIOD:T,OBS_VALUE:O,OBS_STATUS:S\nM: Monthly,acme: A,USD: U,2015-09,1,A: N\nW: Weekly,acme: A,USD: U,2015-W05,1,A: N\n"
	out := read(t, dataset(describe("path: f.csv\nformat: sdmx-csv", sdmx+"max_rejects: 1\n"), map[string]string{"f.csv": text}))
	if r := out.summary.Rejects; len(r) != 1 || r[0].Code != "period-syntax" || !strings.Contains(r[0].Message, "weeks do not add up to months") || r[0].Place.At != "3:4" {
		t.Errorf("%+v, %v", r, out.err)
	}
	out = read(t, dataset(describe("path: f.csv\nformat: sdmx-csv", sdmx+"where: {FREQ: M}\n"), map[string]string{"f.csv": text}))
	if out.err != nil || len(out.rows) != 1 {
		t.Errorf("%d rows, %v", len(out.rows), out.err)
	}
}

// badSDMX are files that must be refused; they have the columns of plain.
func badSDMX() []badFile {
	head := "STRUCTURE,STRUCTURE_ID,ACTION,period:Period,provider:Provider,value:Value,unit:Unit\n"
	row := func(action, period, rest string) string {
		return "dataflow,X:Y(1.0)," + action + "," + period + "," + rest + "\n"
	}
	resource := "path: f.csv\nformat: sdmx-csv"
	return []badFile{
		{"empty", resource, ""},
		{"a row that deletes", resource, head + row("D", "2015-Q1", "acme: Acme,1,USD: US dollar")},
		{"an action that is none", resource, head + row("X: Xylophone", "2015-Q1", "acme,1,USD")},
		{"a component twice", resource, "period,provider,value:Value,value:Wert,unit\n"},
		{"no such component", resource, "TIME_PERIOD:Period,PROVIDER:Provider,OBS_VALUE:Value,UNIT_MEASURE:Unit\n"},
		{"semicolons, undeclared", resource, strings.ReplaceAll(head, ",", ";")},
		{"ragged", resource, head + row("I", "2015-Q1", "acme,1")},
		{"weeks, days of the year and part of a month", resource, head + row("I", "2015-W05", "acme,1,USD") + row("I", "2015-D032", "acme,1,USD") + row("I", "2015-01-15/P1M", "acme,1,USD")},
		{"a label for a value", resource, head + row("I", "2015-Q1", "acme,one: 1,USD")},
		{"codes that no list has", resource, head + row("I", "2015-Q1", "zzz: Acme,1,368: Per cent per year")},
		{"JSON by another name", resource, `{"data": {"dataSets": []}}`},
		{"XML by another name", resource, "<?xml version=\"1.0\"?>\n<message:GenericData/>\n"},
		{"NUL bytes", resource, head + row("I", "2015-Q1", "ac\x00me: A,1,USD")},
		{"quote never closed", resource, head + row("I", "2015-Q1", "\"acme: A,1,USD")},
	}
}

// Whatever an SDMX-CSV holds, reading it ends in observations, rejects or a placed problem.
func FuzzReadSDMX(f *testing.F) {
	f.Add(sameSDMX(sameTable()[:4]))
	f.Add("STRUCTURE[|],ACTION,period: P,provider:Q,value:V,unit\nd,D: x,2015-W05,acme: A: B,NaN,USD\n")
	f.Add("period:,provider: ,value[],unit\n2015-01-01/P1Y,a:b: c,: 1,\n")
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := mustOpen(t, dataset(describe("path: f.csv\nformat: sdmx-csv", plain+"max_rejects: 5\n"), map[string]string{"f.csv": text}))
		sum, err := d.Read(t.Context(), set, func(obs.Observation) error { return nil })
		if sum.RowsIn != sum.Loaded+len(sum.Rejects) {
			t.Errorf("%+v", sum)
		}
		if err != nil {
			problems(t, err)
		}
	})
}
