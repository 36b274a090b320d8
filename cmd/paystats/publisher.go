package main

import (
	"context"

	"github.com/spf13/cobra"

	"paystats/data/codelist"
	"paystats/data/warehouse"
	"paystats/reports/page"
)

// addPublisher declares --publisher.
func addPublisher(c *cobra.Command, publisher *string) {
	c.Flags().StringVar(publisher, "publisher", "", "whose figures to show where a market has several publishers (default: the market's order)")
}

// knownPublisher refuses a publisher that no code list has; "" is none.
func knownPublisher(codes *codelist.Set, id string) error {
	if id == "" || codes.Has("publisher", id) {
		return nil
	}
	var known []string
	for _, row := range codes.List("publisher").Rows {
		known = append(known, row.Cells[0])
	}
	return unknown("publisher", id, known, "paystats list publishers")
}

// requestOptions are the options of a page that say what is compared: the publisher, and
// the cut that the models stand at.
func requestOptions(ctx context.Context, db *warehouse.DB, publisher string) (page.Options, error) {
	asOf, err := db.AsOf(ctx)
	return page.Options{AsOf: asOf, Publisher: publisher}, err
}
