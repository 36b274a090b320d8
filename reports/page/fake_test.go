package page_test

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paystats/data/frame"
	"paystats/data/obs"
)

// The fixture: two markets of Acmeland. pay has a published total and three named
// providers that explain 90 %; two publishers. Q3 of 2020 is a hole in iresearch's total.
const codeLists = `
-- model_column
model,name,type,unit
core_market_value,value,decimal,row
core_market_value,derived,bool,-
core_market_value,series_break,bool,-
core_market_value,inputs,list,-
metric_share,share,double,ratio
metric_share,coverage,double,ratio
metric_share,inputs,list,-
metric_yoy,yoy,double,ratio
metric_yoy,difference,decimal,row
metric_hhi,hhi_low,double,points
metric_hhi,hhi_high,double,points
metric_hhi,label_2023,text,-
metric_share_shift,share_shift,double,pp
metric_share_shift,share_shift_period,double,pp
metric_share_shift,reason_period,text,-
metric_share,half_band,double,ratio
metric_publisher_band,publisher_band_low,decimal,row
metric_publisher_band,publisher_band_high,decimal,row
metric_approval_rate,dataset,text,-
metric_approval_rate,publisher,text,-
metric_approval_rate,frequency,text,-
metric_approval_rate,period,text,-
metric_approval_rate,period_start,date,-
metric_approval_rate,dimension,text,-
metric_approval_rate,member,text,-
metric_approval_rate,approval_rate,double,ratio
metric_approval_rate,approval_rate_low,double,ratio
metric_approval_rate,approval_rate_high,double,ratio
metric_retention,dataset,text,-
metric_retention,retention,double,ratio
-- measure
id,name_en,name_zh,additive
tx_value,Transaction value,交易金额,yes
tx_count,Transactions,交易笔数,yes
users,Users,用户数,no
-- market
id,name_en,name_zh,area,measures,dimension,total,publishers
pay,Acmeland payments,阿克米支付,AC,tx_value;tx_count,provider,published,acme;birch
bank,Acmeland banks,阿克米银行,AC,tx_value,,published,acme
purse,Acmeland purses,阿克米钱包,AC,users,wallet,published,acme
kiosk,Acmeland kiosks,,AC,users,booth,published,acme
toy,Toy shop,玩具店,AC,tx_value,,published,synthetic
-- publisher
id,name_en,name_zh
acme,Acme Institute,阿克米研究院
birch,Birch & Co,桦木
cedar,Cedar,雪松
synthetic,Synthetic sample,合成样本
-- scope
id,name_en,name_zh
unspecified,Scope not stated,未说明口径
-- area
id,name_en,name_zh
AC,Acmeland,阿克米
-- dimension
id,name_en,many_en,name_zh
provider,Provider,providers,机构
wallet,Purse,purses,钱包
-- member
dimension,id,name_en,name_zh
total,total,Total,合计
provider,zeta,Zeta,泽塔
provider,alpha,Alpha,阿尔法
provider,beta,Beta,Beta
provider,others,Others,其他
wallet,red,Red,红
wallet,blue,Blue,蓝
booth,one,One,
-- event
id,date,name_en,name_zh
law,2020-05-01,Law in force,法律施行
-- transaction_set
dataset,title,title_zh,publisher,synthetic
made,Made-up attempts,虚构的支付请求,synthetic,true
real,Attempts at a till,,acme,false
-- duckdb_columns
table_name,column_name
core_market_value,publisher
metric_retention,dataset
metric_retention,publisher
metric_retention,synthetic
transaction_set,dataset
transaction_set,publisher
transaction_set,synthetic
-- model
name,needs
core_market_value,observation
metric_retention,rollup_cohort
own_summary,metric_retention
own_list,acceptance
`

// values are the rows of the metric tables. An empty value is a hole with its reason.
const values = `table,market,measure,publisher,unit,frequency,period,member,value,high,reason,status,derived,coverage,inputs,label
core_market_value,pay,tx_value,acme,CNY,Q,2020-Q1,total,1000000000000,,,A,,,1,
core_market_value,pay,tx_value,acme,CNY,Q,2020-Q2,total,1200000000000,,,A,,,2,
core_market_value,pay,tx_value,acme,CNY,Q,2020-Q3,total,,,missing,,,,,
core_market_value,pay,tx_value,acme,CNY,Q,2020-Q4,total,2730000000000,,,F,,,4,
core_market_value,pay,tx_value,birch,CNY,Q,2020-Q1,total,1500000000000,,,A,,,5,
core_market_value,pay,tx_value,birch,CNY,Q,2020-Q2,total,1600000000000,,,A,,,6,
core_market_value,pay,tx_count,acme,count,Q,2020-Q1,total,28219255839,,,A,,,7,
core_market_value,pay,tx_value,acme,CNY,Q,2020-Q4,alpha,1501500000000,,,A,true,,4;10,
core_market_value,bank,tx_value,acme,CNY,Q,2020-Q1,total,5000000000,,,A,,,8,
core_market_value,toy,tx_value,synthetic,CNY,Q,2020-Q1,total,7000000,,,A,,,30,
core_market_value,purse,users,acme,persons,Q,2020-Q4,red,300,,,A,,,20,
core_market_value,purse,users,acme,persons,Q,2020-Q4,blue,100,,,A,,,21,
core_market_value,kiosk,users,acme,persons,Q,2020-Q4,one,7,,,A,,,22,
metric_share,pay,tx_value,acme,CNY,Q,2020-Q4,alpha,0.55,,,A,,0.9,10,
metric_share,pay,tx_value,acme,CNY,Q,2020-Q4,zeta,0.2,,,A,,0.9,11,
metric_share,pay,tx_value,acme,CNY,Q,2020-Q4,beta,0.15,,,A,,0.9,12,
metric_share,pay,tx_value,acme,CNY,Q,2020-Q2,alpha,0.619,,,A,,0.9,13,
metric_yoy,pay,tx_value,acme,CNY,Q,2020-Q1,total,,,missing_base,A,,,1,
metric_yoy,pay,tx_value,acme,CNY,Q,2020-Q2,total,0.0843,,,A,,,2,
metric_hhi,pay,tx_value,acme,CNY,Q,2020-Q4,total,3650,3700,,A,,,10;11;12,highly concentrated
metric_share_shift,pay,tx_value,acme,CNY,Q,2020-Q4,alpha,-0.069,,,A,,,10;13,
metric_approval_rate,made,,synthetic,,Q,2020-Q3,total,0.9,,,A,,,,
metric_approval_rate,made,,synthetic,,Q,2020-Q3,app,0.95,,,A,,,,
metric_approval_rate,made,,synthetic,,Q,2020-Q4,app,0.96,,,P,,,,
metric_approval_rate,made,,synthetic,,Q,2020-Q4,web,0.8,,,P,,,,
`

// fake answers the queries of a build from the texts above. It reads just as much SQL
// as the package writes.
type fake struct {
	lists  map[string]*frame.Frame
	rows   []map[string]string
	asked  []string
	fail   error // of an sql block
	block  *frame.Frame
	real   *frame.Frame   // what block would be without synthetic rows; nil for the same
	doubts map[int]string // id -> confidence
}

func newFake(t testing.TB) *fake {
	t.Helper()
	f := &fake{lists: map[string]*frame.Frame{}}
	for _, part := range strings.Split(codeLists, "\n-- ")[1:] {
		name, text, _ := strings.Cut(part, "\n")
		f.lists[name] = textFrame(records(t, text))
	}
	f.rows = append(f.rows, records(t, values)...)
	return f
}

func records(t testing.TB, text string) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(strings.TrimSpace(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range all[1:] {
		m := map[string]string{}
		for i, c := range all[0] {
			m[c] = r[i]
		}
		out = append(out, m)
	}
	return out
}

func textFrame(rows []map[string]string) *frame.Frame {
	var f frame.Frame
	if len(rows) == 0 {
		return &f
	}
	var names []string
	for c := range rows[0] {
		names = append(names, c)
	}
	slices.Sort(names)
	for _, c := range names {
		col := frame.Column{Name: c, Kind: frame.Text}
		for _, r := range rows {
			col.Cells = append(col.Cells, r[c])
		}
		f.Columns = append(f.Columns, col)
	}
	return &f
}

var (
	fromTable = regexp.MustCompile(`FROM "?(\w+)"?`)
	ofBand    = regexp.MustCompile(`\(SELECT any_value\([^)]*\) FROM metric_publisher_band[^)]*\)`)
	condition = regexp.MustCompile(`(\w+) (?:= |IN \()('[^']*'(?:, '[^']*')*)`)
)

func (f *fake) Query(_ context.Context, sql string, args ...any) (*frame.Frame, error) {
	f.asked = append(f.asked, sql)
	sql = ofBand.ReplaceAllString(sql, "NULL")
	switch {
	case strings.HasPrefix(sql, "SELECT json_serialize_sql"):
		return textFrame([]map[string]string{{"parse": `{"statements": [{}]}`}}), nil
	case strings.HasPrefix(sql, "SELECT * FROM ("):
		return cmp.Or(f.block, &frame.Frame{}), f.fail
	case strings.HasPrefix(sql, "WITH "):
		return cmp.Or(f.real, f.block), f.fail
	case strings.HasPrefix(sql, "SELECT DISTINCT dimension"):
		return textFrame([]map[string]string{{"dimension": "channel"}, {"dimension": "provider"}}), nil
	case strings.HasPrefix(sql, "SELECT EXISTS"):
		return &frame.Frame{Columns: []frame.Column{{Name: "found", Kind: frame.Bool, Cells: []any{true}}}}, nil
	}
	table := fromTable.FindStringSubmatch(sql)[1]
	if list := f.lists[table]; list != nil {
		return list, nil
	}
	switch {
	case table == "observation":
		return f.observations(args[0].(string)), nil
	case table == "core_observation":
		return textFrame(nil), nil
	case table == "load":
		return textFrame([]map[string]string{{"dataset": "acme-set", "title": "Acme's figures", "title_zh": "顶点公司数据", "licence": "CC0-1.0"}}), nil
	}
	rows := f.where(table, sql)
	if strings.Contains(sql, "GROUP BY") {
		return extents(rows), nil
	}
	return typed(rows), nil
}

// where applies the conditions of a query.
func (f *fake) where(table, sql string) []map[string]string {
	rows := slices.DeleteFunc(slices.Clone(f.rows), func(r map[string]string) bool { return r["table"] != table })
	_, conditions, _ := strings.Cut(sql, " WHERE ")
	for _, m := range condition.FindAllStringSubmatch(conditions, -1) {
		if m[1] == "dimension" { // the rows hold one only
			continue
		}
		want := strings.Split(strings.Trim(m[2], "'"), "', '")
		rows = slices.DeleteFunc(rows, func(r map[string]string) bool { return !slices.Contains(want, r[m[1]]) })
	}
	slices.SortStableFunc(rows, func(a, b map[string]string) int { return strings.Compare(start(a["period"]), start(b["period"])) })
	return rows
}

func start(period string) string {
	p, _, err := obs.ParsePeriod(period)
	if err != nil {
		panic(err)
	}
	return p.Start().Format("2006-01-02")
}

func extents(rows []map[string]string) *frame.Frame {
	type key struct{ measure, publisher, frequency string }
	var order []key
	found := map[key]map[string]string{}
	for _, r := range rows {
		if r["value"] == "" {
			continue
		}
		k := key{r["measure"], r["publisher"], r["frequency"]}
		if found[k] == nil {
			order = append(order, k)
			found[k] = map[string]string{"measure": k.measure, "publisher": k.publisher, "frequency": k.frequency, "first_period": r["period"]}
		}
		found[k]["last_period"] = r["period"]
		if r["member"] == "total" {
			found[k]["whole"] = "true"
		}
	}
	var out []map[string]string
	for _, k := range order {
		out = append(out, found[k])
	}
	f := textFrame(out)
	whole := frame.Column{Name: "whole", Kind: frame.Bool}
	for _, r := range out {
		whole.Cells = append(whole.Cells, r["whole"] == "true")
	}
	f.Columns = append([]frame.Column{whole}, f.Columns...)
	return f
}

// typed gives the rows of a metric the types that the engine gives them.
func typed(rows []map[string]string) *frame.Frame {
	dated := make([]map[string]string, len(rows))
	for i, r := range rows {
		dated[i] = maps.Clone(r)
		dated[i]["period_start"] = start(r["period"])
	}
	f := textFrame(dated)
	for i := range f.Columns {
		c := &f.Columns[i]
		for j, cell := range c.Cells {
			text := cell.(string)
			switch c.Name {
			case "value", "high", "coverage":
				if c.Kind, c.Cells[j] = frame.Float, nil; text != "" {
					v, _ := strconv.ParseFloat(text, 64)
					c.Cells[j] = v
				}
			case "derived":
				c.Kind, c.Cells[j] = frame.Bool, text == "true"
			case "inputs":
				c.Kind, c.Cells[j] = frame.List, ids(text)
			}
		}
	}
	return f
}

func ids(text string) []int64 {
	var out []int64
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("[;, ]", r) }) {
		n, _ := strconv.ParseInt(part, 10, 64)
		out = append(out, n)
	}
	return out
}

func (f *fake) observations(list string) *frame.Frame {
	var rows []map[string]string
	for _, id := range ids(list) {
		rows = append(rows, map[string]string{
			"id": fmt.Sprint(id), "publisher": "acme", "document_title": "Report", "document": "https://acme.example/report", "vintage": "",
			"confidence": f.doubts[int(id)], "hedge": "", "dataset": "acme-set", "period": "2020-Q1",
		})
	}
	return textFrame(rows)
}
