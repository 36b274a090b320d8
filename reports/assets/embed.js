// Shows one chart or table of a page alone, where its address says ?embed=ID: in a frame
// on another page. Runs before the page does: what is taken away is never drawn.
(function () {
  'use strict';

  var id = new URLSearchParams(window.location.search).get('embed');
  var figure = id && document.getElementById(id);
  if (!figure || figure.tagName !== 'FIGURE') return;
  document.documentElement.setAttribute('data-embed', id);
  document.title = figure.querySelector('h3').textContent;
  var main = document.createElement('main');
  main.appendChild(figure);
  document.querySelector('.page').replaceChildren(main);
  document.querySelectorAll('a.skip').forEach(function (a) { a.remove(); });
})();
