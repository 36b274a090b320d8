package profile_test

// cases are files, the lines that their proposals hold, and how many observations they read.
var cases = []struct {
	name      string
	files     map[string]string
	publisher string
	want      string
	without   []string
	read      int
}{
	{name: "long table", files: map[string]string{"f.csv": "quarter,provider,交易规模(亿元)\n2015Q1,Alipay,1\n2015Q2,Alipay,2\n2015Q1,Tenpay,3\n2015Q2,Tenpay,4\n"}, want: `
		period: {column: quarter}
		area: CN
		dimension: provider
		member: {column: provider}
		segment: d  # unsure: segment d is new; the code list has none that fits
		- {column: 交易规模(亿元), unit: 亿元}
		measure: tx_value
	`, read: 4},
	{name: "merged_header", files: map[string]string{"f.csv": `NATIONAL ELECTRONIC FUND TRANSFER (NEFT) - MARCH - 2012,,,,
BANK,TOTAL OUTWARD DEBITS,,RECEIVED INWARD CREDITS,
,NO. OF TRANSACTIONS,AMOUNT,NO. OF TRANSACTIONS,AMOUNT
,,(Rs. Million),,(Rs. Million)
YES BANK,10,1.5,20,2.5
AXIS BANK,30,3.5,10,2.5
Total,40,5,30,5
NOTE - accepted by NEFT,,,,
`}, want: `
		dialect: {headerRows: [2, 3, 4]}
		total: {BANK: '(?i)^Total$'}
		end: {BANK: '^NOTE - accepted by NEFT'}
		period: {cell: A1, pattern: '(?P<month>[A-Za-z]{3,9})[ ,_-]*(?P<year>(?:19|20)\d\d)'}
		area: IN
		dimension: bank
		- {column: 'TOTAL OUTWARD DEBITS > NO. OF TRANSACTIONS', unit: count, measure: tx_count, segment: neft-outward}
		- {column: 'RECEIVED INWARD CREDITS > AMOUNT > (Rs. Million)', unit: Rs. Million, measure: tx_value, segment: neft-inward}
	`, read: 12},
	{name: "totals_rows", files: map[string]string{"f.csv": "Mobile Banking January 2020,,\nSr. No.,Bank,Volume,Value (Rs. crore)\n1,2,3,4\n1,YES BANK,10,1\n2,AXIS BANK,20,2\n3,UCO BANK,30,3\n,Total,60,6\n,Total (in thousand),0.06,0.006\n"}, want: `
		skip: {Bank: '^\(?\d+\)?$'}
		total: {Bank: '(?i)^Total$'}
		check: {Bank: '(?i)^Total \('}
		segment: mobile-banking
		- {column: Volume, unit: count, measure: tx_count}
	`, read: 8},
	{name: "wide_years", files: map[string]string{"f.csv": "Country,2012,2013,2014\nChina,1.5,2.5,3.5\nIndia,0.5,0.7,0.9\n"}, want: `
		period: {header: '(?P<period>\d{4})'}
		area: {column: Country}
		- {columns: '^\d{4}$', unit: CNY}  # unsure: measure: nothing says what is counted; taken for an amount; unit: no currency is named; unit: no multiplier is named (lakh, crore, million, 万, 亿?)
	`, read: 6},
	{name: "cn_quarter as headers", files: map[string]string{"f.csv": "第三方移动支付交易规模,,\n单位：亿元,,\n机构,2015年第一季度,2015年第二季度\n支付宝,10,-\n财付通,5,6\n"}, want: `
		period: {header: '(?P<period>\d{4}年第[一二三四]季度)'}
		segment: third-party-mobile
		measure: tx_value
		- {columns: '^\d{4}年第[一二三四]季度$', unit: 亿元, missing: ['-']}
	`, read: 4},
	{name: "merged_header, of years over quarters", files: map[string]string{"f.csv": "第三方移动支付交易规模,,\n单位：亿元,,\n机构,2023年,,2024年\n,第一季度,第二季度,第一季度e\n支付宝,10,11,12\n财付通,5,6,7\n注：e为预测值,,\n"}, want: `
		dialect: {headerRows: [3, 4]}
		end: {机构: '^注：'}
		period: {header: '(?P<period>\d{4}年 > 第[一二三四]季度e|\d{4}年 > 第[一二三四]季度)'}
		- {columns: '^(?:\d{4}年 > 第[一二三四]季度e|\d{4}年 > 第[一二三四]季度)$', unit: 亿元}
	`, read: 6},
	{name: "merged_header, of years over words for quarters", files: map[string]string{"f.csv": "UPI apps, value in INR crore,,,\nApp,2023,,2024\n,Q1,Q2,Q1\nPhonePe,10,11,12\nPaytm,5,6,7\n"}, want: `
		period: {header: '(?P<period>\d{4} > Q\d)'}
		- {columns: '^\d{4} > Q\d$', unit: INR crore}
	`, read: 6},
	{name: "index_column", files: map[string]string{"f.csv": ",UPI Banks,Month,Volume (in Mn),Value (in Cr)\n0,YES BANK,Jan-20,\"1,305.02\",\"2,16,242.97\"\n1,AXIS BANK,Jan-20,3,4\n2,UCO BANK,Jan-20,5,6\n"}, want: `
		period: {column: Month}
		member: {column: UPI Banks}
		- {column: Volume (in Mn), unit: Mn, measure: tx_count}
		- {column: Value (in Cr), unit: INR Cr, measure: tx_value}  # unsure: unit: no currency is named
	`, read: 6},
	{name: "month_forms in two columns", files: map[string]string{"f.csv": "Bank,OutwardTransactions,OutwardValueMillions,Month,Year\nYES BANK,1,2,Sept,2016\nAXIS BANK,3,4,Sept,2016\nYES BANK,1,2,Oct,2016\n"}, want: `
		period: {columns: [Month, Year]}
		- {column: OutwardTransactions, unit: count, measure: tx_count}
	`, read: 6},
	{name: "quarters as numbers", files: map[string]string{"f.csv": "year,quarter,amount (CNY bn)\n2015,1,5\n2015,2,6\n2015,3,7\n"}, want: `
		period: {columns: [year, quarter], values: {'2015 1': 2015-Q1, '2015 2': 2015-Q2, '2015 3': 2015-Q3}}
	`, read: 3},
	{name: "quarter_end_date", files: map[string]string{"f.csv": ";datatrimestre;valorPix;quantidadePix\n0;2020-12-31;7714115370000,0;12,5\n1;2021-03-31;8714115370000,5;13,5\n"}, want: `
		dialect: {delimiter: ";"}
		period: {column: datatrimestre, date_as: quarter}
		- {column: quantidadePix, unit: count, decimal: ",", measure: tx_count}
	`, read: 4},
	{name: "fiscal_year", files: map[string]string{"f.csv": "Year,Volume (lakh),Value (₹ crore)\n2011-12,10,20\n2012-13,11,22\n"}, want: `
		period: {column: Year, fiscal_end: March, fiscal_bare: true}  # unsure: fiscal years such as "2011-12": do they end in March, as in India?
	`, read: 4},
	{name: "code_label_pairs are not periods and names", files: map[string]string{"f.csv": "quarter,provider,amount (CNY bn)\n2015Q1,Alipay,1\n2015Q2,Tenpay,2\n"}, want: `
		member: {column: provider}
	`, read: 2},
	{name: "measures and units in rows", files: map[string]string{"f.csv": "指标,2014,2015,2016\n移动支付用户规模(亿人),2.1,3.5,4.6\n交易规模(万亿元),6,12,38\n交易规模同比增长率,134.3%,103.5%,216.4%\n"}, want: `
		measure: {column: 指标, values: {移动支付用户规模(亿人): users, 交易规模(万亿元): tx_value, 交易规模同比增长率: tx_value}}  # unsure: the measures are read from the words of the texts
		transformation: {column: 指标, values: {交易规模同比增长率: yoy}, otherwise: level}
	`, read: 9},
	{name: "volume alone", files: map[string]string{"f.csv": "Quarter,Provider,Volume\nQ1 2015,Alipay,10\nQ2 2015,Alipay,11\n"}, want: `
		- {column: Volume, unit: count}  # unsure: measure: "Volume" may be the number (tx_count) or the amount (tx_value) of payments
	`, read: 2},
	{name: "unit_mult_column", files: map[string]string{"f.csv": "FREQ,Frequency,REF_AREA,Reference area,UNIT_MEASURE,UNIT_MULT,TIME_PERIOD,OBS_VALUE,OBS_STATUS\nA,Annual,CN,China,CNY,9,2020,100.5,A\nA,Annual,IN,India,INR,9,2020,55,E\n"}, want: `
		area: {column: REF_AREA}
		status: {column: OBS_STATUS, default: A}
		- {column: OBS_VALUE, unit: {column: UNIT_MEASURE}, multiplier: {column: UNIT_MULT}}
	`, read: 2},
	{name: "members as columns", files: map[string]string{"f.csv": "period,Alipay share,Tenpay share\n2018Q1,53.5%,38.7%\n2018Q2,53.0%,38.8%\n"}, want: `
		transformation: share
		dimension: provider
		- {column: Alipay share, unit: '%', member: Alipay}  # unsure: measure: nothing says what is counted; taken for an amount
	`, read: 4},
	{name: "nothing names the columns", files: map[string]string{"f.csv": "2015Q1,Alipay,10\n2015Q2,Alipay,11\n2015Q3,Alipay,12\n"}, want: `
		dialect: {header: false}
		period: {column: field1}
	`, read: 3},
	{name: "records in JSON, units in cells", files: map[string]string{"f.json": `{"rows":[{"quarter":"2015Q1","provider":"Alipay","value":"1.5万亿元"},{"quarter":"2015Q2","provider":"Tenpay","value":"1.7万亿元"}]}`}, want: `
		format: json
		records: /rows
		- {column: value}
	`, read: 2},
	{name: "path_only", files: map[string]string{
		"state/goa/2018/1.json": `[{"category":"Merchant payments","count":1,"amount":2.5}]`, "state/kerala/2018/2.json": `[{"category":"Merchant payments","count":1,"amount":2.5}]`}, want: `
		path: state/**/*.json
		period: {path: '(?P<year>\d{4})/[Qq]?(?P<quarter>[1-4])\.[a-z]+$'}
		area: {path: 'state/(?P<area>[^/]+)/'}
		dimension: category
	`, read: 4},
	{name: "encoding", files: map[string]string{"f.csv": "\xbc\xbe\xb6\xc8,\xbd\xf0\xb6\xee\xa3\xa8\xd2\xda\xd4\xaa\xa3\xa9\n2015Q1,10\n2015Q2,11\n"}, want: `
		encoding: gb18030
		period: {column: 季度}
	`, read: 2},
}
