// Package xls reads old binary workbooks (.xls): BIFF8 of Excel 97 to 2003 and BIFF5 of
// Excel 5 and 95, whole files or bare streams.
//
// In: the bytes of a file. Out: names of sheets, and for each of them its rows of cells as
// they are stored: a text, a number with its number format, a truth value, an error; of a
// formula, the value computed last. How a number is shown is not decided here.
//
// A file may claim what it wants: records are cut at their bounds, cells are counted
// (MaxCells), and what does not fit is an error, never a panic.
//
// The package is our own because no library would do: one has a licence (GPL) that does
// not fit, and another reads 35009.33 as 3500933, leaves out the values of formulas and
// panics on files of the Reserve Bank of India.
package xls
