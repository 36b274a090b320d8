// Package ingest turns the files of a dataset into observations.
//
// A dataset is a folder with a datapackage.yaml: a Frictionless Data Package whose
// resources carry a `paystats` block that says where each part of an observation
// stands. Nothing about a dataset is known in Go.
//
//  1. Open reads the descriptor and the concept maps, finds the files and reports
//     every problem at once, with file, line and column.
//  2. Check holds the codes that the descriptor names against the code lists.
//  3. Read reads the files in parallel, a reader per format, maps every value to an
//     observation and hands them over in the order of resources, files and rows.
//
// Resources of transactions and activations are too large for that: Bulk returns what the
// engine must know to read them.
//
// Invariants:
//   - cells in = loaded + rejected, always;
//   - more rejects than a resource allows is an error and the caller keeps nothing;
//   - equal files give equal observations in equal order;
//   - every observation knows its place and the text that was printed there.
//
// README.md lists the error codes.
package ingest
