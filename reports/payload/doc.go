// Package payload turns a chart into the data that the fixed scripts draw it from.
//
// A chart.Spec goes in; a Payload comes out, which package html writes into a page and
// package svg hands to the same scripts in an engine of its own. Both draw from one
// builder, so that a picture looks as the page does.
//
//  1. payload.go checks the spec against its contract and takes over the printed texts.
//  2. options.go makes ECharts options with go-echarts' types.
//  3. style.go gives the colours of a theme's light and dark page.
//  4. legend.go lists the keys of a chart.
//
// Invariants: data only, no programs; every colour that leaves is #rrggbb; equal specs give
// equal payloads.
package payload
