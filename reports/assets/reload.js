// The part of a page that `paystats report --watch` writes: it loads the stamp of its file
// again and again, as a script since a page from a file may fetch nothing, and reloads
// itself when the stamp is another one.
(function (own, file) {
  'use strict';
  window.paystatsStamp = function (stamp) {
    if (stamp !== own) location.reload();
  };
  setInterval(function () {
    const script = document.createElement('script');
    script.onload = script.onerror = function () { script.remove(); };
    script.src = file + '?' + Date.now();
    document.head.appendChild(script);
  }, 100);
})
