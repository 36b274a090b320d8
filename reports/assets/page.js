// Runs a page: draws the charts of the language that is shown from their payloads, those
// in view at once and the others when the browser has time, and again when the width, the
// mode (light, dark), the medium (print) or the language changes. Everything it shows comes
// from data blocks on the page; texts are set as text, never as HTML.
var paystatsPage = (function (language) {
  'use strict';

  var root = document.documentElement;
  var theme = JSON.parse(document.querySelector('script.theme').textContent);
  var media = window.matchMedia('(prefers-color-scheme: dark)');
  var PRINT = 658; // px: A4 less 18 mm margins
  var printing = false;
  var charts = [];

  function dark() {
    if (printing) return false;
    var chosen = root.getAttribute('data-theme');
    return chosen ? chosen === 'dark' : media.matches;
  }

  // measurer returns a function that measures texts in a font.
  function measurer(font) {
    return function (text, size, bold) { return echarts.format.getTextRect(text, (bold ? '600 ' : '') + size + 'px ' + font).width; };
  }

  function el(name, cls, text) {
    var e = document.createElement(name);
    e.className = cls;
    if (text != null) e.textContent = text;
    return e;
  }

  // row is one line of a tooltip: key, name, printed value, reason.
  function row(c, s, q, name) {
    var r = el('div', 'tip-row'), key = el('i', 'key');
    key.style.background = c.style.colors[q.color || s.color] || q.color || s.color;
    r.appendChild(key);
    r.appendChild(el('span', 'tip-name', name));
    r.appendChild(el('b', 'tip-value', q.v == null && q.l == null ? '\u2013' : q.text));
    var box = el('div', 'tip-item');
    box.appendChild(r);
    if (q.change) box.appendChild(el('div', 'tip-why', q.change));
    if (q.why) box.appendChild(el('div', 'tip-why', q.why));
    return box;
  }

  // from says who printed the points of a tooltip, and when; each once.
  function from(p, points) {
    var seen = [];
    points.forEach(function (q) { var t = q && q.from && p.from[q.from - 1]; if (t && seen.indexOf(t) < 0) seen.push(t); });
    return el('div', 'tip-from', seen.join('; '));
  }

  // tip builds a tooltip out of elements: a name or text that looks like HTML is
  // shown as it is written.
  function tip(c) {
    return function (params) {
      var p = c.payload, box = el('div', 'tip');
      if (p.kind === 'donut') {
        var s = p.series[params.dataIndex];
        box.appendChild(row(c, s, s.points[0], s.name));
        box.appendChild(from(p, s.points));
        return box;
      }
      if (p.kind === 'heatmap' || p.kind === 'marimekko') {
        var r = p.series[Math.floor(params.dataIndex / p.categories.length)], q = r.points[params.dataIndex % p.categories.length];
        box.appendChild(el('div', 'tip-head', r.name + ' · ' + p.categories[params.dataIndex % p.categories.length]));
        box.appendChild(el('b', 'tip-value', q.text));
        if (q.why) box.appendChild(el('div', 'tip-why', q.why));
        box.appendChild(from(p, [q]));
        return box;
      }
      if (p.kind === 'treemap') {
        var t = p.series[params.dataIndex];
        if (t.group) box.appendChild(el('div', 'tip-head', t.group));
        box.appendChild(row(c, t, t.points[0], t.name));
        box.appendChild(from(p, t.points));
        return box;
      }
      if (p.kind === 'sankey') {
        var f = p.flows[params.dataIndex], n = p.series[params.dataIndex - p.flows.length];
        box.appendChild(el('div', 'tip-head', f ? p.series[f.from].name + ' → ' + p.series[f.to].name : n.name));
        box.appendChild(el('b', 'tip-value', f ? f.text : n.points[0].text));
        return box;
      }
      if (p.kind === 'scatter' || p.kind === 'bubble') {
        var m = p.series[params.dataIndex];
        box.appendChild(el('div', 'tip-head', m.name));
        m.points[0].text.split(/; |；/).forEach(function (t) { box.appendChild(el('div', 'tip-line', t)); });
        box.appendChild(from(p, m.points));
        return box;
      }
      if (p.kind === 'timeline') {
        var o = p.spans[params.dataIndex];
        box.appendChild(el('div', 'tip-head', p.categories[o.row]));
        box.appendChild(el('div', 'tip-line', o.text));
        if (o.why) box.appendChild(el('div', 'tip-why', o.why));
        return box;
      }
      var first = Array.isArray(params) ? params[0] : params, i = first.dataIndex, k = first.axisIndex;
      var shown = p.series.filter(function (s) { return !p.panels || s.panel === k; });
      box.appendChild(el('div', 'tip-head', (p.panels ? p.panels[k] + ' · ' : '') + p.categories[i]));
      shown.forEach(function (s) { box.appendChild(row(c, s, s.points[i], s.name)); });
      box.appendChild(from(p, shown.map(function (s) { return s.points[i]; })));
      p.marks.forEach(function (m) { if (m.at === i && !(p.panels && m.panel && m.panel !== k + 1)) box.appendChild(el('div', 'tip-why', m.text)); });
      return box;
    };
  }

  // isShown: a chart of a hidden language has no width.
  function isShown(c) { return c.box.clientWidth > 0; }

  // look is all that a drawing depends on, besides its payload.
  function look(c) { return [printing ? 0 : c.box.clientWidth, printing, dark(), c.plot].join(' '); }

  // draw draws a chart, unless it is there already as it should look.
  function draw(c) {
    if (!isShown(c) || c.look === look(c)) return;
    c.look = look(c);
    if (!c.payload) c.payload = JSON.parse(c.figure.querySelector('script.payload').textContent);
    var width = !printing ? c.box.clientWidth : c.payload.kind === 'donut' ? 230 : PRINT;
    c.style = dark() ? theme.dark : theme.light;
    c.style.font = window.getComputedStyle(c.box).fontFamily;
    var d = paystatsDraw(c.payload, { width: width, style: c.style, measure: measurer(c.style.font), plot: printing ? 165 : c.plot });
    d.option.tooltip = Object.assign(d.option.tooltip || {}, {
      show: true, confine: true, transitionDuration: 0, formatter: tip(c), padding: [8, 10],
      backgroundColor: c.style.background, borderColor: c.style.rule, textStyle: { color: c.style.text, fontSize: 13, fontFamily: c.style.font }
    });
    c.box.style.height = d.height + 'px';
    if (!c.chart) c.chart = echarts.init(c.box, null, { renderer: 'svg', width: width, height: d.height });
    else c.chart.resize({ width: width, height: d.height });
    c.chart.dispatchAction({ type: 'hideTip' }); // a tip that waits to be shown again would find its box gone
    c.chart.setOption(d.option, { notMerge: true });
    c.figure.querySelectorAll('.legend li').forEach(function (li, i) { li.hidden = !!d.named && d.named[i]; });
    c.figure.setAttribute('data-legend', d.legend ? 'on' : 'off');
    c.figure.setAttribute('data-marks', d.marks ? 'on' : 'off');
    c.figure.setAttribute('data-drawn', 'yes');
  }

  function drawAll() { charts.forEach(draw); }

  // drawRest draws what is left, a chart at a time, so that the page answers meanwhile.
  function drawRest() {
    var next = charts.filter(function (c) { return isShown(c) && c.look !== look(c); })[0];
    if (!next) return;
    draw(next);
    window.setTimeout(drawRest, 0);
  }

  // open draws the charts of the shown language down to the end of the view, or of what the
  // address names, whose place must not move any more; then the rest.
  function open() {
    var target = language.target(), end = window.innerHeight + (target ? target.getBoundingClientRect().top : 0);
    charts.forEach(function (c) { if (c.box.getBoundingClientRect().top < end || target && target.contains(c.box)) draw(c); });
    if (target) target.scrollIntoView();
    window.setTimeout(drawRest, 0);
  }

  function start() {
    document.querySelectorAll('figure.chart').forEach(function (figure) {
      charts.push({ figure: figure, box: figure.querySelector('.canvas'), payload: null, look: '', plot: 0, chart: null });
    });
    open();
    language.listen(open);
    var fit = function () { charts.forEach(function (c) { if (c.chart && !printing) draw(c); }); };
    window.addEventListener('resize', fit); // at once: what takes a picture of the page may not wait for a frame
    if (typeof ResizeObserver === 'function') {
      var watch = new ResizeObserver(function () { window.requestAnimationFrame(fit); });
      charts.forEach(function (c) { watch.observe(c.box.parentNode); });
    }
    media.addEventListener('change', drawAll);
    window.addEventListener('beforeprint', function () { printing = true; drawAll(); });
    window.addEventListener('afterprint', function () { printing = false; drawAll(); });
  }

  // remember and recall keep the reader's choice of mode; a browser may forbid it
  // for files, and then the choice lasts as long as the page.
  function remember(mode) { try { window.localStorage.setItem('paystats-theme', mode); } catch (e) { return; } }
  function recall() {
    var asked = new URLSearchParams(window.location.search).get('mode');
    if (asked) return asked;
    try { return window.localStorage.getItem('paystats-theme'); } catch (e) { return null; }
  }

  var mode = recall();
  if (mode === 'dark' || mode === 'light') root.setAttribute('data-theme', mode);
  document.querySelectorAll('button.mode').forEach(function (toggle) {
    toggle.hidden = false;
    toggle.addEventListener('click', function () {
      var next = dark() ? 'light' : 'dark';
      root.setAttribute('data-theme', next);
      remember(next);
      drawAll();
    });
  });

  // count is how many tooltips a chart has; place is where the n-th of them opens: series
  // and point of the drawing.
  function count(c) {
    var p = c.payload, n = p.categories.length;
    if (p.kind === 'heatmap' || p.kind === 'marimekko') return p.series.length * n;
    if (p.kind === 'timeline') return p.spans.length;
    if (p.kind === 'sankey') return p.flows.length + p.series.length;
    if (p.panels) return p.panels.length * n;
    return isLoose(p) ? p.series.length : n;
  }
  function isLoose(p) { return ['donut', 'treemap', 'scatter', 'bubble'].indexOf(p.kind) >= 0; }
  function place(c, n) {
    var p = c.payload;
    if (isLoose(p) || ['heatmap', 'marimekko', 'timeline', 'sankey'].indexOf(p.kind) >= 0) return [0, n];
    var panel = p.panels ? Math.floor(n / p.categories.length) : 0, i = n % p.categories.length;
    var list = c.chart.getOption().series;
    var at = list.findIndex(function (s) { return (s.xAxisIndex || 0) === panel && s.data && s.data[i] != null && s.data[i] !== '-'; });
    return [at >= 0 ? at : Math.max(0, list.findIndex(function (s) { return (s.xAxisIndex || 0) === panel; })), i];
  }

  start();
  return { charts: charts, draw: draw, count: count, place: place };
})(paystatsLanguage);
