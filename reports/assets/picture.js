// Draws one chart as SVG text, without a document: what page.js does in a page.
//
// paystatsPicture(payload, env) takes what draw.js takes, and env.room: {height, legend, marks},
// the height that drawing and lists are to share, that of the legend (of which it is told the keys
// that are named on the drawing) and that of the marks; or none. It returns
// {svg, width, height, legend, named, marks}. With room, draw.js sees env.fill: env.plot is to be met.
var paystatsPicture = (function (draw) {
  'use strict';

  var PROBE = 200, LEAST = 100; // px: heights of the plot

  // fill gives the plot what the room leaves. What has a row a category grows and shrinks within
  // limits, so that what is left is tried again.
  function fill(payload, env) {
    var r = env.room;
    env.fill = true;
    env.plot = PROBE;
    for (var i = 0; i < 4; i++) {
      var d = draw(payload, env), left = r.height - d.height - (d.legend ? r.legend(d.named || []) : 0) - (d.marks ? r.marks : 0);
      if (Math.abs(left) < 1) return;
      env.plot = Math.max(payload.panels ? -LEAST * 9 : LEAST, env.plot + left); // panels have a least of their own
    }
  }

  return function (payload, env) {
    echarts.setPlatformAPI({
      measureText: function (text, font) {
        var m = /^(?:(\d+|bold|normal)\s+)?(\d+(?:\.\d+)?)px/.exec(font) || [font, '', '12'];
        return { width: env.measure(text, Number(m[2]), m[1] === 'bold' || Number(m[1]) >= 600) };
      }
    });
    if (env.room) fill(payload, env);
    var d = draw(payload, env), width = payload.kind === 'donut' ? d.height : env.width;
    // Nobody points at a picture, and its description stands outside of the drawing.
    delete d.option.tooltip;
    delete d.option.aria;
    var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: d.height });
    chart.setOption(d.option, { notMerge: true });
    var svg = chart.renderToSVGString();
    chart.dispose();
    return { svg: svg, width: width, height: d.height, legend: d.legend, named: d.named || [], marks: d.marks };
  };
})(paystatsDraw);
