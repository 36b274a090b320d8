// Kinds that show how a whole divides: tiles and flows. Each function lays one out and draws
// it as a custom series. Pure functions, as those of shapes.js; equal payloads and widths give
// equal layouts.
var paystatsParts = (function (scales, place, shapes) {
  'use strict';

  var LABEL = 12, NARROW = 520; // px
  var color = shapes.color, rect = shapes.rect, label = shapes.label;

  function total(items) { return items.reduce(function (a, t) { return a + t.v; }, 0); }

  // squarify divides a box among items {v} in their order: rows along the shorter side, each
  // as long as its tiles come closer to squares. It sets x, y, w, h of each.
  function squarify(items, box) {
    var x = box.x, y = box.y, w = box.w, h = box.h, left = total(items), i = 0;
    while (i < items.length) {
      var area = w * h, side = Math.min(w, h), row = [], sum = 0, worst = Infinity;
      while (i + row.length < items.length) {
        var t = items[i + row.length], more = sum + t.v, depth = more / left * area / side;
        var ratio = Math.max.apply(null, row.concat(t).map(function (r) { var len = r.v / more * side; return Math.max(len / depth, depth / len); }));
        if (ratio > worst) break;
        row.push(t); sum = more; worst = ratio;
      }
      var thick = sum / left * area / side, at = 0;
      row.forEach(function (r) {
        var len = r.v / sum * side;
        if (w >= h) { r.x = x; r.y = y + at; r.w = thick; r.h = len; } else { r.x = x + at; r.y = y; r.w = len; r.h = thick; }
        at += len;
      });
      if (w >= h) { x += thick; w -= thick; } else { y += thick; h -= thick; }
      left -= sum;
      i += row.length;
    }
  }

  // tileText fits name and value into a tile: the name in as many lines as have room, the
  // value below it; [] where not even the name fits.
  function tileText(env, t) {
    var room = t.w - 14, size = t.w > 150 && t.h > 90 ? 15 : LABEL, high = size + 4;
    function bold(s) { return env.measure(s, size, true); }
    var most = Math.floor((t.h - 8) / high), lines = scales.wrap(t.s.name, room, Math.max(most, 0), bold);
    if (!lines || most < 1) return [];
    var value = t.q.label && env.measure(t.q.label, size, false) <= room && lines.length < most ? t.q.label : '';
    return lines.concat(value || []).map(function (l, i) { return { text: l, bold: i < lines.length, size: size, y: 7 + i * high }; });
  }

  function treemap(p, env, o) {
    var narrow = env.width < NARROW, height = env.plot ? env.plot + 105 : Math.round(Math.min(460, env.width * (narrow ? 1.15 : 0.56)));
    var tiles = p.series.map(function (s) { return { s: s, q: s.points[0], v: s.points[0].v, group: s.group || '' }; });
    var groups = [], around = [], headed = true;
    tiles.forEach(function (t) {
      var last = groups[groups.length - 1];
      if (!last || last.group !== t.group) groups.push(last = { group: t.group, tiles: [] });
      last.tiles.push(t);
    });
    groups.forEach(function (g) { g.v = total(g.tiles); });
    squarify(groups, { x: 0, y: 0, w: env.width, h: height });
    groups.forEach(function (g) {
      var head = g.group ? scales.clip(g.group, g.w - 8, function (t) { return env.measure(t, LABEL, true); }) : '', top = 0;
      if (head && g.w > 44 && g.h > 52) {
        top = 20;
        around.push(place.text(env, g.x + 2, g.y + 10, head, color(g.tiles[0].s.color, env), { bold: true }));
      } else if (g.group) headed = false;
      squarify(g.tiles, { x: g.x, y: g.y + top, w: g.w - (groups.length > 1 ? 3 : 0), h: g.h - top - (groups.length > 1 ? 3 : 0) });
    });
    // Tiles of one colour are the paler the smaller they are.
    var plain = tiles.every(function (t) { return t.s.color === tiles[0].s.color || /^(others|not-covered)$/.test(t.s.id); }), most = Math.max.apply(null, tiles.map(function (t) { return t.v; }));
    function strength(t) { return t.s.id === 'not-covered' ? 0.55 : plain && t.s.id !== 'others' ? 0.74 + 0.26 * Math.sqrt(t.v / most) : 1; }
    shapes.complete(o, env, function (k) {
      var t = tiles[k];
      var out = [rect(t.x, t.y, t.w, t.h, { fill: color(t.q.color || t.s.color, env), stroke: env.style.background, lineWidth: 1.5, opacity: strength(t), decal: t.s.id === 'not-covered' ? place.uncovered(env) : undefined })];
      return out.concat(tileText(env, t).map(function (l) { return label(env, t.x + 7, t.y + l.y, l.text, env.style.background, { size: l.size, bold: l.bold, valign: 'top' }); }));
    }, around);
    return { option: o, height: height, legend: !headed, marks: false };
  }

  // columns of a sankey: its nodes by the place that the payload gives them.
  function columnsOf(p) {
    var columns = [];
    p.series.forEach(function (s, i) {
      var q = s.points[0];
      (columns[q.x] = columns[q.x] || []).push({ s: s, q: q, i: i, v: q.v, out: 0, into: 0 });
    });
    return columns;
  }

  function sankey(p, env, o) {
    var narrow = env.width < NARROW, columns = columnsOf(p);
    var bar = narrow ? 10 : 14, gap = narrow ? 10 : 12, height = env.plot ? env.plot + 85 : narrow ? 330 : 380, top = 6;
    function width(t) { return env.measure(t, LABEL, true); }
    // Names stand outside at both ends, behind the node in between.
    function side(nodes) {
      var room = env.width * (narrow ? 0.27 : 0.24), widest = 0;
      nodes.forEach(function (n) {
        n.lines = scales.fitLines(n.s.name, room, 2, width);
        widest = Math.max.apply(null, [widest, env.measure(n.q.label || '', LABEL, false)].concat(n.lines.map(width)));
      });
      return Math.ceil(widest) + 8;
    }
    function needs(nodes) { return nodes.reduce(function (a, n) { return a + 15 * ((n.lines || [1]).length + 1) + 3; }, 0); }
    var left = side(columns[0]), right = columns.length > 1 ? side(columns[columns.length - 1]) : 0;
    height = Math.max.apply(null, [height].concat(columns.map(needs)));
    var step = columns.length > 1 ? (env.width - left - right - bar) / (columns.length - 1) : 0;
    var k = Math.min.apply(null, columns.map(function (c) { return (height - gap * (c.length - 1)) / total(c); }));
    var nodes = [], around = [];
    columns.forEach(function (c, level) {
      var y = top + (height - k * total(c) - gap * (c.length - 1)) / 2;
      c.forEach(function (n) { n.x = left + level * step; n.y = y; n.h = Math.max(1, k * n.v); y += k * n.v + gap; nodes[n.i] = n; });
      names(c, level, columns.length, { env: env, step: step, bar: bar, top: top, bottom: top + height, width: width }, around);
    });
    var ways = p.flows.map(function (f) {
      var a = nodes[f.from], z = nodes[f.to], h = k * f.v, w = { f: f, a: a, z: z, h: h, y1: a.y + a.out, y2: z.y + z.into };
      a.out += h; z.into += h;
      return w;
    });
    shapes.complete(o, env, function (i) {
      if (i < ways.length) return [ribbon(ways[i], bar, color(ways[i].a.s.color, env))];
      var n = nodes[i - ways.length];
      return [rect(n.x, n.y, bar, n.h, { fill: color(n.s.color, env) })];
    }, around);
    return { option: o, height: top + height + 12, legend: false, marks: false };
  }

  // ribbon is a flow: as thick at both ends as its value, in the colour of where it starts.
  function ribbon(w, bar, fill) {
    var x1 = w.a.x + bar, x2 = w.z.x, m = (x1 + x2) / 2, h = Math.max(w.h, 0.6);
    var d = 'M' + [x1, w.y1] + 'C' + [m, w.y1, m, w.y2, x2, w.y2] + 'L' + [x2, w.y2 + h] + 'C' + [m, w.y2 + h, m, w.y1 + h, x1, w.y1 + h] + 'Z';
    return { type: 'path', shape: { pathData: d }, style: { fill: fill, opacity: 0.42 } };
  }

  // names writes the names of a column's nodes and their values, moved apart.
  function names(c, level, levels, g, around) {
    var env = g.env, first = level === 0, last = level === levels - 1, inner = !first && !last;
    var items = c.map(function (n) {
      var lines = inner ? scales.fitLines(n.s.name, g.step - g.bar - 16, 1, g.width) : n.lines;
      return { n: n, y: n.y + n.h / 2, lines: lines, tall: 15 * (lines.length + (n.q.label ? 1 : 0)) };
    });
    scales.spread(items, function (a, b) { return (a.tall + b.tall) / 2 + 3; }, g.top - 3 + items[0].tall / 2, g.bottom + 4 - items[items.length - 1].tall / 2).forEach(function (t) {
      var x = first ? t.n.x - 8 : t.n.x + g.bar + 8, align = first ? 'right' : 'left', y = t.y - t.tall / 2;
      t.lines.forEach(function (l, i) { around.push(place.text(env, x, y + 15 * i + 8, l, env.style.text, { align: align, bold: true, halo: true })); });
      if (t.n.q.label) around.push(place.text(env, x, y + 15 * t.lines.length + 8, t.n.q.label, env.style.muted, { align: align, halo: true }));
    });
  }

  return { treemap: treemap, sankey: sankey };
})(paystatsScale, paystatsPlace, paystatsShapes);
