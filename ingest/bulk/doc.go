// Package bulk describes files whose rows are too many to be read one by one: payment
// attempts (transactions) and applications for credit (activations), and loads them. A Set
// says which files, which column is what, and how its texts are meant: package ingest makes
// it from a descriptor, without mistakes and with every default filled in. Load turns it into
// SQL, which the engine runs, and accounts for every row; see README.md.
package bulk
