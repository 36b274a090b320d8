// Package svg draws charts without a browser and prints them as SVG.
//
// A chart.Spec goes in. A picture.Picture comes out of Draw, finished with title, subtitle,
// legend, source and notes; Write prints it as SVG, packages raster and pdf in their forms.
//
//  1. compose.go makes the payload as a page does (package payload) and measures the texts
//     around the drawing.
//  2. engine.go runs ECharts and the page's scripts in a JavaScript engine of our own: a
//     fresh one for each chart, without clock, chance or timers, with texts measured by the
//     embedded font, and with a deadline.
//  3. node.go, read.go and paint.go read what ECharts wrote into the types of package
//     picture. What has no type is an error that names it.
//  4. compose.go, legend.go and wrap.go lay everything out; write.go prints it.
//
// Invariants: equal specs and options give equal bytes, in every process; the output holds
// no script, no link and no style but the fonts'; a text of the data is text and nothing else.
package svg
