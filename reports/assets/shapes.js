// Kinds that are neither bars nor lines: each function of kinds lays one out and draws it as a
// custom series, whose items take their shapes from here. Pure functions of payload (p),
// env and the options to be completed (o); they return what paystatsDraw returns.
var paystatsShapes = (function (formats, scales, place) {
  'use strict';

  var AXIS = 12, LABEL = 12, NARROW = 520; // px

  function color(c, env) { return env.style.colors.hasOwnProperty(c) ? env.style.colors[c] : c; }

  function rect(x, y, w, h, style, r) { return { type: 'rect', shape: { x: x, y: y, width: Math.max(w, 0), height: Math.max(h, 0), r: r || 0 }, style: style }; }

  // label is a text inside a shape; it does not catch the pointer.
  function label(env, x, y, str, fill, opt) { return Object.assign(place.text(env, x, y, str, fill, opt || {}), { silent: true }); }

  // complete makes o a drawing of items: shape(i) returns the group of item i.
  function complete(o, env, shape, around) {
    var s = o.series[0];
    s.coordinateSystem = 'none';
    s.renderItem = function (params) { return { type: 'group', children: shape(params.dataIndex) }; };
    o.animation = false;
    o.textStyle = { fontFamily: env.style.font };
    o.graphic = around;
    return o;
  }

  function widest(lines, measure) { return Math.max.apply(null, lines.split('\n').map(measure)); }

  // names fits the names of rows into a part of the width: {lines, left}.
  function names(list, env, lines, part) {
    var axis = function (t) { return env.measure(t, AXIS, false); };
    var texts = list.map(function (n) { return scales.fitLines(n, env.width * part, lines, axis).join('\n'); });
    return { texts: texts, left: Math.ceil(Math.max.apply(null, texts.map(function (t) { return widest(t, axis); }))) + 12 };
  }

  function heatmap(p, env, o) {
    var cols = p.categories.length, rows = p.series.length, narrow = env.width < NARROW;
    var axis = function (t) { return env.measure(t, AXIS, false); };
    var n = names(p.series.map(function (s) { return s.name; }), env, 2, narrow ? 0.3 : 0.28);
    var band = Math.min((env.width - n.left - 4) / cols, 120), step = scales.rowHeight(Math.max(26, Math.min(34, band)), rows, env, 20), size = band < 34 ? 10 : LABEL;
    var xs = p.categories.map(function (c, i) { return n.left + (i + 0.5) * band; });
    var heads = p.time ? scales.periodLabels(p.categories, xs, axis) : scales.nameLabels(p.categories, band, axis) || thin(p.categories, band, axis);
    var lines = Math.max.apply(null, heads.map(function (h) { return h.split('\n').length; })), top = lines * 15 + 8;
    // Words in all cells or in none: else the signs.
    function fits(key) { return p.series.every(function (s) { return s.points.every(function (q) { return !q[key] || env.measure(q[key], size, false) <= band - 4; }); }); }
    var written = fits('label') ? 'label' : 'sign';
    var around = heads.map(function (h, i) { return place.text(env, Math.min(xs[i], env.width - widest(h, axis) / 2), top - 6, h, env.style.muted, { align: 'center', valign: 'bottom' }); });
    p.series.forEach(function (s, r) { around.push(place.text(env, n.left - 10, top + (r + 0.5) * step, n.texts[r], env.style.text, { align: 'right' })); });
    complete(o, env, function (k) {
      var r = Math.floor(k / cols), i = k % cols, q = p.series[r].points[i], x = n.left + i * band, y = top + r * step;
      var fill = q.color ? color(q.color, env) : 'transparent', blank = q.v == null && !q.sign;
      var style = { fill: fill, stroke: q.color ? env.style.background : env.style.rule, lineWidth: 1 };
      if (blank) style = { fill: 'transparent', stroke: 'transparent', lineWidth: 0 };
      var out = [rect(x + 0.5, y + 0.5, band - 1, step - 1, style)];
      if (q[written]) out.push(label(env, x + band / 2, y + step / 2, q[written], q.strong ? env.style.background : env.style.text, { align: 'center', size: size }));
      return out;
    }, around);
    return { option: o, height: Math.ceil(top + rows * step + 4), legend: true, marks: false };
  }

  // thin keeps as many column heads as have room, each on one line.
  function thin(list, band, axis) {
    var every = Math.max(1, Math.ceil((Math.max.apply(null, list.map(axis)) + 8) / band));
    return list.map(function (t, i) { return i % every === 0 ? t : ''; });
  }

  function timeline(p, env, o) {
    var narrow = env.width < NARROW, axis = function (t) { return env.measure(t, AXIS, false); };
    var n = names(p.categories, env, 2, narrow ? 0.34 : 0.28), right = 16, bar = 18, gap = 12, top = 6;
    var lanes = p.categories.map(function (c, r) {
      return 1 + Math.max.apply(null, [0].concat(p.spans.filter(function (s) { return s.row === r; }).map(function (s) { return s.lane; })));
    });
    var own = lanes.reduce(function (a, k) { return a + k * (bar + 3) + gap; }, 0), grown = scales.rowHeight(own, 1, env, own * 0.8) / own;
    bar = Math.min(30, bar * grown);
    gap *= grown;
    var ys = [], y = top;
    lanes.forEach(function (k) { ys.push(y); y += k * (bar + 3) + gap; });
    var bottom = y - gap / 2, width = env.width - n.left - right;
    function to(day) { return n.left + width * (day - p.days.first) / (p.days.last - p.days.first); }
    var around = [], last = -Infinity;
    p.days.ticks.forEach(function (t) {
      var x = to(t.day), w = axis(t.text);
      around.push(place.line(x, top - 4, x, bottom, env.style.rule, 1, null, 0));
      if (x - w / 2 < last + 8 || x + w / 2 > env.width) return;
      around.push(place.text(env, x, bottom + 12, t.text, env.style.muted, { align: 'center' }));
      last = x + w / 2;
    });
    p.categories.forEach(function (c, r) {
      around.push(place.text(env, n.left - 10, ys[r] + (lanes[r] * (bar + 3) - 3) / 2, n.texts[r], env.style.text, { align: 'right' }));
      if (r > 0) around.push(place.line(0, ys[r] - gap / 2, env.width, ys[r] - gap / 2, env.style.rule, 0.5, null, 0));
    });
    complete(o, env, function (k) { return span(p.spans[k], ys[p.spans[k].row] + p.spans[k].lane * (bar + 3), bar, to, env); }, around);
    return { option: o, height: Math.ceil(bottom + 24), legend: true, marks: false };
  }

  // span draws one bar with its ends: fading where a date is vague, an arrow where it goes
  // on; a diamond for an event. What is in doubt is hatched.
  function span(s, y, bar, to, env) {
    var x = to(s.first), z = Math.max(to(s.last), x + 3), fill = color(s.color, env), mid = y + bar / 2, w = z - x, out = [];
    if (s.point) return [{ type: 'polygon', shape: { points: [[x, mid - 7], [x + 7, mid], [x, mid + 7], [x - 7, mid]] }, style: { fill: fill } }]
      .concat(label(env, x + 12, mid, s.label, env.style.text));
    var style = { fill: fill }, fade = Math.min(36, w * 0.4) / w;
    if (s.from === 'vague' || s.until === 'vague') {
      style.fill = { type: 'linear', x: 0, y: 0, x2: 1, y2: 0, colorStops: [
        { offset: 0, color: s.from === 'vague' ? clear(fill) : fill }, { offset: s.from === 'vague' ? fade : 0, color: fill },
        { offset: s.until === 'vague' ? 1 - fade : 1, color: fill }, { offset: 1, color: s.until === 'vague' ? clear(fill) : fill }] };
    }
    if (s.why) style.decal = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: env.style.background };
    if (s.until === 'open') out.push({ type: 'polygon', shape: { points: [[z - 1, y], [z + 9, mid], [z - 1, y + bar]] }, style: { fill: fill } });
    out.push(rect(x, y, w, bar, style));
    var text = env.measure(s.label, 11, true), at = x + (s.from === 'vague' ? fade * w : 0) + 6;
    if (text + 12 < z - at) {
      if (s.why) out.push(rect(at - 3, y + 2, text + 6, bar - 4, { fill: fill }));
      out.push(label(env, at, mid, s.label, env.style.background, { size: 11, bold: true }));
    }
    return out;
  }

  // clear is a colour #rrggbb with nothing of it left: the end of a fade.
  function clear(c) { return /^#[0-9a-f]{6}$/i.test(c) ? c + '00' : 'transparent'; }

  function marimekko(p, env, o) {
    var cols = p.categories.length, narrow = env.width < NARROW, width = function (t) { return env.measure(t, AXIS, false); };
    var ticks = [0, 0.25, 0.5, 0.75, 1], texts = formats.ticks(p.format, ticks), left = Math.max.apply(null, texts.map(width)) + 10;
    var widestName = Math.max.apply(null, p.series.map(function (s) { return env.measure(s.name, LABEL, true); }));
    var named = !narrow && widestName < env.width * 0.24 && p.series.every(function (s) { return s.points[cols - 1].v != null; }), right = named ? widestName + 10 : 2;
    var top = 8, plot = env.plot || (narrow ? 240 : 320), all = env.width - left - right, at = left, tails = p.categories.map(function () { return 0; });
    var xs = p.widths.map(function (w) { var x = at; at += w * all; return x; });
    var heads = columnHeads(p, xs, all, env.width, width), bottom = Math.max.apply(null, heads.map(function (h) { return h.row + h.lines.length; })) * 15 + 10, cells = [];
    p.series.forEach(function (s) {
      p.categories.forEach(function (c, i) { var v = s.points[i].v || 0; cells.push({ from: tails[i], to: tails[i] + v }); tails[i] += v; });
    });
    function y(v) { return top + plot * (1 - v); }
    var around = texts.map(function (t, i) { return place.text(env, left - 8, y(ticks[i]), t, env.style.muted, { align: 'right' }); });
    heads.forEach(function (h) {
      if (h.row > 0) around.push(place.line(h.x, top + plot + 2, h.x, top + plot + 5 + 15 * h.row, env.style.rule, 1, null, 0));
      h.lines.forEach(function (l, k) { around.push(place.text(env, h.at, top + plot + 7 + 15 * (h.row + k), l, env.style.muted, { align: 'center', valign: 'top', halo: true })); });
    });
    var ends = named ? p.series.map(function (s, k) { var c = cells[k * cols + cols - 1]; return { s: s, y: y((c.from + c.to) / 2) }; }) : [];
    scales.spread(ends, 15, top + 6, top + plot - 4).forEach(function (e) { around.push(place.text(env, env.width - right + 8, e.y, e.s.name, color(e.s.color, env), { bold: true })); });
    complete(o, env, function (k) {
      var s = p.series[Math.floor(k / cols)], i = k % cols, q = s.points[i], x = xs[i], w = p.widths[i] * all, c = cells[k], h = plot * (c.to - c.from);
      if (q.v == null) return [];
      var out = [rect(x, y(c.to), w, h, { fill: color(q.color || s.color, env), stroke: env.style.background, lineWidth: 1, decal: s.id === 'not-covered' ? place.uncovered(env) : undefined })];
      if (q.label && width(q.label) + 6 < w && h > 15) out.push(label(env, x + w / 2, y((c.from + c.to) / 2), q.label, env.style.background, { align: 'center' }));
      return out;
    }, around);
    return { option: o, height: top + plot + bottom, legend: !named, marks: false };
  }

  // columnHeads are the names below the columns of a Marimekko {lines, row, x, at}: wrapped,
  // or where columns are narrow in two or three rows by turns; at last clipped.
  function columnHeads(p, xs, all, right, width) {
    function heads(rows, make) {
      return p.categories.map(function (c, i) {
        var w = p.widths[i] * all, x = xs[i] + w / 2, lines = make(c, w - 6), half = Math.max.apply(null, [0].concat(lines.map(width))) / 2 + 2;
        return { lines: lines, row: rows > 1 ? i % rows : 0, x: x, at: Math.max(half, Math.min(x, right - half)), half: half };
      });
    }
    var wrapped = heads(1, function (c, w) { return scales.wrap(c, w, 3, width) || ['']; });
    if (wrapped.every(function (h) { return h.lines[0]; })) return wrapped;
    var found = [2, 3].map(function (rows) { return heads(rows, function (c) { return [c]; }); }).filter(function (list) {
      return list.every(function (h, i) { return h.half < right / 2 && list.every(function (o, k) { return k === i || o.row !== h.row || Math.abs(o.at - h.at) > o.half + h.half + 4; }); });
    })[0];
    return found || heads(1, function (c, w) { return w < 24 ? [''] : scales.fitLines(c, w, 3, width); });
  }

  // axis is a scale of values in pixels from a to z, with its printed ticks; room keeps
  // what is drawn at the ends inside.
  function axis(values, format, a, z, room, n) {
    var lo = Math.min.apply(null, values), hi = Math.max.apply(null, values), pad = (hi - lo || Math.abs(hi) || 1) * room;
    var s = scales.nice(lo >= 0 && lo < (hi - lo) / 2 ? 0 : lo - pad, hi + pad, n);
    return { ticks: s.ticks, texts: formats.ticks(format, s.ticks), to: function (v) { return a + (z - a) * (v - s.min) / (s.max - s.min); } };
  }

  function scatter(p, env, o) {
    var narrow = env.width < NARROW, most = p.kind === 'bubble' ? (narrow ? 22 : 34) : 5.5, width = function (t) { return env.measure(t, AXIS, false); };
    var dots = p.series.map(function (s) { return { s: s, q: s.points[0] }; }), known = dots.filter(function (d) { return d.q.v != null; });
    var plot = env.plot || (narrow ? 260 : 340), top = 26, height = top + plot + 44, room = p.kind === 'bubble' ? 0.12 : 0.05;
    var up = axis(known.map(function (d) { return d.q.v; }), p.format, top + plot, top, room, narrow ? 4 : 5);
    var left = Math.max.apply(null, up.texts.map(width)) + 10;
    var across = axis(known.map(function (d) { return d.q.x; }), p.second, left, env.width - 14, room, narrow ? 4 : 6);
    var around = [place.text(env, 0, 8, scales.clip('\u2191 ' + p.titles[0], env.width, width), env.style.muted, {})];
    around.push(place.text(env, env.width, height - 8, scales.clip(p.titles[1] + ' \u2192', env.width, width), env.style.muted, { align: 'right' }));
    up.ticks.forEach(function (t, i) {
      around.push(place.line(left, up.to(t), env.width - 14, up.to(t), t === 0 ? env.style.axis : env.style.rule, 1, null, 0));
      around.push(place.text(env, left - 8, up.to(t), up.texts[i], env.style.muted, { align: 'right' }));
    });
    across.ticks.forEach(function (t, i) {
      around.push(place.line(across.to(t), top, across.to(t), top + plot, t === 0 ? env.style.axis : env.style.rule, 1, null, 0));
      var x = Math.max(width(across.texts[i]) / 2, Math.min(across.to(t), env.width - width(across.texts[i]) / 2));
      around.push(place.text(env, x, top + plot + 14, across.texts[i], env.style.muted, { align: 'center' }));
    });
    known.forEach(function (d) { d.x = across.to(d.q.x); d.y = up.to(d.q.v); d.r = p.kind === 'bubble' ? Math.max(2, most * d.q.r) : most; });
    var all = nameDots(known, env, left, around, top, top + plot);
    complete(o, env, function (k) {
      var d = dots[k];
      if (d.q.v == null) return [];
      return [{ type: 'circle', shape: { cx: d.x, cy: d.y, r: d.r }, style: { fill: color(d.s.color, env), opacity: 0.82, stroke: env.style.background, lineWidth: 1 } }];
    }, around);
    return { option: o, height: height, legend: !all, named: dots.map(function (d) { return !!d.named; }), marks: false };
  }

  // spots are the places where a name may stand, the best first: in its dot, beside it, and
  // further off around it, tied by a line.
  function spots(d, w) {
    var out = [];
    if (w + 8 < 2 * d.r) out.push({ x: d.x - w / 2, y: d.y - 8, inside: true });
    out.push({ x: d.x + d.r + 5, y: d.y - 8 }, { x: d.x - d.r - 5 - w, y: d.y - 8 }, { x: d.x - w / 2, y: d.y - d.r - 18 }, { x: d.x - w / 2, y: d.y + d.r + 2 });
    [14, 26, 40, 58].forEach(function (far) {
      for (var k = 0; k < 8; k++) {
        var a = (k + 0.5) * Math.PI / 4, x = d.x + Math.cos(a) * (d.r + far), y = d.y - Math.sin(a) * (d.r + far);
        out.push({ x: Math.cos(a) > 0 ? x : x - w, y: y - 8, tie: [d.x + Math.cos(a) * d.r, d.y - Math.sin(a) * d.r, x + (Math.cos(a) > 0 ? -2 : 2), y] });
      }
    });
    return out;
  }

  // nameDots writes names at their dots where they touch nothing; it reports whether all
  // found a place.
  function nameDots(dots, env, left, around, top, bottom) {
    var boxes = dots.map(function (d) { return [d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r]; }), all = true;
    dots.forEach(function (d, k) {
      var w = env.measure(d.q.label, LABEL, true);
      var found = spots(d, w).some(function (at) {
        var box = [at.x, at.y, at.x + w, at.y + 16];
        if (box[0] < left || box[2] > env.width || box[1] < top || box[3] > bottom) return false;
        if (boxes.some(function (b, i) { return (i !== k || at.tie) && b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3]; })) return false;
        boxes.push(box);
        d.named = true;
        if (at.tie) around.push(place.line(at.tie[0], at.tie[1], at.tie[2], at.tie[3], env.style.axis, 0.75, null, 19));
        around.push(place.text(env, at.x, at.y + 8, d.q.label, at.inside ? env.style.background : color(d.s.color, env), { bold: true, halo: !at.inside }));
        return true;
      });
      all = all && found;
    });
    return all;
  }

  return { kinds: { heatmap: heatmap, timeline: timeline, scatter: scatter, bubble: scatter, marimekko: marimekko }, color: color, rect: rect, label: label, complete: complete };
})(paystatsFormats, paystatsScale, paystatsPlace);
