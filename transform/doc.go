// Package transform turns observations into metric tables: one SELECT a file, run in
// the order that their needs give.
//
//  1. ReadModels reads models/*.sql: the header (what is asked, of what, in which unit)
//     and the body, and reports every mistake with its place.
//  2. Run holds each header against the engine's own parse of the body, runs what
//     changed, compares the declared columns with the result's, and judges the data by
//     the declared checks.
//  3. Headers and findings are written to the tables model, model_column and
//     model_check: reports and `paystats explain` read them there, never this package.
//
// Invariants: a model reads what it declares and nothing else, of its own layer or the
// one before; equal input gives equal bytes, whatever the number of threads; every core
// and metric row lists the observations it was made of (inputs).
package transform
