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
