// Finds words on all pages of a report, from its index. What it looks through lies in the
// index itself, so that it works from a folder without a server.
//
// A place matches when it holds every word of the query, whatever case, width or Chinese
// script (traditional, simplified) they are written in. A Chinese phrase that no place holds as such matches where most of its pairs
// of characters stand. Titles count more than texts, and the start of a word more than its
// middle.
(function (language) {
  'use strict';

  var LIMIT = 40;  // places shown
  var AROUND = 60; // characters of text before and after the first hit
  var MOST = 0.6;  // part of the pairs of a Chinese phrase that a place must hold
  var HAN = /^[\u3400-\u9fff]{3,}$/;

  // simplified holds the simplified form of each traditional character that may matter.
  var simplified = {};

  function fold(text) {
    return text.normalize('NFKC').toLowerCase().replace(/[\u3400-\u9fff]/g, function (c) { return simplified[c] || c; });
  }

  // learn takes in pairs of a traditional and a simplified character.
  function learn(pairs) {
    for (var i = 0; i + 1 < pairs.length; i += 2) simplified[pairs[i]] = pairs[i + 1];
  }

  // pairs are the neighbouring characters of a phrase.
  function pairs(word) {
    var out = [];
    for (var i = 0; i + 1 < word.length; i++) out.push(word.slice(i, i + 2));
    return out;
  }

  function read(section) {
    var data = section.querySelector('script.passages'), places = [];
    learn(JSON.parse(section.querySelector('script.folds').textContent));
    JSON.parse(data.textContent).forEach(function (page) {
      page.passages.forEach(function (p) {
        places.push({ href: page.page + (p[0] ? '#' + p[0] : ''), page: page.title, title: p[1], text: p[2], head: fold(p[0] ? p[1] : page.title), body: fold(p[2]) });
      });
    });
    return places;
  }

  // score is 0 where a word does not occur.
  function score(place, word) {
    var at = place.head.indexOf(word);
    if (at >= 0) return at === 0 || !/[a-z0-9]/.test(place.head[at - 1]) ? 8 : 5;
    at = place.body.indexOf(word);
    if (at < 0) return 0;
    return at === 0 || !/[a-z0-9]/.test(place.body[at - 1]) ? 3 : 1;
  }

  // looseScore takes a Chinese phrase by its pairs of characters, of which most must stand
  // in a place.
  function looseScore(place, word) {
    if (!HAN.test(word)) return score(place, word);
    var all = pairs(word), scores = all.map(function (pair) { return score(place, pair); }).filter(Boolean);
    if (scores.length < MOST * all.length) return 0;
    return scores.reduce(function (a, b) { return a + b; }, 0) / all.length;
  }

  function look(places, words, score) {
    return places.map(function (p, i) {
      var scores = words.map(function (w) { return score(p, w); });
      return { place: p, score: scores.indexOf(0) >= 0 ? 0 : scores.reduce(function (a, b) { return a + b; }, 0), at: i };
    }).filter(function (h) { return h.score > 0; }).sort(function (a, b) { return b.score - a.score || a.at - b.at; });
  }

  // find returns the places and the words that they match.
  function find(places, query) {
    var words = fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) return { hits: [], words: words };
    var hits = look(places, words, score);
    if (hits.length || !words.some(function (w) { return HAN.test(w); })) return { hits: hits, words: words };
    return { hits: look(places, words, looseScore), words: [].concat.apply([], words.map(function (w) { return HAN.test(w) ? pairs(w) : [w]; })) };
  }

  // even is a folded text whose characters stand where they stood.
  function even(text) { return text.replace(/[^]/g, function (c) { var f = fold(c); return f.length === 1 ? f : c; }); }

  // marked is an element that holds a text with the words in it marked.
  function marked(tag, text, words) {
    var e = document.createElement(tag), folded = even(text), from = 0;
    for (;;) {
      var at = -1, length = 0;
      words.forEach(function (w) {
        var i = folded.indexOf(w, from);
        if (i >= 0 && (at < 0 || i < at || i === at && w.length > length)) { at = i; length = w.length; }
      });
      if (at < 0) break;
      e.appendChild(document.createTextNode(text.slice(from, at)));
      e.appendChild(document.createElement('mark')).textContent = text.slice(at, at + length);
      from = at + length;
    }
    e.appendChild(document.createTextNode(text.slice(from)));
    return e;
  }

  // snippet is the text around the first word.
  function snippet(text, words) {
    var folded = even(text);
    var at = Math.min.apply(null, words.map(function (w) { var i = folded.indexOf(w); return i < 0 ? Infinity : i; }));
    if (at === Infinity || text.length <= 3 * AROUND) at = 0;
    var from = Math.max(0, at - AROUND), to = Math.min(text.length, at + 2 * AROUND);
    return (from > 0 ? '… ' : '') + text.slice(from, to).trim() + (to < text.length ? ' …' : '');
  }

  function result(hit, words, lang) {
    var p = hit.place, li = document.createElement('li'), a = marked('a', p.title || p.page, words);
    a.href = lang ? p.href.replace(/(#|$)/, '?lang=' + lang + '$1') : p.href;
    li.appendChild(a);
    if (p.text) li.appendChild(marked('p', snippet(p.text, words), words));
    if (p.title) li.appendChild(document.createElement('p')).textContent = p.page;
    return li;
  }

  var several = document.querySelectorAll('.page').length > 1;

  function listen(section) {
    var form = section.querySelector('form.search'), input = form.querySelector('input'), places = null;
    var count = section.querySelector('.count'), list = section.querySelector('.results');
    form.hidden = false;
    function show() {
      places = places || read(section);
      var f = find(places, input.value), n = f.hits.length;
      list.replaceChildren.apply(list, f.hits.slice(0, LIMIT).map(function (h) { return result(h, f.words, several ? section.getAttribute('data-lang') : ''); }));
      list.hidden = n === 0;
      count.textContent = !f.words.length ? '' : count.getAttribute(n === 0 ? 'data-none' : n === 1 ? 'data-one' : 'data-many').replace('{}', n);
    }
    input.addEventListener('input', show);
    form.addEventListener('submit', function (e) {
      e.preventDefault();
      var first = list.querySelector('a');
      if (first) first.click();
    });
    form.addEventListener('keydown', function (e) {
      if (e.key === 'Escape') { input.value = ''; show(); }
      if (e.key === 'ArrowDown' && list.querySelector('a')) { e.preventDefault(); list.querySelector('a').focus(); }
    });
    list.addEventListener('keydown', function (e) {
      var links = Array.from(list.querySelectorAll('a')), at = links.indexOf(document.activeElement);
      var next = { ArrowDown: links[at + 1], ArrowUp: links[at - 1] || input }[e.key];
      if (!next) return;
      e.preventDefault();
      next.focus();
    });
  }
  document.querySelectorAll('.page').forEach(listen);

  function focus() { language.shown().querySelector('form.search input').focus(); }
  document.addEventListener('keydown', function (e) {
    if (e.key !== '/' || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    e.preventDefault();
    focus();
  });
  if (window.location.hash === '#find') focus();
})(paystatsLanguage);
