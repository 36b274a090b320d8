// Package sample makes synthetic payment attempts: rows that look like those of a wallet or
// an acquirer, and say nothing of any.
//
//	rows, seed ─► NewMaker ─► Block(0), Block(1), … ─► Write: CSV or Parquet, a map of reason codes, datapackage.yaml
//	                      └─► cases of buy now, pay later, and the credit that came of them ─► Write: CSV
//
// Invariants:
//  1. Equal rows and seed give equal attempts: numbers are drawn from streams that start at a
//     place (block, order), never one behind the other, and no clock is read. How many
//     goroutines write changes no byte.
//  2. Memory depends on the number of threads, not on the number of rows.
//  3. Everything that it writes says synthetic: file names, descriptor, Parquet metadata.
//
// README.md has the model's parameters; tests hold the rows against them.
package sample
