// Package assets embeds what a page or a chart needs to draw itself: Apache
// ECharts, unmodified, and our own fixed scripts.
package assets

import _ "embed"

// ECharts is echarts.min.js of Apache ECharts 5.6.0; see SHA256SUMS for its origin.
//
//go:embed echarts/echarts.min.js
var ECharts string

// Formats holds the named number formats (global paystatsFormats).
//
//go:embed formats.js
var Formats string

// Draw turns a chart's payload and a width into complete ECharts options (global
// paystatsDraw). Like Formats it touches no document, so it runs in a page and in
// a JavaScript engine alike.
//
//go:embed draw.js
var Draw string

// Scale holds the geometry that Draw needs: nice ticks, label fitting (global paystatsScale).
//
//go:embed scale.js
var Scale string

// Place lays names, events and labels over a chart (global paystatsPlace).
//
//go:embed place.js
var Place string

// Shapes lays out and draws the kinds that are neither bars nor lines (global paystatsShapes).
//
//go:embed shapes.js
var Shapes string

// Language shows one language of a page at a time (global paystatsLanguage).
//
//go:embed language.js
var Language string

// Parts lays out and draws how a whole divides: treemaps and flows (global paystatsParts).
//
//go:embed parts.js
var Parts string

// Panels lays out small multiples (global paystatsPanels).
//
//go:embed panels.js
var Panels string

// Page runs the charts of a page: drawing, resizing, tooltips, dark mode, print.
//
//go:embed page.js
var Page string

// Picture draws one chart as SVG text, without a document (global paystatsPicture).
//
//go:embed picture.js
var Picture string

// FontRegular and FontBold are Noto Sans SC, cut to what README.md says; see SHA256SUMS.
//
//go:embed fonts/NotoSansSC-Regular.ttf
var FontRegular string

//go:embed fonts/NotoSansSC-Bold.ttf
var FontBold string

// Embed leaves one figure of a page where its address asks for one. It runs before Page.
//
//go:embed embed.js
var Embed string

// Reader is what a reader does with charts: take them along, walk through their points
// by keyboard. It runs after Page.
//
//go:embed reader.js
var Reader string

// Reload is a function of a stamp and a file's name that reloads a page when the file's
// stamp is another one. Only pages of a watch have it.
//
//go:embed reload.js
var Reload string

// Door leads from the file of one chart to its page, which then shows the chart alone.
//
//go:embed door.js
var Door string

// Find looks through all pages of a report, on its index.
//
//go:embed find.js
var Find string

// Traditional is OpenCC's table of traditional characters and the simplified ones that may
// stand for each, "traditional TAB simplified, …", with comments; see SHA256SUMS for its origin.
//
//go:embed opencc/TSCharacters.txt
var Traditional string

// Drawing returns the scripts that make ECharts options of a payload, in the order in which
// they run, after ECharts. They touch no document and no clock.
func Drawing() []string { return []string{Formats, Scale, Place, Shapes, Parts, Panels, Draw} }
