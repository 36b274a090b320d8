// Package native turns a chart.Spec into a chart that Office itself draws and edits: the
// sheet with its numbers, and the chart part (DrawingML) that reads them.
//
//	chart.Spec ─► Chart ─┬─► Sheet: written by package xlsx, in a workbook or embedded in a slide
//	                     ├─► Part: the chart, its cache the numbers of the Sheet
//	                     └─► Shapes: events, breaks and texts that charts have no element for
//
// Kinds that Office has no form for are built as is usual there: a waterfall and an
// interval are bars on invisible ones, a Marimekko is stacked areas over an axis of dates.
//
// Invariants: every number that a chart part holds is a cell of its Sheet; a hole is an
// empty cell; numbers stand in the unit of the axis (9.0 of CNY tn), which the first cell
// names; colours are those of the Spec, all else takes the colours and fonts of the deck.
package native
