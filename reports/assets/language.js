// Shows one language of a page at a time. The page holds a section for each; ids are
// public addresses, so only the section that is shown has them: those of the others
// wait in data-id.
//
// What is shown first: what the address asks for (?lang=zh), else what the reader chose
// last, else what the browser prefers, unless the report was built for given languages,
// else the first section.
//
// paystatsLanguage is {shown(), listen(f), target()}: the section that is shown; f is
// called after each change; what the address's #name leads to, null for nothing.
var paystatsLanguage = (function () {
  'use strict';

  var root = document.documentElement;
  var sections = Array.from(document.querySelectorAll('.page[data-lang]'));
  var current = sections[0];
  var listeners = [];

  function find(lang) { return sections.filter(function (s) { return s.getAttribute('data-lang') === lang; })[0]; }

  // A browser may forbid both for files; then the choice lasts as long as the page.
  function remember(lang) { try { window.localStorage.setItem('paystats-language', lang); } catch (e) { return; } }
  function recall() { try { return window.localStorage.getItem('paystats-language'); } catch (e) { return null; } }
  function readdress(lang) {
    try {
      var to = new URL(window.location.href);
      to.searchParams.set('lang', lang);
      window.history.replaceState(window.history.state, '', to.href);
    } catch (e) { return; }
  }

  function wanted() {
    var list = [new URLSearchParams(window.location.search).get('lang'), recall()];
    if (root.hasAttribute('data-negotiate')) list = list.concat(Array.from(navigator.languages || [], function (l) { return l.slice(0, 2).toLowerCase(); }));
    return list.map(find).filter(Boolean)[0] || sections[0];
  }

  // rename moves the ids of a section: its own, not those inside drawings.
  function rename(section, from, to) {
    section.querySelectorAll('[' + from + ']').forEach(function (e) {
      if (e.closest('svg')) return;
      e.setAttribute(to, e.getAttribute(from));
      e.removeAttribute(from);
    });
  }

  // carry gives links to other pages of the report the language of this one.
  function carry(section, lang) {
    section.querySelectorAll('a[href]').forEach(function (a) {
      var href = a.getAttribute('href');
      var m = /^([^:?#]*\.html)(\?lang=\w+)?(#.*)?$/.exec(href);
      if (m) a.setAttribute('href', m[1] + '?lang=' + lang + (m[3] || ''));
    });
  }

  function show(section) {
    var lang = section.getAttribute('data-lang');
    if (section !== current) {
      rename(current, 'id', 'data-id');
      current.hidden = true;
      rename(section, 'data-id', 'id');
      section.hidden = false;
      current = section;
    }
    root.lang = section.lang;
    document.title = section.getAttribute('data-title');
    if (sections.length > 1) carry(section, lang);
  }

  // target is what the address names, which may have had no id when the page came.
  function target() {
    try { return document.getElementById(decodeURIComponent(window.location.hash.slice(1))); } catch (e) { return null; }
  }

  document.querySelectorAll('button.language').forEach(function (b) {
    b.hidden = false;
    b.addEventListener('click', function () {
      var lang = b.getAttribute('data-to'), section = find(lang);
      var inView = Array.from(current.querySelectorAll('figure[id]')).filter(function (f) { return f.getBoundingClientRect().bottom > 0; })[0];
      var id = inView && inView.id, top = inView && inView.getBoundingClientRect().top;
      show(section);
      remember(lang);
      readdress(lang);
      listeners.forEach(function (f) { f(); });
      if (id) window.scrollBy(0, document.getElementById(id).getBoundingClientRect().top - top); // what was read stays in view
      section.querySelector('button.language').focus({ preventScroll: true });
    });
  });
  show(wanted());

  return { shown: function () { return current; }, listen: function (f) { listeners.push(f); }, target: target };
})();
