package bulk

import (
	"slices"
	"strings"
)

// Currency is a currency of ISO 4217.
type Currency struct {
	Code     string // CNY
	Decimals int    // of its minor unit: 2 for most, 0 for JPY, 3 for KWD
}

// currencies holds the codes of ISO 4217 by decimals: current ones (list one of the
// maintenance agency, 2025) and those withdrawn since 2015, without funds, metals and codes
// for testing.
var currencies = [...]string{
	0: "BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
	2: "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUC CUP CVE CZK " +
		"DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT " +
		"LAK LBP LKR LRD LSL LTL MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN " +
		"QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS " +
		"VED VEF VES WST XCD XCG YER ZAR ZMW ZWG ZWL",
	3: "BHD IQD JOD KWD LYD OMR TND",
}

// Currencies returns the currencies that amounts may have, by decimals and code.
func Currencies() []Currency {
	var all []Currency
	for decimals, codes := range currencies {
		for code := range strings.FieldsSeq(codes) {
			all = append(all, Currency{code, decimals})
		}
	}
	return all
}

// decimalsOf returns the decimals of a currency, -1 for none.
func decimalsOf(code string) int {
	all := Currencies()
	if i := slices.IndexFunc(all, func(c Currency) bool { return c.Code == code }); i >= 0 {
		return all[i].Decimals
	}
	return -1
}
