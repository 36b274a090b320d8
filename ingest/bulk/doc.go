// Package bulk describes files whose rows are too many to be read one by one: payment
// attempts (transactions) and applications for credit (activations). The engine reads
// them; a Set says which files, which column is what, and how its texts are meant.
//
// package ingest makes Sets from descriptors, without mistakes and with every default
// filled in; whoever loads them turns one Set into SQL. Sets hold no data.
package bulk
