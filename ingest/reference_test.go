package ingest_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/ingest"
)

// The reference of the descriptor's keys is a descriptor that opens.
func TestReferenceOpens(t *testing.T) {
	text, err := os.ReadFile("../data/sets/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```yaml\n")
	descriptor, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the reference holds no descriptor")
	}
	const folder = "data/sets/regional-wallets/"
	_, rest, _ = strings.Cut(rest, "## Corrections")
	_, rest, _ = strings.Cut(rest, "```yaml\n")
	corrections, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the reference holds no corrections")
	}
	_, err = ingest.Open(fstest.MapFS{
		folder + "datapackage.yaml": {Data: []byte(descriptor)},
		folder + "quarterly.csv":    {Data: []byte("季度\n")},
		folder + "series.csv":       {Data: []byte("series,measure\n")},
		folder + "corrections.yaml": {Data: []byte(corrections)},
	}, strings.TrimSuffix(folder, "/"))
	if err != nil {
		t.Errorf("Open of the reference:\n%v", err)
	}
}
