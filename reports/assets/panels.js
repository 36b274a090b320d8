// Small multiples: one drawing a panel, side by side, all with one axis of periods and, unless
// each has its own, one scale of values. Pure functions, as those of draw.js, whose series it
// completes by the functions in draw {lines, bars, widths}.
var paystatsPanels = (function (formats, scales, place) {
  'use strict';

  var AXIS = 11, LABEL = 12, NARROW = 520; // px
  var ROW = 120; // px: the least that a row of panels takes, with its heads and axis
  var COLUMN = 120; // px: the least that a panel is wide

  // perRow is how many panels stand side by side: two to four, rows as equal as can be. Where
  // so few leave no room for the rows that they need, it is more.
  function perRow(n, env, several) {
    var most = Math.max(n > 1 ? 2 : 1, Math.min(several ? 3 : 4, n, Math.floor(env.width / (several ? 260 : 190))));
    while (env.fill && most < 4 && env.width / (most + 1) >= COLUMN && Math.ceil(n / most) * ROW > env.room.height) most++;
    return Math.ceil(n / Math.ceil(n / most));
  }

  // scaleOf is the scale of values of panels, each a list of series.
  function scaleOf(p, panels, steps) {
    var all = panels.map(function (list) { return scales.extent(list, p.categories.length, place.isStacked(p)); });
    var e = { lo: Math.min.apply(null, all.map(function (x) { return x.lo; })), hi: Math.max.apply(null, all.map(function (x) { return x.hi; })) };
    return p.kind === 'band' ? scales.around(e, steps, 0.1, p.format) : scales.fromZero(e, steps);
  }

  function draw(p, env, o, with_) {
    var narrow = env.width < NARROW, axis = function (t) { return env.measure(t, AXIS, false); };
    var several = p.series.length > p.panels.length, cols = perRow(p.panels.length, env, several);
    var own = p.panels.map(function (name, k) { return p.series.filter(function (s) { return s.panel === k; }); });
    var plain = own.map(function (list) { return Object.assign({}, p, { panels: null, series: list.map(function (s) { return Object.assign({}, s, { points: s.points.map(function (q) { return Object.assign({}, q, { label: '' }); }) }); }) }); });
    var shared = scaleOf(p, own, 4), rows = Math.ceil(p.panels.length / cols);
    var tall = env.plot ? Math.max(44, 92 + (env.plot - 205) / rows) : narrow ? 96 : cols < 3 ? 176 : 124; // 205: the sheet's
    var at = own.map(function (list) { var s = p.ownScale ? scaleOf(p, [list], 3) : shared; return { scale: s, texts: formats.ticks(p.format, s.ticks) }; });
    var ticks = Math.ceil(Math.max.apply(null, at.map(function (a) { return Math.max.apply(null, a.texts.map(axis)); }))) + 8;
    var year = p.time ? Math.max.apply(null, p.categories.map(function (c) { var parts = scales.split(c); return axis(parts ? parts.year : c); })) : 0;
    var gap = Math.max(narrow ? 18 : 26, Math.min(year, 60) + 8), right = Math.max(8, Math.ceil(Math.min(year, 60) / 2)), inner = (env.width - ticks * (p.ownScale ? cols : 1) - gap * (cols - 1) - right) / cols;
    var heads = own.map(function (list, k) { return head(p, env, list, k, inner, several); });
    var tops = [], y = 0, around = [], series = [];
    var marked = p.marks.length > 0 ? 14 : 0;
    for (var r = 0; r < rows; r++) {
      var lines = Math.max.apply(null, heads.slice(r * cols, r * cols + cols).map(function (h) { return h.lines.length; }));
      tops.push(y + lines * 15 + 10 + marked);
      y = tops[r] + tall + 20 + (r < rows - 1 ? 14 : 0);
    }
    var bases = o.series;
    o.xAxis = []; o.yAxis = []; o.grid = [];
    plain.forEach(function (sub, k) {
      var col = k % cols, a = at[k], n = p.categories.length, line = place.isLine(p) && n > 1;
      var g = { horizontal: false, ends: false, quiet: false, lift: 0, texts: a.texts, top: tops[Math.floor(k / cols)], plot: tall, width: inner };
      g.left = ticks * (p.ownScale ? col + 1 : 1) + col * (inner + gap);
      g.right = env.width - g.left - inner;
      g.band = inner / (line ? n - 1 : n);
      g.xs = p.categories.map(function (c, i) { return g.left + (line ? i : i + 0.5) * g.band; });
      g.at = function (i) { return g.xs[i]; };
      g.to = function (v) { return g.top + tall * (a.scale.max - v) / (a.scale.max - a.scale.min); };
      g.labels = years(p, g, col === 0 ? 2 * ticks : gap, axis, env.width);
      axes(o, p, g, a.scale, env, p.ownScale || col === 0);
      var part = { series: bases.filter(function (s, i) { return p.series[i].panel === k; }) };
      with_.widths(part, sub, g);
      if (place.isLine(p)) with_.lines(part, sub, g, env); else with_.bars(part, sub, g, env);
      part.series.forEach(function (s) {
        s.xAxisIndex = k; s.yAxisIndex = k;
        if (s.stack) s.stack = 'panel-' + k;
      });
      series = series.concat(part.series);
      around = around.concat(others(p, own, k, g, env), place.bands(sub, g, env), place.holes(sub, g, a.scale, env), place.zero(Object.assign({}, sub), Object.assign({}, g), a.scale, env), marks(p, k, g, env), title(heads[k], g, env, marked));
    });
    o.series = series;
    o.graphic = around;
    o.animation = false;
    o.textStyle = { fontFamily: env.style.font };
    return { option: o, height: Math.ceil(y), legend: several, marks: p.marks.length > 0 };
  }

  // head is the title of a panel: its name and, of a single series, its newest value, beside
  // it or, where that leaves too little room, below.
  function head(p, env, list, k, width, several) {
    function bold(t) { return env.measure(t, LABEL, true); }
    var last = several ? -1 : place.lastIndex(list[0].points), value = last < 0 ? '' : scales.clip(list[0].points[last].label || '', width, bold);
    var room = width - (value ? bold(value) + 10 : 0), lines = scales.wrap(p.panels[k], room, 2, bold), beside = lines !== null && (lines.length < 2 || room > width * 0.4);
    if (!beside) lines = scales.fitLines(p.panels[k], width, 2, bold);
    return { names: lines, lines: beside || !value ? lines : lines.concat(value), value: value, beside: beside, series: list[0] };
  }

  function title(h, g, env, marked) {
    var y = g.top - 6 - marked - h.lines.length * 15 + 6;
    var out = h.names.map(function (l, i) { return place.text(env, g.left, y + 15 * i, l, env.style.text, { bold: true }); });
    var opt = { bold: true, align: h.beside ? 'right' : 'left' };
    if (h.value) out.push(place.text(env, h.beside ? g.left + g.width : g.left, h.beside ? y : y + 15 * h.names.length, h.value, place.color(h.series, env), opt));
    return out;
  }

  // years labels the axis of periods; a label keeps inside its panel's room.
  function years(p, g, gap, axis, width) {
    if (!p.time) return scales.nameLabels(p.categories, g.band, axis) || p.categories.map(function () { return ''; });
    var texts = scales.periodLabels(p.categories, g.xs, axis).map(function (t) { return t.split('\n').pop(); });
    var some = texts.some(function (t) { return /^\d{4}/.test(t); });
    return texts.map(function (t, i) {
      var room = 2 * Math.min(g.xs[i] - Math.max(0, g.left - gap / 2), Math.min(width, g.left + g.width + gap / 2) - g.xs[i]);
      return some && !/^\d{4}/.test(t) || room < 20 ? '' : scales.clip(t, room, axis);
    });
  }

  function axes(o, p, g, scale, env, ticks) {
    var k = o.grid.length, s = env.style;
    o.grid.push({ left: g.left, top: g.top, width: g.width, height: g.plot, containLabel: false });
    o.xAxis.push({
      type: 'category', gridIndex: k, data: p.categories, boundaryGap: !place.isLine(p) || p.categories.length < 2, axisTick: { show: false },
      axisLine: { show: true, onZero: false, lineStyle: { color: scale.min < 0 ? s.rule : s.axis } },
      axisLabel: { interval: 0, color: s.muted, fontSize: AXIS, margin: 6, hideOverlap: false, formatter: function (v, i) { return g.labels[i]; } }
    });
    o.yAxis.push({
      type: 'value', gridIndex: k, min: scale.min, max: scale.max, interval: scale.step, axisLine: { show: false }, axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: s.rule, width: 1 } },
      axisLabel: {
        show: ticks, color: s.muted, fontSize: AXIS, margin: 6, hideOverlap: false,
        formatter: function (v) {
          var i = scale.ticks.findIndex(function (t) { return Math.abs(t - v) < scale.step * 1e-6; });
          return i < 0 ? '' : g.texts[i];
        }
      }
    });
  }

  // others draws the lines of the other panels in the back, where all have one scale: each is
  // read against the rest.
  function others(p, own, k, g, env) {
    if (p.kind !== 'line' || p.ownScale || p.series.length > p.panels.length) return [];
    var out = [];
    own.forEach(function (list, other) {
      if (other === k) return;
      place.runs(list[0].points, function (q) { return q.v != null; }).forEach(function (run) {
        var points = run.map(function (i) { return [g.at(i), g.to(list[0].points[i].v)]; });
        if (points.length > 1) out.push({ type: 'polyline', silent: true, z: 1, shape: { points: points }, style: { stroke: env.style.rule, lineWidth: 1, fill: null } });
      });
    });
    return out;
  }

  // marks draws events and breaks as numbered lines; the list under the chart explains them.
  function marks(p, k, g, env) {
    var out = [];
    p.marks.forEach(function (m, i) {
      if (m.panel && m.panel !== k + 1) return;
      var x = g.xs[m.at] - (m.kind === 'break' ? g.band / 2 : 0);
      out.push(place.line(x, g.top - 2, x, g.top + g.plot, env.style.axis, 1, m.kind === 'break' ? [6, 4] : [1, 3]));
      out.push(place.text(env, x, g.top - 8, String(i + 1), env.style.muted, { size: AXIS, align: 'center' }));
    });
    return out;
  }

  return draw;
})(paystatsFormats, paystatsScale, paystatsPlace);
