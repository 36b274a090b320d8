// Texts and lines laid over a chart: names at line ends, events, breaks, holes,
// and the choice of point labels that fit. Pure functions of payload (p), layout
// (g, made in draw.js) and env.
var paystatsPlace = (function (scales) {
  'use strict';

  var LABEL = 12, NOTE = 11; // font sizes, px

  function font(env, size, bold) { return (bold ? '600 ' : '') + size + 'px ' + env.style.font; }

  // color is a series' colour on the page that env draws for.
  function color(s, env) { return env.style.colors.hasOwnProperty(s.color) ? env.style.colors[s.color] : s.color; }

  // ink is the colour of its name, which can be read where that of the series is too light.
  function ink(s, env) { var c = color(s, env), inks = env.style.inks || {}; return inks.hasOwnProperty(c) ? inks[c] : c; }

  function isStacked(p) { return p.kind === 'stacked' || p.kind === 'stacked100' || p.kind === 'funnel' || p.kind === 'area'; }

  function isLine(p) { return p.kind === 'line' || p.kind === 'area' || p.kind === 'bump' || p.kind === 'slope' || p.kind === 'band'; }

  function lastIndex(points) {
    for (var i = points.length - 1; i >= 0; i--) if (points[i].v != null || points[i].l != null) return i;
    return -1;
  }

  // middle is where a point stands: at its value, or halfway in an interval that has none.
  function middle(q) { return q.v != null ? q.v : (q.l + q.h) / 2; }

  // runs lists the places of neighbouring points that pass, a list a run.
  function runs(points, pass) {
    var out = [];
    points.forEach(function (q, i) {
      if (!pass(q)) return;
      var last = out[out.length - 1];
      if (last && last[last.length - 1] === i - 1) last.push(i); else out.push([i]);
    });
    return out;
  }

  // endNames returns the texts at the right end of series: {text, si, i}; their names,
  // or with short only the labels of their last points. Empty for kinds and charts
  // where nothing belongs there.
  function endNames(p, short) {
    var line = isLine(p), many = p.series.length > 1;
    if (!p.time || !(line || (isStacked(p) && many && !short))) return [];
    var out = [];
    p.series.forEach(function (s, si) {
      var i = lastIndex(s.points);
      if (i < 0 || (!line && i !== s.points.length - 1)) return;
      var label = line ? s.points[i].label || '' : '';
      var text = short || !many ? label : (s.name + ' ' + label).trim();
      if (text) out.push({ text: text, si: si, i: i });
    });
    // A stack whose last column lacks a member would leave that member unnamed.
    return !line && out.length < p.series.length ? [] : out;
  }

  function text(env, x, y, str, fill, opt) {
    return {
      type: 'text', silent: true, z: 20, style: Object.assign({
        x: x, y: y, text: str, fill: fill, font: font(env, opt && opt.size || LABEL, opt && opt.bold),
        textAlign: opt && opt.align || 'left', textVerticalAlign: opt && opt.valign || 'middle'
      }, opt && opt.halo ? { stroke: env.style.background, lineWidth: 3 } : {})
    };
  }

  function line(x1, y1, x2, y2, stroke, width, dash, z) {
    var style = { stroke: stroke, lineWidth: width, fill: null };
    if (dash) style.lineDash = dash;
    return { type: 'line', silent: true, z: z || 1, shape: { x1: x1, y1: y1, x2: x2, y2: y2 }, style: style };
  }

  // endLabels draws the names at the series' right ends, moved apart; a name that
  // had to move far is tied to its line.
  function endLabels(p, g, env) {
    var stacked = isStacked(p), right = env.width - g.right, up = 0, down = 0, out = [];
    var items = endNames(p, g.ends === 'short').map(function (e) {
      var v = middle(p.series[e.si].points[e.i]), y;
      if (stacked) {
        y = v >= 0 ? g.to(up + v / 2) : g.to(down + v / 2);
        if (v >= 0) up += v; else down += v;
      } else y = g.to(v);
      return { y: y, from: y, si: e.si, i: e.i, text: e.text };
    });
    var edge = stacked && p.kind !== 'area' ? g.at(p.categories.length - 1) + g.bar / 2 : right;
    var atEnd = items.filter(function (it) { return it.i === p.categories.length - 1; });
    var mid = items.filter(function (it) { return it.i !== p.categories.length - 1; });
    scales.spread(atEnd, 15, g.top + 4, g.top + g.plot - 2).forEach(function (it) {
      var fill = ink(p.series[it.si], env), x = right + (stacked ? 8 : 10);
      if (Math.abs(it.y - it.from) > 6) out.push(line(edge + (stacked ? 1 : 4), it.from, x - 2, it.y, env.style.axis, 0.75, null, 19));
      out.push(text(env, x, it.y, it.text, fill, { bold: true }));
    });
    var taken = atEnd.map(function (it) { return textBox(env, right + 10, it.y, it.text, 'left'); }).concat(stacked ? [] : dots(p, g));
    mid.forEach(function (it) {
      var x = g.at(it.i), way = freeWay(env, [[x + 8, it.y, 'left'], [x, it.y - 14, 'center'], [x, it.y + 14, 'center'], [x - 8, it.y, 'right']], it.text, taken);
      taken.push(textBox(env, way[0], way[1], it.text, way[2]));
      out.push(text(env, way[0], way[1], it.text, ink(p.series[it.si], env), { bold: true, align: way[2], halo: true }));
    });
    return out;
  }

  // dots are boxes around the points of all lines.
  function dots(p, g) {
    return [].concat.apply([], p.series.map(function (s) {
      return s.points.map(function (q, i) { return q.v == null ? null : { x1: g.at(i) - 4, x2: g.at(i) + 4, y1: g.to(q.v) - 4, y2: g.to(q.v) + 4 }; }).filter(Boolean);
    }));
  }

  // textBox is what a bold label covers.
  function textBox(env, x, y, str, align) {
    var w = env.measure(str, LABEL, true), from = align === 'left' ? x : align === 'right' ? x - w : x - w / 2;
    return { x1: from, x2: from + w, y1: y - 7, y2: y + 7 };
  }

  // freeWay returns the first of the places [x, y, align] for a label at which it lies inside the
  // chart and covers nothing; the first of all where there is none.
  function freeWay(env, places, str, taken) {
    return places.filter(function (at) {
      var b = textBox(env, at[0], at[1], str, at[2]);
      return b.x1 >= 0 && b.x2 <= env.width && taken.every(function (t) { return b.x2 < t.x1 || b.x1 > t.x2 || b.y2 < t.y1 || b.y1 > t.y2; });
    })[0] || places[0];
  }

  // events lays out marks in rows above the plot; too many, or a phone, and they
  // become numbers that the list under the chart explains.
  function events(p, g, env, narrow) {
    if (!p.marks.length) return { rows: 0, list: false, items: [] };
    var left = g.left, right = env.width - 4;
    var items = p.marks.map(function (m, k) {
      var x = g.xs[m.at];
      if (m.kind === 'break') x -= g.band / 2;
      return { x: x, kind: m.kind, full: m.text, short: String(k + 1) };
    });
    function fit(key) {
      items.forEach(function (it) { it.text = it[key]; it.width = env.measure(it.text, NOTE, false); });
      return scales.rows(items.slice().sort(function (a, b) { return b.x - a.x; }), left, right);
    }
    var fits = !narrow && items.every(function (it) { return env.measure(it.full, NOTE, false) < (right - left) * 0.6; });
    var rows = fits ? fit('full') : 9, list = rows > 3;
    if (list) rows = fit('short');
    return { rows: rows, list: list, items: items };
  }

  // eventMarks draws what events laid out: dotted lines for events, dashed ones
  // for breaks in a series.
  function eventMarks(g, env) {
    var out = [];
    g.events.items.forEach(function (it) {
      var y = g.top - g.lift - 8 - it.row * 15;
      out.push(line(it.x, y - 6, it.x, g.top + g.plot, env.style.axis, 1, it.kind === 'break' ? [6, 4] : [1, 3]));
      out.push(text(env, it.from, y, it.text, env.style.muted, { size: NOTE, halo: true }));
    });
    return out;
  }

  // holes writes a dash where a bar would stand, so that a hole is not read as zero. Lines without
  // any value say why there is none.
  function holes(p, g, scale, env) {
    var stacked = isStacked(p), out = [], base = g.to(Math.max(scale.min, 0));
    var points = [].concat.apply([], p.series.map(function (s) { return s.points; }));
    if (isLine(p) && points.length && points.every(function (q) { return q.v == null && q.l == null; })) {
      out.push(text(env, g.left + g.width / 2, g.top + g.plot / 2, points[0].why || '\u2013', env.style.muted, { align: 'center' }));
    }
    if (isLine(p)) return out;
    p.categories.forEach(function (c, i) {
      p.series.forEach(function (s, si) {
        if (s.points[i].v != null) return;
        if (stacked && (si > 0 || p.series.some(function (t) { return t.points[i].v != null; }))) return;
        var at = g.center(i, stacked ? 0 : si);
        if (g.horizontal) out.push(text(env, base + 6, at, '\u2013', env.style.muted, {}));
        else out.push(text(env, at, base - 8, '\u2013', env.style.muted, { align: 'center' }));
      });
    });
    return out;
  }

  // zero draws the zero line of a chart with negative values.
  function zero(p, g, scale, env) {
    if (scale.min >= 0 || scale.max <= 0) return [];
    var z = g.to(0), s = env.style.axis;
    return [g.horizontal ? line(z, g.top, z, g.top + g.plot, s, 1, null, 3) : line(g.left, z, env.width - g.right, z, s, 1, null, 3)];
  }

  // crossed reports whether the cumulated line (g.way, from nothing to the whole) begins where
  // the label of a lying bar would stand, and the bar has room for it.
  function crossed(p, i, g, env) {
    var q = p.series[0].points[i], way = g.way && g.way.points[i].v, end = g.to(q.v), width = env.measure(q.label || '', LABEL, false) + 10;
    if (way == null) return false;
    var x = g.left + g.width * way, from = q.l != null ? g.to(q.l) : end;
    return x > end - 8 && x < (q.h != null ? g.to(q.h) : end) + width && from - g.left > width + 8;
  }

  // whiskers draws the interval around the end of a bar.
  function whiskers(p, g, env) {
    var out = [], s = env.style.text, cap = 3;
    if (p.kind !== 'pareto') return out;
    p.series[0].points.forEach(function (q, i) {
      if (q.l == null || q.h == null) return;
      var a = g.to(q.l), z = g.to(q.h), c = g.center(i, 0);
      function draw(x1, y1, x2, y2, stroke, width, z) { out.push(g.horizontal ? line(y1, x1, y2, x2, stroke, width, null, z) : line(x1, y1, x2, y2, stroke, width, null, z)); }
      function bar(x1, y1, x2, y2) { draw(x1, y1, x2, y2, env.style.background, 3, 6); draw(x1, y1, x2, y2, s, 1, 7); } // on a bar and off it
      bar(c, a, c, z);
      bar(c - cap, a, c + cap, a);
      bar(c - cap, z, c + cap, z);
    });
    return out;
  }

  // bands draws the intervals of lines: filled between neighbours, a bar with caps for one
  // that stands alone.
  function bands(p, g, env) {
    var out = [];
    if (p.kind !== 'band') return out;
    p.series.forEach(function (s) {
      var fill = color(s, env);
      runs(s.points, function (q) { return q.l != null && q.h != null; }).forEach(function (run) {
        function edge(key) { return run.map(function (i) { return [g.at(i), g.to(s.points[i][key])]; }); }
        var low = edge('l'), high = edge('h'), x = low[0][0];
        if (run.length === 1) {
          out.push(line(x, low[0][1], x, high[0][1], fill, 2, null, 1), line(x - 4, low[0][1], x + 4, low[0][1], fill, 1.5, null, 1), line(x - 4, high[0][1], x + 4, high[0][1], fill, 1.5, null, 1));
          return;
        }
        out.push({ type: 'polygon', silent: true, z: 1, shape: { points: high.concat(low.slice().reverse()) }, style: { fill: fill, opacity: 0.24 } });
        [low, high].forEach(function (points) { out.push({ type: 'polyline', silent: true, z: 1, shape: { points: points }, style: { stroke: fill, lineWidth: 1, opacity: 0.7, fill: null } }); });
      });
    });
    return out;
  }

  // changes writes a ranking's changes in a column at the right, and marks on each bar where
  // it stood before.
  function changes(p, g, env) {
    var out = [], measure = function (t) { return env.measure(t, LABEL, false); };
    if (!g.changes) return out;
    p.series[0].points.forEach(function (q, i) {
      if (!q.change) return;
      out.push(text(env, env.width, g.at(i), scales.clip(q.change, g.changes + 1, measure), env.style.text, { align: 'right' }));
      if (q.b == null) return;
      var x = g.to(q.b), half = g.bar / 2 + 2;
      out.push(line(x, g.at(i) - half, x, g.at(i) + half, env.style.background, 4, null, 6), line(x, g.at(i) - half, x, g.at(i) + half, env.style.text, 1.5, null, 7));
    });
    return out.concat(text(env, env.width, 8, scales.clip(p.titles[1], env.width * 0.4, measure), env.style.muted, { align: 'right' }));
  }

  // floating draws the bars of a waterfall from where one ends to where the next does, the
  // line that ties them, and their numbers.
  function floating(p, g, env) {
    var out = [], half = g.bar / 2;
    if (p.kind !== 'waterfall') return out;
    var points = p.series[0].points, end = null;
    points.forEach(function (q, i) {
      if (q.v == null) return;
      var a = g.to(q.l), z = g.to(q.h), c = g.center(i, 0), fill = color({ color: q.color || p.series[0].color }, env);
      var box = g.horizontal ? { x: a, y: c - half, width: Math.max(z - a, 1), height: g.bar } : { x: c - half, y: z, width: g.bar, height: Math.max(a - z, 1) };
      out.push({ type: 'rect', silent: true, z: 5, shape: box, style: { fill: fill } });
      if (end) out.push(g.horizontal ? line(end.at, end.c + half, end.at, c - half, env.style.axis, 1, null, 4) : line(end.c + half, end.at, c - half, end.at, env.style.axis, 1, null, 4));
      end = { c: c, at: q.v < 0 ? a : z };
      var opt = { align: 'center', halo: true };
      if (g.horizontal) out.push(text(env, z + 6, c, q.label, env.style.text, { halo: true }));
      else if (env.measure(q.label, LABEL, false) <= g.band - 2) out.push(text(env, c, q.v < 0 ? a + 9 : z - 9, q.label, env.style.text, opt));
    });
    return out;
  }

  // startLabels writes the values at the left ends of a slope chart's lines, and the places
  // of a chart of ranks.
  function startLabels(p, g, env) {
    if (p.kind === 'bump') return scales.ranks(p.max).ticks.map(function (i) { return text(env, g.left - 10, g.to(i), String(i), env.style.muted, { align: 'right' }); });
    if (p.kind !== 'slope') return [];
    var items = [];
    p.series.forEach(function (s) { if (s.points[0].v != null) items.push({ y: g.to(s.points[0].v), s: s }); });
    return scales.spread(items, 15, g.top + 4, g.top + g.plot - 2).map(function (it) {
      var label = scales.clip(it.s.points[0].label || '', g.left - 12, function (t) { return env.measure(t, LABEL, true); });
      return text(env, g.left - 10, it.y, label, ink(it.s, env), { align: 'right', bold: true });
    });
  }

  // stepLabels writes a funnel's numbers behind its bars, open cases included.
  function stepLabels(p, g, env) {
    if (p.kind !== 'funnel') return [];
    return p.categories.map(function (c, i) {
      var end = p.series.reduce(function (sum, s) { return sum + (s.points[i].v || 0); }, 0);
      var x = g.to(end) + 6, q = p.series[0].points[i], measure = function (t) { return env.measure(t, LABEL, false); };
      return text(env, x, g.at(i), scales.clip(g.ample ? q.label || '' : q.text, env.width - x - 2, measure), env.style.text, {});
    });
  }

  // keep chooses from candidates (index by priority) those whose labels touch neither
  // each other along the category axis nor the chart's edges. blocked says of a label
  // (index, half its width) whether something else is in its way.
  function keep(points, order, g, env, blocked) {
    var kept = [], shown = {};
    order.forEach(function (i) {
      var q = points[i];
      if (!q || q.v == null || !q.label || shown[i]) return;
      var half = env.measure(q.label, LABEL, false) / 2, x = g.at(i);
      if (x - half < g.left - 4 || x + half > env.width || blocked(i, half)) return;
      if (kept.some(function (k) { return Math.abs(k.x - x) < k.half + half + 6; })) return;
      kept.push({ x: x, half: half });
      shown[i] = true;
    });
    return shown;
  }

  // priority orders points by what a reader looks for: the last, the greatest, the
  // first, then the others from the newest on.
  function priority(points) {
    var top = 0;
    points.forEach(function (q, i) { if (q.v != null && (points[top].v == null || q.v > points[top].v)) top = i; });
    var order = [lastIndex(points), top, 0];
    for (var i = points.length - 1; i >= 0; i--) order.push(i);
    return order;
  }

  // keepPoints chooses the labels of a line; skip is an index labelled at the end. A
  // line of which every point is labelled shows the three that matter.
  function keepPoints(points, g, env, skip) {
    var order = priority(points);
    if (points.filter(function (q) { return q.label; }).length > 6) order = order.slice(0, 3);
    return keep(points, order.filter(function (i) { return i !== skip; }), g, env, function () { return false; });
  }

  // keepBars chooses the labels of one series of bars.
  function keepBars(p, si, g, env) {
    var points = p.series[si].points, shown = {};
    function width(q) { return env.measure(q.label, LABEL, false); }
    // A label wider than its column must not run into a taller neighbour.
    function blocked(i, half) {
      return [i - 1, i + 1].some(function (k) {
        var q = points[k];
        if (!q || q.v == null || half < g.band - g.bar / 2) return false;
        var end = q.h != null ? q.h : q.v;
        return points[i].v >= 0 ? g.to(end) < g.to(points[i].v) + 2 : g.to(end) > g.to(points[i].v) - 2;
      });
    }
    if (!isStacked(p) && !g.horizontal && p.series.length === 1) {
      var order = priority(points), all = keep(points, order, g, env, blocked);
      if (points.every(function (q, i) { return q.v == null || !q.label || all[i]; })) return all;
      // Where not all have room, only those a reader looks for have one.
      var low = 0;
      points.forEach(function (q, i) { if (q.v != null && (points[low].v == null || q.v < points[low].v)) low = i; });
      return keep(points, order.slice(0, 3).concat(points[low].v < 0 ? [low] : []), g, env, blocked);
    }
    // Labels of some columns only would read as a choice: by width all or none.
    var fits = g.horizontal || points.every(function (q) { return q.v == null || !q.label || width(q) <= g.bar - (isStacked(p) ? 2 : 4); });
    points.forEach(function (q, i) {
      if (q.v == null || !q.label) return;
      var long = Math.abs(g.to(q.v) - g.to(0));
      if (g.horizontal && width(q) + 8 > env.width * 0.3) return;
      shown[i] = fits && (!isStacked(p) || (g.horizontal ? long >= width(q) + 6 && g.bar >= 14 : long >= 15));
    });
    return shown;
  }

  // uncovered hatches what nobody accounts for, so that it is not taken for the others.
  function uncovered(env) { return { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1.5, 4], rotation: Math.PI / 4, color: env.style.background }; }

  return { uncovered: uncovered, bands: bands, crossed: crossed, runs: runs, changes: changes, color: color, endNames: endNames, endLabels: endLabels, isStacked: isStacked, events: events, eventMarks: eventMarks, holes: holes, zero: zero, whiskers: whiskers, stepLabels: stepLabels, floating: floating, startLabels: startLabels, isLine: isLine, text: text, line: line, keepPoints: keepPoints, keepBars: keepBars, lastIndex: lastIndex };
})(paystatsScale);
