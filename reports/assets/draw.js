// From a chart's payload and a width to complete ECharts options.
//
// The payload (written by reports/payload/payload.go) is data only: options in the
// words of ECharts, and beside them the printed texts of the points. What depends
// on the width is decided here: margins, label fitting, the turn of crowded
// columns into rows. Nothing here computes, sorts or rounds a value.
//
// paystatsDraw(payload, env) returns {option, height, legend, named, marks}: legend and
// marks say whether the lists under the chart are needed because the texts did not
// fit on it; named, if there, which keys the legend can leave out. env: {width, style, measure(text, size, bold)},
// and plot, the height of columns and lines; with fill, kinds with a row a category meet it too.
var paystatsDraw = (function (formats, scales, place, shapes, panels) {
  'use strict';

  var NARROW = 520; // px; below, the layout is a phone's
  var AXIS = 12, LABEL = 12; // font sizes, px

  var isStacked = place.isStacked, isLine = place.isLine;

  // recolor replaces the light page's colours by those of env.style, in place.
  function recolor(node, colors) {
    Object.keys(node).forEach(function (k) {
      var v = node[k];
      if (v && typeof v === 'object') recolor(v, colors);
      else if (/color$/i.test(k) && colors.hasOwnProperty(v)) node[k] = colors[v];
    });
    return node;
  }

  // ends decides what stands at the right end of series, and makes room: their names
  // ('full'), only their last labels ('short', on a phone), or nothing.
  function ends(p, g, env, narrow) {
    [['full', narrow ? 0.2 : 0.26], ['short', 0.2]].some(function (e) {
      var texts = place.endNames(p, e[0] === 'short').map(function (t) { return env.measure(t.text, LABEL, true); });
      var widest = Math.max.apply(null, [0].concat(texts));
      if (!widest || widest > env.width * e[1]) return false;
      g.ends = e[0];
      g.right = Math.ceil(widest) + 18;
      return true;
    });
  }

  // upright lays out vertical columns or lines; null when the names of the
  // categories do not fit under their columns.
  function upright(p, env, scale) {
    var n = p.categories.length, narrow = env.width < NARROW;
    var axis = function (t) { return env.measure(t, AXIS, false); };
    var texts = formats.ticks(p.format, scale.ticks);
    var g = { horizontal: false, texts: texts, top: 10, lift: 0, left: Math.max.apply(null, texts.map(axis)) + 10, right: 10 };
    if (p.kind === 'slope') g.left = 12 + Math.min(env.width * 0.25, Math.max.apply(null, p.series.map(function (s) { return env.measure(s.points[0].label || '', LABEL, true); })));
    ends(p, g, env, narrow);
    if (p.second && p.second !== p.format) g.right = axis('100 %') + 12;
    g.width = env.width - g.left - g.right;
    var line = isLine(p) && n > 1;
    if (line && !g.ends) { g.right = 20; g.width = env.width - g.left - g.right; }
    if (p.kind === 'bar' && p.series.length === 1) { // half the last label may reach beyond its column
      var last = p.series[0].points[n - 1], half = last.label ? env.measure(last.label, LABEL, false) / 2 : 0;
      g.right = Math.max(g.right, Math.ceil(half - g.width / n / 2 + 2));
      g.width = env.width - g.left - g.right;
    }
    g.band = g.width / (line ? n - 1 : n);
    g.xs = p.categories.map(function (c, i) { return g.left + (line ? i : i + 0.5) * g.band; });
    g.labels = p.time ? scales.periodLabels(p.categories, g.xs, axis) : scales.nameLabels(p.categories, g.band, axis);
    if (!g.labels) return null;
    if (p.time) g.labels = g.labels.map(function (l, i) { // a long first or last one keeps inside the chart
      return l.split('\n').map(function (t) { var room = 2 * Math.min(g.xs[i], env.width - g.xs[i]); return room < 36 && axis(t) > room ? '' : scales.clip(t, room, axis); }).join('\n');
    });
    var lines = Math.max.apply(null, g.labels.map(function (l) { return l.split('\n').length; }));
    g.bottom = lines * 15 + 10;
    if (!isLine(p) && !isStacked(p) && p.series.some(function (s) { return s.points.some(function (q) { return q.label; }); })) g.lift = 14;
    g.events = place.events(p, g, env, narrow);
    g.top += g.lift + g.events.rows * 15;
    g.plot = env.plot || (narrow ? 210 : p.kind === 'slope' ? 320 : Math.round(Math.min(400, Math.max(270, env.width / 3))));
    g.height = g.top + g.plot + g.bottom;
    g.at = function (i) { return g.xs[i]; };
    g.quiet = p.kind === 'slope';
    if (p.kind === 'bump') g.to = function (v) { return g.top + g.plot * (v - scale.min) / (scale.max - scale.min); };
    else g.to = function (v) { return g.top + g.plot * (scale.max - v) / (scale.max - scale.min); };
    return g;
  }

  // lying lays out horizontal bars, a row a category, the first on top.
  function lying(p, env, scale) {
    var n = p.categories.length, k = isStacked(p) || p.kind === 'range' ? 1 : p.series.length;
    var axis = function (t) { return env.measure(t, AXIS, false); };
    var g = { horizontal: true, ends: false, top: 4, band: k > 1 ? k * 15 + 12 : n > 20 ? 21 : 28 };
    var room = env.width * (env.width < NARROW ? 0.34 : 0.28), two = g.band >= 28 && !(env.fill && env.plot / n < 27);
    g.labels = p.categories.map(function (c) { return scales.fitLines(c, room, two ? 2 : 1, axis).join('\n'); });
    if (g.labels.some(function (l) { return l.indexOf('\n') > 0; })) g.band = Math.max(g.band, 33);
    var own = g.band;
    g.band = scales.rowHeight(own, n, env, own === 33 ? 27 : k > 1 ? k * 13 + 8 : 18);
    g.grown = Math.max(1, g.band / own);
    var name = Math.max.apply(null, g.labels.map(function (l) { return Math.max.apply(null, l.split('\n').map(axis)); }));
    g.left = Math.ceil(name) + 12;
    g.right = 14;
    var all = true, before = 0, after = 0;
    g.ample = p.kind === 'funnel' && p.series[0].points.every(function (q) { return env.measure(q.label || '', LABEL, false) < env.width * 0.45; });
    p.series.forEach(function (s) {
      s.points.forEach(function (q) {
        if (q.v == null) return;
        var label = p.kind === 'funnel' && !g.ample ? q.text : q.label;
        if (!label) { all = false; return; }
        var w = env.measure(label, LABEL, false) + 8;
        if (p.kind === 'funnel') w = Math.min(w, env.width * (g.ample ? 0.48 : 0.3)); // what is longer is clipped
        else if (w > env.width * 0.3) { all = false; return; }
        if (q.v < 0) before = Math.max(before, w); else after = Math.max(after, w);
      });
    });
    if (!isStacked(p) || p.kind === 'funnel') { g.left += before; g.right = Math.max(after + 4, 14); }
    g.changes = p.kind === 'ranking' && p.titles && p.series[0].points.some(function (q) { return q.change; });
    if (g.changes) { // a column of their own at the right
      var column = p.series[0].points.map(function (q) { return env.measure(q.change || '', LABEL, false); });
      g.changes = Math.min(env.width * 0.25, Math.ceil(Math.max.apply(null, column.concat(axis(p.titles[1]) / 2))));
      g.right += g.changes + 14;
    }
    g.quiet = (all || p.kind === 'funnel') && (!isStacked(p) || p.kind === 'funnel'); // every bar says its value: no value axis
    if (p.second || g.changes) g.top = 24;
    g.nameGap = before + 8;
    g.width = env.width - g.left - g.right;
    if (!g.quiet) scale = scales.nice(scale.min, scale.max, Math.max(2, Math.min(5, Math.floor(g.width / 80))));
    g.scale = scale;
    g.texts = formats.ticks(p.format, scale.ticks);
    g.bottom = g.quiet ? 4 : 26;
    g.plot = n * g.band;
    g.height = g.top + g.plot + g.bottom;
    g.events = { rows: 0, list: p.marks.length > 0, items: [] };
    g.at = function (i) { return g.top + (i + 0.5) * g.band; };
    g.to = function (v) { return g.left + g.width * (v - scale.min) / (scale.max - scale.min); };
    return g;
  }

  // axes completes both axes.
  function axes(o, p, g, scale, env) {
    var s = env.style;
    var cat = {
      type: 'category', data: p.categories, boundaryGap: !isLine(p) || p.categories.length < 2, inverse: g.horizontal,
      axisTick: { show: false }, axisLine: { show: true, onZero: false, lineStyle: { color: scale.min < 0 ? s.rule : s.axis } },
      axisLabel: {
        interval: 0, color: g.horizontal ? s.text : s.muted, fontSize: AXIS, lineHeight: g.horizontal && g.band < 31 ? 13 : 15, margin: g.horizontal ? g.nameGap : 7,
        hideOverlap: false, formatter: function (v, i) { return g.labels[i]; }
      }
    };
    var val = {
      type: 'value', inverse: p.kind === 'bump', min: scale.min, max: scale.max, interval: scale.step, show: !g.quiet,
      axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: !g.quiet && p.kind !== 'bump', lineStyle: { color: s.rule, width: 1 } },
      axisLabel: {
        color: s.muted, fontSize: AXIS, margin: 8, hideOverlap: false,
        formatter: function (v) {
          var k = scale.ticks.findIndex(function (t) { return Math.abs(t - v) < scale.step * 1e-6; });
          return k < 0 ? '' : g.texts[k];
        }
      }
    };
    o.xAxis = [g.horizontal ? val : cat];
    o.yAxis = [g.horizontal ? cat : val];
    o.grid = [{ left: g.left, right: g.right, top: g.top, bottom: g.bottom, containLabel: false }];
  }

  // widths sets the bars' width so that places of labels are known.
  function widths(o, p, g) {
    var k = isStacked(p) ? 1 : p.series.length, most = g.horizontal ? (k > 1 ? 15 : 20) * g.grown : k > 1 ? 48 : p.kind === 'range' ? 32 : 64;
    g.bar = Math.max(1, Math.min(most, g.band * (g.horizontal && k === 1 ? 0.72 : k > 1 ? 0.8 / k : isStacked(p) ? 0.8 : 0.7)));
    o.series.forEach(function (s) {
      if (s.type !== 'bar') return;
      s.barWidth = g.bar;
      s.barGap = '0%';
    });
    g.center = function (i, si) { return g.at(i) + (k > 1 ? (si - (k - 1) / 2) * g.bar : 0); };
  }

  // lines completes the series of a line chart: points that stand alone between
  // holes, labelled ones and the last are marked, or nobody would see them. The way
  // into a forecast is dashed: a second line over the same points.
  function lines(o, p, g, env) {
    var dashed = [];
    o.series.forEach(function (s, si) {
      var pts = p.series[si].points;
      var last = place.lastIndex(pts);
      var shown = p.kind === 'slope' || p.kind === 'bump' || p.kind === 'area' ? {} : place.keepPoints(pts, g, env, g.ends ? last : -1);
      if (p.kind === 'bump') s.lineStyle = Object.assign({}, s.lineStyle, { width: 3.5 });
      if (p.kind === 'area') {
        s.stack = 'all';
        if (p.series[si].id === 'not-covered') s.itemStyle = Object.assign({}, s.itemStyle, { decal: place.uncovered(env) });
        s.areaStyle = { color: s.itemStyle.color, opacity: 0.82 };
        s.lineStyle = Object.assign({}, s.lineStyle, { color: env.style.background, width: 1 });
      }
      s.showSymbol = true;
      s.showAllSymbol = true;
      s.labelLayout = { hideOverlap: true };
      function none(i) { return i < 0 || i >= pts.length || pts[i].v == null; }
      s.data = pts.map(function (q, i) {
        if (none(i)) return { value: '-' };
        var d = { value: q.v, symbolSize: p.kind === 'bump' ? 9 : p.kind === 'area' ? ((none(i - 1) && none(i + 1)) ? 5 : 0.01) : (none(i - 1) && none(i + 1)) || q.why ? 7 : shown[i] || i === last || (p.kind === 'slope' && i === 0) ? 6 : 0.01 };
        if (q.why) d.itemStyle = { color: env.style.background, borderColor: s.itemStyle.color, borderWidth: 1.5 };
        d.label = {
          show: !!shown[i], position: 'top', align: g.at(i) - g.left < 12 ? 'left' : 'center', formatter: function () { return q.label; },
          color: env.style.text, fontSize: LABEL, distance: 6, textBorderColor: env.style.background, textBorderWidth: 3
        };
        return d;
      });
      if (!pts.some(function (q) { return q.status === 'F'; })) return;
      var way = Object.assign({}, s, { silent: true, lineStyle: Object.assign({}, s.lineStyle, { type: 'dashed' }) });
      way.data = s.data.map(function (d, i) { return pts[i].status === 'F' || (i + 1 < pts.length && pts[i + 1].status === 'F') ? d : { value: '-' }; });
      s.data = s.data.map(function (d, i) { return pts[i].status === 'F' ? { value: '-' } : d; });
      dashed.push(way);
    });
    o.series = o.series.concat(dashed);
  }

  // bars completes the series of every kind that draws bars.
  function bars(o, p, g, env) {
    var ranged = p.kind === 'range';
    o.series.forEach(function (s, at) {
      var si = ranged ? Math.floor(at / 2) : at;
      if (s.type !== 'bar') return;
      if (ranged) s.stackStrategy = 'all'; // the part above a low end below zero starts there, not at zero
      if (ranged && at % 2 === 0) { s.silent = true; return; }
      var shown = place.keepBars(p, si, g, env);
      s.data.forEach(function (d, i) {
        var q = p.series[si].points[i];
        if (q.v == null) return;
        var crossed = p.kind === 'pareto' && g.horizontal && place.crossed(p, i, g, env); // by the line: then it stands in the bar
        d.label = {
          show: !!shown[i] && p.kind !== 'funnel' && p.kind !== 'waterfall', formatter: function () { return q.label; }, fontSize: LABEL,
          distance: 4 + (crossed && q.l != null ? Math.abs(g.to(q.v) - g.to(q.l)) + 2 : p.kind === 'pareto' && q.h != null ? Math.abs(g.to(q.h) - g.to(q.v)) : q.b > q.v ? Math.abs(g.to(q.b) - g.to(q.v)) + 2 : 0),
          position: isStacked(p) ? 'inside' : crossed ? 'insideRight' : g.horizontal ? (q.v < 0 ? 'left' : 'right') : q.v < 0 ? 'bottom' : 'top',
          color: isStacked(p) || crossed ? env.style.background : env.style.text,
          textBorderColor: env.style.background, textBorderWidth: p.kind === 'pareto' && !crossed ? 3 : 0
        };
        if (p.kind === 'waterfall') d.itemStyle = { opacity: 0 }; // drawn where it floats
        else if (q.color) d.itemStyle = Object.assign({}, d.itemStyle, { color: env.style.colors[q.color] || q.color, borderColor: ranged ? env.style.colors[q.color] || q.color : undefined });
        if (q.status === 'F') {
          d.itemStyle = Object.assign({}, d.itemStyle, { opacity: 0.62, decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: env.style.background } });
        }
      });
      if (p.series[si].role === 'open') {
        s.itemStyle = Object.assign({}, s.itemStyle, { opacity: 0.5, decal: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: env.style.background } });
      }
      if (p.series[si].id === 'not-covered') {
        s.itemStyle = Object.assign({}, s.itemStyle, { opacity: 0.55, decal: place.uncovered(env) });
      }
    });
  }

  // donut draws one ring; its names and values stand in the list beside it.
  function donut(p, env) {
    var o = recolor(JSON.parse(JSON.stringify(p.options)), env.style.colors), size = env.fill ? env.width : Math.min(env.width, 280);
    var sum = p.series.reduce(function (a, s) { return a + Math.max(0, s.points[0].v || 0); }, 0);
    o.animation = false;
    o.series[0].radius = ['54%', '96%'];
    o.series[0].center = ['50%', '50%'];
    o.series[0].labelLine = { show: false };
    o.series[0].data.forEach(function (d, i) {
      var q = p.series[i].points[0], text = q.label || '';
      d.label = { show: text !== '' && q.v / sum >= 0.055 && env.measure(text, LABEL, true) <= size * 0.21 - 6, position: 'inside', formatter: function () { return text; }, color: env.style.background, fontSize: LABEL, fontWeight: 600 };
      d.itemStyle = Object.assign({}, d.itemStyle, { borderColor: env.style.background, borderWidth: 1.5 });
      if (p.series[i].id === 'not-covered') Object.assign(d.itemStyle, { opacity: 0.55, decal: place.uncovered(env) });
    });
    return { option: o, height: size, legend: true, marks: false };
  }

  // cumulated draws a Pareto chart's line against a second axis, 0 to the whole.
  function cumulated(o, p, g, env) {
    var line = o.series[o.series.length - 1], s = p.series[p.series.length - 1], side = g.horizontal ? 'xAxis' : 'yAxis';
    var room = env.measure('100 %', AXIS, false) + 10, step = !g.horizontal || g.width / 4 >= room ? 0.25 : 0.5;
    var ticks = [0, 0.25, 0.5, 0.75, 1], texts = formats.ticks(p.second, ticks);
    o[side].push({
      show: g.horizontal || p.format !== p.second, // one axis does where both are shares
      type: 'value', min: 0, max: 1, interval: step, position: g.horizontal ? 'top' : 'right', axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
      axisLabel: { color: s.color in env.style.colors ? env.style.colors[s.color] : s.color, fontSize: AXIS, margin: 8, formatter: function (v) { return texts[Math.round(v * 4)]; } }
    });
    line[g.horizontal ? 'xAxisIndex' : 'yAxisIndex'] = 1;
    line.symbolSize = 5;
    line.z = 1; // below the labels of bars
    line.data = s.points.map(function (q) { return q.v == null ? '-' : q.v; });
    if (g.horizontal) line.data = line.data.map(function (v, i) { return [v, i]; });
  }

  function draw(p, env) {
    env.style.colors = env.style.colors || {};
    if (p.kind === 'donut') return donut(p, env);
    if (shapes[p.kind]) return shapes[p.kind](p, env, recolor(JSON.parse(JSON.stringify(p.options)), env.style.colors));
    if (p.panels) return panels(p, env, recolor(JSON.parse(JSON.stringify(p.options)), env.style.colors), { lines: lines, bars: bars, widths: widths });
    var all = p;
    if (p.series.some(function (s) { return s.role; })) p = Object.assign({}, p, { series: p.series.filter(function (s) { return !s.role || s.role === 'open'; }) });
    var n = p.categories.length, narrow = env.width < NARROW, e = scales.extent(p.series, n, isStacked(p));
    var steps = narrow ? 4 : 5, scale;
    if (p.kind === 'stacked100') scale = scales.nice(0, 1, steps);
    else if (p.kind === 'bump') scale = scales.ranks(p.max);
    else if (p.kind === 'slope') scale = scales.close(e);
    else if (p.max != null) scale = scales.upTo(p.max, steps);
    else if (p.kind === 'range' || p.kind === 'band') scale = scales.around(e, steps, p.kind === 'band' ? 0.1 : 0.5, p.format);
    else scale = scales.fromZero(e, steps);
    var g = p.kind === 'ranking' || p.kind === 'funnel' ? null : upright(p, env, scale);
    if (!g) {
      if ((!isStacked(p) || p.kind === 'funnel') && p.kind !== 'range' && p.max == null) scale = scales.tight(scale, e);
      g = lying(p, env, scale);
      scale = g.scale;
    }
    var o = recolor(JSON.parse(JSON.stringify(p.options)), env.style.colors);
    o.animation = false;
    o.textStyle = { fontFamily: env.style.font };
    axes(o, p, g, scale, env);
    widths(o, p, g);
    g.way = p === all ? null : all.series.filter(function (s) { return s.role === 'cumulated'; })[0];
    if (isLine(p)) lines(o, p, g, env); else bars(o, p, g, env);
    if (p.kind === 'pareto') cumulated(o, all, g, env);
    var names = g.ends ? place.endLabels(p, g, env) : [];
    o.graphic = place.eventMarks(g, env).concat(names, place.bands(p, g, env), place.changes(p, g, env), place.holes(p, g, scale, env), place.zero(p, g, scale, env), place.whiskers(p, g, env), place.stepLabels(p, g, env), place.floating(p, g, env), place.startLabels(p, g, env));
    return { option: o, height: Math.ceil(g.height), legend: all.series.filter(function (s) { return s.role !== 'printed'; }).length > 1 && g.ends !== 'full', marks: g.events.list };
  }

  return draw;
})(paystatsFormats, paystatsScale, paystatsPlace, Object.assign({}, paystatsShapes.kinds, paystatsParts), paystatsPanels);
