// What a reader does with the charts of a page: takes numbers, address and frame along,
// walks through points by keyboard, sees one alone in a frame.
(function (language, page) {
  'use strict';

  var several = document.querySelectorAll('.page').length > 1;
  var framed = document.documentElement.hasAttribute('data-embed');

  // say announces a word beside a button for a moment.
  function say(below, text) {
    var status = below.querySelector('[role=status]');
    status.textContent = text;
    window.setTimeout(function () { status.textContent = ''; }, 2000);
  }

  // copy puts a text on the clipboard; where a browser forbids it, the text is selected
  // in the field that shows it.
  function copy(below, text, field) {
    function done() { say(below, below.querySelector('[role=status]').getAttribute('data-copied')); }
    function select() { if (field) { field.focus(); field.select(); } }
    if (!navigator.clipboard) { select(); return; }
    navigator.clipboard.writeText(text).then(done, select);
  }

  function save(name, text) {
    var a = document.createElement('a');
    a.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    a.download = name;
    document.body.appendChild(a);
    a.click();
    a.remove();
    window.setTimeout(function () { URL.revokeObjectURL(a.href); }, 1000);
  }

  document.querySelectorAll('.below').forEach(function (below) {
    var csv = below.querySelector('button.csv'), link = below.querySelector('a.link');
    var field = below.querySelector('textarea'), button = below.querySelector('button.copy');
    csv.hidden = button.hidden = false;
    csv.addEventListener('click', function () { save(csv.getAttribute('data-file'), JSON.parse(below.querySelector('script.csv').textContent)); });
    link.addEventListener('click', function () { copy(below, link.href, null); });
    // The frame's address is the one that this page was opened from. In a sandbox a file may
    // not lead to another: from a folder it is the page's own.
    var own = window.location.href.replace(/[?#].*$/, ''), local = window.location.protocol === 'file:';
    var lang = several ? (local ? '&' : '?') + 'lang=' + below.closest('.page').getAttribute('data-lang') : '';
    field.value = field.value.replace(/src="[^"]*?([^"\/]*)\.html"/, function (all, id) {
      return 'src="' + (local ? own + '?embed=' + id : own.replace(/[^\/]*$/, '') + id + '.html') + lang + '"';
    });
    button.addEventListener('click', function () { copy(below, field.value, field); });
  });

  // Arrow keys walk through what a chart shows: its tooltip opens at each point, and is
  // read out.
  function walk(c) {
    var at = -1, spoken = document.createElement('div');
    spoken.className = 'spoken';
    spoken.setAttribute('aria-live', 'polite');
    c.box.parentNode.appendChild(spoken);
    function show(next) {
      var place = page.place(c, next);
      if (!place) return;
      at = next;
      c.chart.dispatchAction({ type: 'showTip', seriesIndex: place[0], dataIndex: place[1] });
      var tip = c.box.querySelector('.tip');
      spoken.textContent = tip ? tip.innerText.replace(/\s*\n\s*/g, ', ') : '';
    }
    c.box.addEventListener('keydown', function (e) {
      page.draw(c); // it may not have been in view yet
      var last = page.count(c) - 1;
      var next = { ArrowRight: Math.min(at + 1, last), ArrowDown: Math.min(at + 1, last), ArrowLeft: Math.max(at - 1, 0), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[e.key];
      if (e.key === 'Escape') c.chart.dispatchAction({ type: 'hideTip' });
      if (next === undefined || e.altKey || e.ctrlKey || e.metaKey) return;
      e.preventDefault();
      show(next);
    });
    c.box.addEventListener('blur', function () { at = -1; c.chart.dispatchAction({ type: 'hideTip' }); spoken.textContent = ''; });
  }
  page.charts.forEach(walk);

  // fit draws a chart that is alone in a frame as high as the frame leaves room.
  function fit() {
    var c = page.charts[0], TRY = 200, LEAST = 40;
    if (!c) return;
    c.plot = TRY;
    page.draw(c);
    var box = c.figure.querySelector('.plot'), lower = c.box.getBoundingClientRect().bottom - box.getBoundingClientRect().top;
    c.plot = Math.max(LEAST, Math.floor(TRY + box.clientHeight - lower));
    page.draw(c);
  }
  if (framed) {
    fit();
    window.addEventListener('resize', fit);
  }

  // A slash leads to the search over all pages.
  document.addEventListener('keydown', function (e) {
    var find = language.shown().querySelector('a.find');
    if (e.key !== '/' || !find || framed || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    e.preventDefault();
    find.click();
  });
})(paystatsLanguage, paystatsPage);
