// Geometry of a chart that depends on the width: nice ticks, which category
// labels fit, how texts wrap and move apart. Pure functions of their arguments;
// `measure(text)` gives a text's width in pixels.
var paystatsScale = (function () {
  'use strict';

  // nice returns ticks {min, max, step, ticks} that cover lo..hi with about n
  // steps of 1, 2, 2.5 or 5 times a power of ten.
  function nice(lo, hi, n) {
    if (!(hi > lo)) hi = lo + 1;
    var raw = (hi - lo) / n, power = Math.pow(10, Math.floor(Math.log10(raw))), step = 10 * power;
    [1, 2, 2.5, 5].some(function (m) { if (m * power >= raw * 0.999) { step = m * power; return true; } });
    var min = Math.floor(lo / step + 1e-9) * step;
    var max = Math.ceil(hi / step - 1e-9) * step;
    var ticks = [];
    for (var k = Math.ceil(min / step - 1e-9); k * step <= max + step * 1e-6; k++) ticks.push(Number((k * step).toPrecision(12)));
    return { min: min, max: max, step: step, ticks: ticks };
  }

  // fromZero covers the values and zero. What lies beyond zero by less than a line is thick
  // takes no step of the axis.
  function fromZero(e, n) {
    var lo = Math.min(0, e.lo), hi = Math.max(0, e.hi), least = (hi - lo) * 0.008;
    return nice(-lo < least ? 0 : lo, hi < least ? 0 : hi, n);
  }

  // ranks has a tick for each place and room above and below.
  function ranks(n) {
    var ticks = [];
    for (var i = 1; i <= n; i++) ticks.push(i);
    return { min: 0.5, max: n + 0.5, step: 1, ticks: ticks };
  }

  // upTo runs from zero to a given end, which need be no round number.
  function upTo(max, n) {
    var s = nice(0, max, n);
    return { min: 0, max: max, step: s.step, ticks: s.ticks.filter(function (t) { return t <= max * (1 + 1e-9); }) };
  }

  // tight ends a scale where the values end, for bars that carry their values.
  function tight(scale, e) {
    return { min: Math.min(0, e.lo), max: Math.max(0, e.hi) || 1, step: scale.step, ticks: scale.ticks };
  }

  // around covers intervals and, of their whole extent, the part pad on both sides: an
  // interval shows where a value lies, not how far it is from zero. Where zero is not far it
  // is the start; shares end at the whole.
  function around(e, n, pad, format) {
    var room = (e.hi - e.lo || Math.abs(e.hi) * 0.1 || 1) * pad, lo = e.lo - room, hi = e.hi + room;
    if (/^percent/.test(format) && e.hi <= 1) hi = Math.min(hi, 1);
    if (e.lo >= 0 && lo <= 0) return nice(0, e.hi, n);
    return nice(e.lo >= 0 ? Math.max(0, lo) : lo, hi, n);
  }

  // close leaves a little room around values that carry their numbers: no axis, no zero.
  function close(e) {
    var pad = (e.hi - e.lo || Math.abs(e.hi) || 1) * 0.08;
    return { min: e.lo - pad, max: e.hi + pad, step: e.hi - e.lo || 1, ticks: [] };
  }

  // extent returns the least and greatest value to be drawn. Stacked kinds add up
  // the values of a category, positive and negative ones apart.
  function extent(series, count, stacked) {
    var lo = Infinity, hi = -Infinity;
    function see(v) { if (v < lo) lo = v; if (v > hi) hi = v; }
    for (var i = 0; i < count; i++) {
      var up = 0, down = 0;
      series.forEach(function (s) {
        var p = s.points[i];
        if (p.v == null && p.l == null) return;
        if (p.b != null) see(p.b);
        if (stacked) { if (p.v >= 0) up += p.v; else down += p.v; return; }
        if (p.l != null && p.h != null) { see(p.l); see(p.h); return; } // drawn from one to the other
        see(p.v);
        if (p.h != null) see(p.h);
      });
      if (stacked) { see(up); see(down); }
    }
    return lo > hi ? { lo: 0, hi: 1 } : { lo: lo, hi: hi };
  }

  // What closes a Chinese phrase begins no line, and what opens one ends none.
  var OPEN = '（《「【', CLOSE = '，。；：、！？）》」】';
  var PIECE = new RegExp('\\s+|[^\\s\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]*[0-9](?=[\\u2e80-\\u9fff])[^\\s\\x00-\\u2e7f' + OPEN + CLOSE + ']+[' + CLOSE + ']*|[' + OPEN + ']*[^\\s\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]+[' + CLOSE + ']*|[' + OPEN + ']*[^\\s\\x00-\\u2e7f' + OPEN + CLOSE + ']+[' + CLOSE + ']*|.', 'g');
  var LETTER = new RegExp('[' + OPEN + ']*[\\x00-\\u2e7f]+[\\u2e80-\\u9fff]?[' + CLOSE + ']*|[' + OPEN + ']*.[' + CLOSE + ']*', 'g');

  // words splits a text where a line may break: at spaces, and between Chinese phrases, to
  // which a number before them belongs; inside a phrase only when it alone is wider than the line.
  function words(text, width, measure) {
    var out = [];
    (text.match(PIECE) || []).forEach(function (w) {
      if (/[\u2e80-\uffef]/.test(w) && measure(w) > width) out = out.concat(w.match(LETTER)); else out.push(w);
    });
    return out;
  }

  // wrap breaks a text into lines no wider than width, as few as do and about equally long; null
  // when a word alone is wider or more than most lines are needed.
  function wrap(text, width, most, measure) {
    var list = words(text, width, measure), lines = broken(list, width, measure);
    if (!lines || lines.length > most) return null;
    for (var w = width - 6; lines.length > 1 && w > width / 2; w -= 6) {
      var even = broken(list, w, measure);
      if (!even || even.length > lines.length) break;
      lines = even;
    }
    return lines;
  }

  // broken puts words into lines as long as they may be; null when a word alone is wider.
  function broken(list, width, measure) {
    var lines = [''];
    var ok = list.every(function (w) {
      var last = lines[lines.length - 1];
      if (/^\s+$/.test(w)) { if (last) lines[lines.length - 1] = last + ' '; return true; }
      if (measure(last + w) <= width) { lines[lines.length - 1] = last + w; return true; }
      if (measure(w) > width) return false;
      if (last.trim() === '') lines[lines.length - 1] = w; else lines.push(w);
      return true;
    });
    return ok ? lines.map(function (l) { return l.trim(); }) : null;
  }

  // clip shortens a text with an ellipsis to a width.
  function clip(text, width, measure) {
    if (measure(text) <= width) return text;
    var chars = Array.from(text);
    while (chars.length > 1 && measure(chars.join('') + '\u2026') > width) chars.pop();
    return chars.join('').trim() + '\u2026';
  }

  // fitLines wraps to at most `most` lines and clips what still does not fit.
  function fitLines(text, width, most, measure) {
    var even = wrap(text, width, most, measure);
    if (even) return even;
    var lines = broken(words(text, width, measure), width, measure) || [text];
    if (lines.length <= most) return lines.length > 1 ? lines : [clip(lines[0], width, measure)];
    return lines.slice(0, most - 1).concat(clip(lines.slice(most - 1).join(/[a-z]/i.test(text) ? ' ' : ''), width, measure));
  }

  // split parts a period label into year and rest: "Q3 2015" into 2015 and Q3, "Sep
  // 2015" into 2015 and Sep, "2015年第三季度" into 2015年 and 第三季度. null when the
  // text is none, or a year alone.
  function split(label) {
    var m = /^(\d{4}(?:\u5e74|(?!\u5e74)))[\s-]*(\S.*)$/.exec(label);
    if (m) return { year: m[1], rest: m[2] };
    m = /^([A-Z][a-z]{2}|[QH]\d) (\d{4})$/.exec(label);
    return m ? { year: m[2], rest: m[1] } : null;
  }

  // thinned keeps every k-th of labels {x, text}, with the least k at which no two touch.
  function thinned(items, measure) {
    for (var k = 1; ; k++) {
      var kept = items.filter(function (it, i) { return i % k === 0; });
      var free = kept.every(function (it, i) {
        return i === 0 || it.x - kept[i - 1].x >= (measure(it.text) + measure(kept[i - 1].text)) / 2 + 6;
      });
      if (free) return kept;
    }
  }

  // periodLabels returns one label a period, '' where none fits: quarter over
  // year where there is room, years alone where there is not.
  function periodLabels(cats, xs, measure) {
    var band = xs.length > 1 ? xs[1] - xs[0] : 1e4, out = cats.map(function () { return ''; });
    var parts = cats.map(split);
    if (!parts.every(Boolean)) {
      var widest = Math.max.apply(null, cats.map(measure)), every = Math.max(1, Math.ceil((widest + 10) / band));
      cats.forEach(function (c, i) { if ((cats.length - 1 - i) % every === 0) out[i] = c; });
      return out;
    }
    var first = function (i) { return i === 0 || parts[i].year !== parts[i - 1].year; };
    var width = function () { return Math.max.apply(null, parts.map(function (p) { return measure(p.rest); })); };
    if (width() + 9 > band) parts.forEach(function (p) { p.rest = p.rest.replace(/^第([一二三四])季度$/, function (all, n) { return 'Q' + ('一二三四'.indexOf(n) + 1); }); });
    var rest = width();
    var roomForRest = rest + 9 <= band;
    var years = [];
    parts.forEach(function (p, i) { if (first(i)) years.push({ i: i, x: xs[i], text: p.year }); });
    // A year that begins the chart in its middle gives way to the next whole one.
    if (years.length > 1 && years[1].x - years[0].x < (measure(years[0].text) + measure(years[1].text)) / 2 + 6) years.shift();
    years = thinned(years, measure);
    if (roomForRest) parts.forEach(function (p, i) { out[i] = p.rest; });
    years.forEach(function (y) { out[y.i] = roomForRest ? out[y.i] + '\n' + y.text : y.text; });
    return out;
  }

  // nameLabels wraps names under their columns; null when they do not fit there.
  function nameLabels(cats, band, measure) {
    var lines = cats.map(function (c) { return wrap(c, band - 8, 3, measure); });
    return lines.every(Boolean) ? lines.map(function (l) { return l.join('\n'); }) : null;
  }

  // rowHeight is the height of one of n rows: its own, or where the drawing has to fill a room,
  // what that leaves, within limits.
  function rowHeight(own, n, env, least) { return env.fill ? Math.min(own * 2.2, Math.max(least, env.plot / n)) : own; }

  // spread moves labels apart along y: items {y}, sorted in place, at least gap pixels (a
  // number, or a function of two neighbours) between two, all inside top..bottom where they fit.
  function spread(items, gap, top, bottom) {
    var between = typeof gap === 'function' ? gap : function () { return gap; };
    items.sort(function (a, b) { return a.y - b.y; });
    for (var round = 0; round < 60; round++) {
      var moved = false;
      for (var i = 1; i < items.length; i++) {
        var short = between(items[i - 1], items[i]) - (items[i].y - items[i - 1].y);
        if (short > 0.01) { items[i - 1].y -= short / 2; items[i].y += short / 2; moved = true; }
      }
      if (items.length) {
        if (items[0].y < top) { items[0].y = top; moved = true; }
        var last = items[items.length - 1];
        if (last.y > bottom) { last.y = bottom; moved = true; }
      }
      if (!moved) break;
    }
    return items;
  }

  // rows gives each text {x, width} of a top margin a row (0 lowest) and a side on
  // which it stays inside left..right, so that no two touch.
  function rows(texts, left, right) {
    var ends = [];
    texts.forEach(function (t) {
      t.side = t.x + 4 + t.width <= right ? 'left' : 'right';
      var from = t.side === 'left' ? t.x + 4 : Math.max(left, t.x - 4 - t.width), row = 0;
      while (ends[row] != null && from < ends[row] + 10) row++;
      ends[row] = from + t.width;
      t.row = row;
      t.from = from;
    });
    return ends.length;
  }

  return { nice: nice, fromZero: fromZero, tight: tight, upTo: upTo, ranks: ranks, around: around, close: close, extent: extent, wrap: wrap, clip: clip, fitLines: fitLines, periodLabels: periodLabels, nameLabels: nameLabels, rowHeight: rowHeight, spread: spread, rows: rows, split: split };
})();
