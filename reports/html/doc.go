// Package html renders finished documents as self-contained HTML files.
//
// A document.Document goes in, one file comes out that opens by double-click: the
// style, Apache ECharts, our scripts and every chart's data are inside, and the
// page's policy forbids any request.
//
//  1. Package payload turns a chart.Spec into data: ECharts options made with
//     go-echarts' types, and the printed texts beside them.
//  2. shell.go inlines scripts and style and writes the policy with their hashes.
//  3. render.go fills page.tmpl and index.tmpl.
//  4. In the reader's browser reports/assets/*.js complete the options for the
//     width at hand and draw.
//
// Invariants: equal input gives equal bytes (no clock, no random id, no map order);
// texts of data reach the page escaped or as data, never as markup or program;
// every number was printed before it came here.
package html
