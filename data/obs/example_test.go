package obs_test

import (
	"errors"
	"fmt"
	"time"

	"paystats/data/obs"
)

func ExampleNumberStyle_ParseQuantity() {
	q, _ := obs.ParseQuantity("RMB2,015.43 billion (US$328.1 billion)", obs.Scaled{})
	fmt.Println(q.Value, q.Unit, q.Other.Value, q.Other.Unit)

	q, _ = obs.ParseQuantity("465.95亿", obs.Scaled{Unit: obs.Count, Exp: 4}) // a column headed 万笔
	fmt.Println(q.Value, q.Unit, q.Multiplied)

	q, _ = obs.NumberStyle{DecimalComma: true}.ParseQuantity("1.234,5", obs.Scaled{})
	fmt.Println(q.Value)

	_, err := obs.ParseQuantity("65.438+09%", obs.Scaled{})
	fmt.Println(err)
	// Output:
	// 2015430000000 CNY 328100000000 USD
	// 465950000000000 count true
	// 1234.5
	// not a number: cut or corrupted digits: "65.438+09%"
}

func ExamplePeriodStyle_ParsePeriod() {
	india := obs.PeriodStyle{FiscalEnd: time.March, DateAs: obs.Quarterly}
	for _, text := range []string{"FY 2022-23", "FY24 Q1", "2024-12-31", "截至2015年12月"} {
		p, _ := india.ParsePeriod(text)
		fmt.Println(p.Period, p.AsOf)
	}
	_, err := india.ParsePeriod("三季度")
	fmt.Println(errors.Is(err, obs.ErrPeriodRelative))
	// Output:
	// 2022-04..2023-03 false
	// 2023-Q2 false
	// 2024-Q4 false
	// 2015-12 true
	// true
}
