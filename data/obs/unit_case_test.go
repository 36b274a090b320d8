package obs_test

import "paystats/data/obs"

var unitCases = []caseTest{
	{id: "cn_scale", quantities: []quantityExample{
		{in: "188091亿", want: "18809100000000"},
		{in: "9万亿", want: "9000000000000"},
		{in: "63815.51亿元人民币", want: "6381551000000 CNY"},
		{in: "9萬億元", want: "9000000000000 CNY"},
	}},
	{id: "count_units", quantities: []quantityExample{
		{in: "4900万笔", want: "49000000 count"},
		{in: "82.17亿张", want: "8217000000 count"},
		{in: "4775万户", want: "47750000 count"},
		{in: "4775萬戶", want: "47750000 count"},
		{in: "12.3亿人次", want: "1230000000 count"},
		{in: "12.3亿人", want: "1230000000 persons"},
	}, units: map[string]obs.Scaled{
		"亿笔": {Unit: obs.Count, Exp: 8}, "万笔": {Unit: obs.Count, Exp: 4}, "亿户": {Unit: obs.Count, Exp: 8}, "万户": {Unit: obs.Count, Exp: 4},
		"亿张": {Unit: obs.Count, Exp: 8}, "万台": {Unit: obs.Count, Exp: 4},
	}},
	{id: "unit_typo", quantities: []quantityExample{ // plausible alone: a check compares with the neighbours
		{in: "136万亿元", want: "136000000000000 CNY"},
		{in: "0.45万笔", want: "4500 count"},
		{in: "2345 亿元", declared: "亿笔", wantErr: obs.ErrUnitSyntax},
	}},
	{id: "en_scale", quantities: []quantityExample{
		{in: "RMB2,015.43 billion", want: "2015430000000 CNY"},
		{in: "23tn yuan", want: "23000000000000 CNY"},
		{in: "CNY22.7 trillion", want: "22700000000000 CNY"},
		{in: "27 Tn Yuan", want: "27000000000000 CNY"},
		{in: "260 Mn", want: "260000000"},
		{in: "5 thousand transactions", want: "5000 count"},
	}},
	{id: "two_currencies", quantities: []quantityExample{
		{in: "RMB2,015.43 billion (US$328.1 billion)", want: "2015430000000 CNY, other 328100000000 USD"},
		{in: "CNY22.7 trillion ($3.34 trillion)", want: "22700000000000 CNY, other 3340000000000 USD"},
		{in: "CNY22.7 trillion ($3.34 trillion)", declared: "CNY", want: "22700000000000 CNY, other 3340000000000 USD"},
		{in: "22.7（约合3.34美元）", declared: "万亿元", want: "22700000000000 CNY, other 3340000000000 USD"},
		{in: "CNY22.7 trillion (12.5%)", wantErr: obs.ErrNumberSeveral},
		{in: "22.7 trillion ($3.34 trillion)", wantErr: obs.ErrNumberSeveral},
	}},
	{id: "two_units_same_fact", quantities: []quantityExample{
		{in: "8.72億(87221萬)", want: "872000000, other 872210000 "},
		{in: "8.72亿笔（87221万笔）", declared: "笔", want: "872000000 count, other 872210000 count"},
		{in: "8.72億(99221萬)", wantErr: obs.ErrNumberConflict},
		{in: "44(45)", declared: "%", wantErr: obs.ErrNumberConflict},
	}},
	{id: "indian_scale", quantities: []quantityExample{
		{in: "₹5 lakh crore", want: "5000000000000 INR"},
		{in: "Rs 5,000 Cr.", want: "50000000000 INR"},
		{in: "6,39,116.95", declared: "Rs. Million", want: "639116950000 INR"},
	}, units: map[string]obs.Scaled{
		"in lakh": {Exp: 5}, "Rs. Million": {Unit: "INR", Exp: 6}, "₹ Crore": {Unit: "INR", Exp: 7}, "in Mn": {Exp: 6},
		"Rupees Billions": {Unit: "INR", Exp: 9}, "(Rs. Million)": {Unit: "INR", Exp: 6}, "Rupees in crore": {Unit: "INR", Exp: 7}, "Cr": {Exp: 7}, "bn": {Exp: 9},
		"(Rs. Crore)": {Unit: "INR", Exp: 7}, "(in lakh)": {Exp: 5}, "(Rs. Billion)": {Unit: "INR", Exp: 9}, "(in Rupees Billions)": {Unit: "INR", Exp: 9},
		"Value (Rs. Billion)": {Unit: "INR", Exp: 9}, "Value (in Rupees Billions)": {Unit: "INR", Exp: 9}, "AMOUNT\n(Rs. Crore)": {Unit: "INR", Exp: 7},
		"Value (in Rs.'000)": {Unit: "INR", Exp: 3}, "Rs. ’000": {Unit: "INR", Exp: 3}, "₹ 000s": {Unit: "INR", Exp: 3}, "Value\n(in million)": {Exp: 6},
		"Volume (actual)": {}, "Volume\n(Actual)": {}, "(Actual)": {}, "(in million)": {Exp: 6}, "Value in Thousand": {Exp: 3},
		"Millions": {Exp: 6}, "in thousands": {Exp: 3},
		"millions of US dollars": {Unit: "USD", Exp: 6}, "单位：亿元": {Unit: "CNY", Exp: 8},
	}},
	{id: "unit_in_header_and_cell", quantities: []quantityExample{
		{in: "465.95亿", declared: "笔", want: "46595000000 count"},
		{in: "465.95亿", declared: "万笔", want: "465950000000000 count, multiplied"},
		{in: "465.95亿笔", declared: "亿笔", want: "46595000000 count, repeated"},
		{in: "465.95万笔", declared: "亿笔", wantErr: obs.ErrUnitTwice},
		{in: "465.95", declared: "亿笔", want: "46595000000 count"},
		{in: "54.2%", declared: "%", want: "0.542 ratio"},
		{in: "0.51个百分点", declared: "pp", want: "0.0051 points"},
	}},
	{id: "unit_mult_column", quantities: []quantityExample{ // the column's power of ten is the declared unit's
		{in: "5", declared: "", want: "5"},
		{in: "5", declared: "thousand", want: "5000"},
		{in: "5", declared: "million", want: "5000000"},
		{in: "5", declared: "billion", want: "5000000000"},
	}},
	{id: "exchange_rate", quantities: []quantityExample{
		{in: "7.1217", declared: "CNY/USD", want: "7.1217 CNY/USD"},
		{in: "4.8123", declared: "CNY per 100 JPY", want: "0.048123 CNY/JPY"},
		{in: "7.1217 CNY/USD", declared: "人民币/美元", want: "7.1217 CNY/USD"},
		{in: "4.8123 CNY per 100 JPY", wantErr: obs.ErrNumberSyntax},
		{in: "7.1 CNY", declared: "CNY/USD", wantErr: obs.ErrUnitSyntax},
		{in: "7.1 CNY/EUR", declared: "CNY/USD", wantErr: obs.ErrUnitSyntax},
	}, units: map[string]obs.Scaled{
		"CNY/USD": {Unit: "CNY/USD"}, "USD/INR": {Unit: "USD/INR"}, "CNY per USD": {Unit: "CNY/USD"}, "INR per 1 USD": {Unit: "INR/USD"},
		"人民币/美元": {Unit: "CNY/USD"}, "人民元/100日元": {Unit: "CNY/JPY", Exp: -2}, "人民币元／1000日元": {Unit: "CNY/JPY", Exp: -3},
		"美元兑人民币": {Unit: "CNY/USD"}, "100日元兑人民币": {Unit: "CNY/JPY", Exp: -2}, "Rupees per US Dollar": {Unit: "INR/USD"},
	}},
	{id: "pct_forms", quantities: []quantityExample{
		{in: "上升0.51个百分点", want: "0.0051 points"},
		{in: "扩大 8 个基点", want: "0.0008 points"},
		{in: "下降0.51个百分点", want: "-0.0051 points"},
		{in: "25 bps", want: "0.0025 points"},
		{in: "近九成", want: "0.9 ratio under"},
		{in: "113 per cent", want: "1.13 ratio"},
		{in: "1.5 percentage points", want: "0.015 points"},
		{in: "0.51个百分点", declared: "%", wantErr: obs.ErrUnitSyntax},
		{in: "0.51%", declared: "个百分点", wantErr: obs.ErrUnitSyntax},
	}},
}
