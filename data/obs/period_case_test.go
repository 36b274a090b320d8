package obs_test

import (
	"time"

	"paystats/data/obs"
)

var (
	india   = obs.PeriodStyle{FiscalEnd: time.March}
	bareFY  = obs.PeriodStyle{FiscalEnd: time.March, FiscalBare: true}
	japan   = obs.PeriodStyle{FiscalEnd: time.March, FiscalByStart: true}
	ist     = obs.PeriodStyle{Zone: time.FixedZone("IST", 5*3600+1800)}
	byQtr   = obs.PeriodStyle{DateAs: obs.Quarterly}
	byMonth = obs.PeriodStyle{DateAs: obs.Monthly}
)

var periodCases = []caseTest{
	{id: "cn_quarter", periods: []periodExample{
		{in: "2015年第三季度", want: "2015-Q3"},
		{in: "2015年Q3", want: "2015-Q3"},
		{in: "2018年第1季度", want: "2018-Q1"},
		{in: "2015第三季度", want: "2015-Q3"},
		{in: "15年三季度", want: "2015-Q3"},
		{in: "三季度", wantErr: obs.ErrPeriodRelative},
		{in: "本季度", wantErr: obs.ErrPeriodRelative},
		{in: "第三季度", wantErr: obs.ErrPeriodRelative},
		{in: "去年四季度", wantErr: obs.ErrPeriodRelative},
		{in: "9月", wantErr: obs.ErrPeriodRelative},
	}},
	{id: "en_quarter", periods: []periodExample{
		{in: "2015Q3", want: "2015-Q3"},
		{in: "Q3 2015", want: "2015-Q3"},
		{in: "third quarter of 2015", want: "2015-Q3"},
		{in: "15Q3", want: "2015-Q3"},
		{in: "3Q15", want: "2015-Q3"},
		{in: "Q3'15", want: "2015-Q3"},
		{in: "fourth quarter of last year", wantErr: obs.ErrPeriodRelative},
		{in: "Q3", wantErr: obs.ErrPeriodRelative},
		{in: "15Q5", wantErr: obs.ErrPeriodSyntax},
	}},
	{id: "forecast_suffix", periods: []periodExample{
		{in: "2020Q3e", want: "2020-Q3 forecast"},
		{in: "2020F", want: "2020 forecast"},
		{in: "2021年预计", want: "2021 forecast"},
		{in: "预计2021年第三季度", want: "2021-Q3 forecast"},
		{in: "2021年（预测）", want: "2021 forecast"},
		{in: "2021 (expected)", want: "2021 forecast"},
	}},
	{id: "range_and_ytd", periods: []periodExample{
		{in: "2013Q1—2015Q3", want: "2013-01..2015-09"},
		{in: "2018H1", want: "2018-S1"},
		{in: "1H18", want: "2018-S1"},
		{in: "2018年上半年", want: "2018-S1"},
		{in: "first half of 2018", want: "2018-S1"},
		{in: "2019年前三季度", want: "2019-01..2019-09"},
		{in: "2019年前9个月", want: "2019-01..2019-09"},
		{in: "9M 2019", want: "2019-01..2019-09"},
		{in: "first nine months of 2019", want: "2019-01..2019-09"},
		{in: "2014年1-3月", want: "2014-Q1"},
		{in: "2014年1月至11月", want: "2014-01..2014-11"},
		{in: "Jan-Mar 2014", want: "2014-Q1"},
		{in: "2014年11月至2015年1月", want: "2014-11..2015-01"},
		{in: "2014年1月-2015年3月", want: "2014-01..2015-03"},
		{in: "2015.01-2015.06", want: "2015-S1"},
		{in: "15Q1-15Q3", want: "2015-01..2015-09"},
		{in: "2012-2015", want: "2012-01..2015-12"},
		{in: "2015年前两季度", want: "2015-S1"},
		{in: "2012—2015", want: "2012-01..2015-12"},
		{in: "上半年", wantErr: obs.ErrPeriodRelative},
		{in: "前三季度", wantErr: obs.ErrPeriodRelative},
		{in: "2014年3-1月", wantErr: obs.ErrPeriodSyntax},
	}},
	{id: "point_in_time", periods: []periodExample{
		{in: "截至2015年12月", want: "2015-12 as of"},
		{in: "截至 2015 年 12 月底", want: "2015-12 as of"},
		{in: "截止到2015年第一季度", want: "2015-Q1 as of"},
		{in: "截至2015年四季度末", want: "2015-Q4 as of"},
		{in: "截至2015年12月31日", want: "2015-12-31 as of"},
		{in: "2015年底", want: "2015 as of"},
		{in: "2015年末", want: "2015 as of"},
		{in: "2015年12月末", want: "2015-12 as of"},
		{in: "as at end-March 2016", want: "2016-03 as of"},
		{in: "As of December 31, 2015", want: "2015-12-31 as of"},
		{in: "end of 2015", want: "2015 as of"},
		{in: "2020年3月", want: "2020-03"},
		{in: "截至四季度末", wantErr: obs.ErrPeriodRelative},
	}},
	{id: "fiscal_year", periods: []periodExample{
		{in: "FY 2022-23", style: india, want: "2022-04..2023-03"},
		{in: "FY23", style: india, want: "2022-04..2023-03"},
		{in: "FY24 Q1", style: india, want: "2023-Q2"},
		{in: "Q4 FY24", style: india, want: "2024-Q1"},
		{in: "FY 2022-23 Q1", style: india, want: "2022-Q2"},
		{in: "FY2022-23 H1", style: india, want: "2022-04..2022-09"},
		{in: "FY1999-2000", style: india, want: "1999-04..2000-03"},
		{in: "FY99-00", style: india, want: "1999-04..2000-03"},
		{in: "2022-23", style: india, want: "2022-04..2023-03"},
		{in: "2022-23 (Q1)", style: india, want: "2022-Q2"},
		{in: "Q1:2015-16", style: india, want: "2015-Q2"},
		{in: "2011-12 Q1", style: india, want: "2011-Q2"},
		{in: "1QFY24", style: india, want: "2023-Q2"},
		{in: "2023财年第一季度", style: india, want: "2022-Q2"},
		{in: "FY23E", style: india, want: "2022-04..2023-03 forecast"},
		{in: "FY23", style: japan, want: "2023-04..2024-03"},
		{in: "FY 2022-23", style: japan, want: "2022-04..2023-03"},
		{in: "FY23 Q1", style: obs.PeriodStyle{FiscalEnd: time.December}, want: "2023-Q1"},
		{in: "2015-09", style: india, want: "2015-09"},
		{in: "FY 2021-22", style: india, want: "2021-04..2022-03"}, // a wrong label is for checks
		{in: "2011-12", want: "2011-12"},
		{in: "2011-12", style: india, wantErr: obs.ErrPeriodUndeclared},
		{in: "2011-12", style: bareFY, want: "2011-04..2012-03"},
		{in: "2015-09", style: bareFY, want: "2015-09"}, // 2009 does not follow 2015
		{in: "2011-12", style: obs.PeriodStyle{FiscalBare: true}, want: "2011-12"},
		{in: "FY 2011-12", style: india, want: "2011-04..2012-03"},
		{in: "FY 2022-23", wantErr: obs.ErrPeriodUndeclared},
		{in: "FY23", wantErr: obs.ErrPeriodUndeclared},
		{in: "2022-23", wantErr: obs.ErrPeriodUndeclared},
		{in: "FY 2021-23", style: india, wantErr: obs.ErrPeriodSyntax},
		{in: "FY23 Q5", style: india, wantErr: obs.ErrPeriodSyntax},
		{in: "FY23 H3", style: india, wantErr: obs.ErrPeriodSyntax},
	}},
	{id: "month_forms", periods: []periodExample{
		{in: "Sept-20", want: "2020-09"},
		{in: "Sep-18", want: "2018-09"},
		{in: "July-20", want: "2020-07"},
		{in: "Jul-16", want: "2016-07"},
		{in: "JUL09", want: "2009-07"},
		{in: "2016 September", want: "2016-09"},
		{in: "September 2016", want: "2016-09"},
		{in: "12 2021", want: "2021-12"},
		{in: "2021 12", want: "2021-12"},
		{in: "2015M09", want: "2015-09"},
		{in: "2016-04-01", want: "2016-04-01"},
		{in: "2016-04-01", style: byMonth, want: "2016-04"},
		{in: "13 2021", wantErr: obs.ErrPeriodSyntax},
		{in: "September", wantErr: obs.ErrPeriodRelative},
		{in: "18-Sep", wantErr: obs.ErrPeriodSyntax}, // a day or a month
	}},
	{id: "epoch", periods: []periodExample{
		{in: "1514745000000", style: ist, want: "2018-01-01"},
		{in: "1514745000000", style: obs.PeriodStyle{Zone: time.UTC}, want: "2017-12-31"},
		{in: "1514745000000", style: obs.PeriodStyle{Zone: ist.Zone, DateAs: obs.Quarterly}, want: "2018-Q1"},
		{in: "1514745000000", wantErr: obs.ErrPeriodUndeclared},
	}},
	{id: "quarter_end_date", periods: []periodExample{
		{in: "2024-12-31", want: "2024-12-31"},
		{in: "2024-12-31", style: byQtr, want: "2024-Q4"},
		{in: "2024年9月30日", style: byQtr, want: "2024-Q3"},
		{in: "31-Dec-24", style: byQtr, want: "2024-Q4"},
		{in: "2024Q4", style: byQtr, want: "2024-Q4"},
		{in: "2024-12-15", style: byQtr, wantErr: obs.ErrPeriodSyntax},
	}},
	{id: "ampm_date", periods: []periodExample{
		{in: "2024年12月20日 下午7:55", want: "2024-12-20"},
		{in: "2016-04-01T00:00:00Z", want: "2016-04-01"},
		{in: "2016-04-01 25:00", wantErr: obs.ErrPeriodSyntax},
		{in: "03/04/2015", wantErr: obs.ErrPeriodSyntax}, // two days
	}},
	{id: "period_error", periods: []periodExample{ // what a source mislabels is read as it says: for checks
		{in: "Q4 2015", want: "2015-Q4"},
	}},
}
