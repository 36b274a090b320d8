// The file of one chart leads to its page, which then shows the chart alone. It passes on
// what its own address asks for. Where it may not lead anywhere, in a sandbox on a file, it
// shows a link after a while rather than nothing.
(function () {
  'use strict';
  var id = window.location.pathname.replace(/^.*\//, '').replace(/\.html$/, '');
  window.location.replace('index.html?embed=' + id + window.location.search.replace('?', '&'));
  window.setTimeout(function () {
    var link = document.body.appendChild(document.createElement('a'));
    link.textContent = document.title;
    link.href = 'index.html#' + id;
    link.target = '_blank';
  }, 2000);
})();
