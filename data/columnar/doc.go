// Package columnar is where the program meets Apache Arrow: it alone knows the library.
//
// In: rows, which a [Batch] collects for the engine of the warehouse. Out: the rows of
// Arrow and Parquet files, as text cells ([OpenArrow], [OpenParquet]), what the engine computes
// from ([ReadNumbers]), and Parquet files ([ParquetWriter]).
package columnar
