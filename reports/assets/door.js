// The file of one chart leads to its page, which then shows the chart alone. It passes on
// what its own address asks for.
(function () {
  'use strict';
  var id = window.location.pathname.replace(/^.*\//, '').replace(/\.html$/, '');
  window.location.replace('index.html?embed=' + id + window.location.search.replace('?', '&'));
})();
