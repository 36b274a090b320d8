// Package obs holds the words of official statistics as types: Period, Decimal,
// Unit, Status, Hedge, Series and Observation.
//
// Text that people print goes in ("2015年第三季度", "FY24 Q1", "1,234.5", "万亿元",
// ">400"); canonical values come out. What one text cannot show is declared, in a
// NumberStyle or PeriodStyle, or refused. Every parser returns a sentinel error wrapped
// with the offending text and knows nothing of files: the reader of the file adds
// the place.
//
// Invariants:
//  1. Parse(String(x)) == x for periods and decimals.
//  2. A multiplier (亿, crore, bn) is applied once, here; everything downstream
//     holds base units, and fractions for shares and rates.
package obs
