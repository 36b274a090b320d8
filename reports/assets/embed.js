// Shows one chart or table of a page alone, where its address says ?embed=ID: in a frame
// on another page. Runs before the page draws: what is taken away is never drawn.
(function (language) {
  'use strict';

  var id = new URLSearchParams(window.location.search).get('embed');
  var figure = id && document.getElementById(id);
  if (!figure || figure.tagName !== 'FIGURE') return;
  document.documentElement.setAttribute('data-embed', id);
  document.title = figure.querySelector('h3').textContent;
  var main = document.createElement('main'), shown = language.shown();
  main.appendChild(figure);
  shown.replaceChildren(main);
  document.querySelectorAll('.page').forEach(function (page) { if (page !== shown) page.remove(); });
})(paystatsLanguage);
