// Named number formats. Options and payloads name a format; this file, the same in
// the page and in the SVG renderer, prints by that name. It follows
// reports/chart/format.go: print() gives the same texts, held by
// reports/chart/testdata/formats.tsv, and ticks() the same magnitudes and words
// for a whole axis. A name is data, never a program: an unknown one prints plain
// numbers.
var paystatsFormats = (function () {
  'use strict';

  // Number systems, largest step first: [from, word].
  var WESTERN = [[1e12, ' tn'], [1e9, ' bn'], [1e6, ' mn'], [1, '']];
  var INDIAN = [[1e12, ' lakh crore'], [1e7, ' crore'], [1e5, ' lakh'], [1, '']];
  var CHINESE = [[1e12, '万亿'], [1e8, '亿'], [1e4, '万'], [1, '']];
  var ZH = { CNY: '元', USD: '美元', INR: '卢比', EUR: '欧元', JPY: '日元', HKD: '港元' };

  // roundTo rounds a magnitude half up; toFixed alone does not.
  function roundTo(abs, d) { var p = Math.pow(10, d); return Math.floor(abs * p + 0.5) / p; }

  // fixed prints a magnitude with d decimals and commas between thousands.
  function fixed(abs, d) {
    var parts = roundTo(abs, d).toFixed(d).split('.');
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ',');
    return parts.join('.');
  }

  function minus(v, text) { return v < 0 && /[1-9]/.test(text) ? '\u2212' + text : text; }
  function plus(v, text) { return v > 0 && /[1-9]/.test(text) ? '+' + text : text; }

  // scaled prints a magnitude in the largest step it reaches, or that it reaches by
  // rounding in the step below.
  function scaled(abs, tiers, whole) {
    function decimals(i) {
      var n = abs / tiers[i][0];
      return roundTo(n, 1) >= whole || i === tiers.length - 1 && n === Math.trunc(n) ? 0 : 1;
    }
    for (var i = 0; i < tiers.length; i++) {
      var n = abs / tiers[i][0], text = fixed(n, decimals(i)) + tiers[i][1];
      if (i === tiers.length - 1 || n >= 1) return text;
      var below = tiers[i + 1][0];
      if (roundTo(abs / below, decimals(i + 1)) * below >= tiers[i][0]) return text;
    }
    return '';
  }

  // percent prints a fraction in hundredths with one decimal, from a thousand on without.
  function percent(abs) { return fixed(abs * 100, roundTo(abs * 100, 1) >= 1000 ? 0 : 1); }

  // times prints a ratio with three digits that mean something.
  function times(abs) { return fixed(abs, roundTo(abs, 2) < 10 ? 2 : roundTo(abs, 1) < 100 ? 1 : 0); }

  // print returns one value as the Go side prints it.
  function print(name, v) {
    if (!isFinite(v)) return 'n/a';
    var parts = String(name).split(':'), unit = parts.slice(1).join(':'), abs = Math.abs(v);
    switch (parts[0]) {
      case 'pp': return plus(v, minus(v, fixed(abs * 100, 1))) + ' pp';
      case 'pp-gap': return minus(v, fixed(abs * 100, 1)) + ' pp';
      case 'pp-zh': return plus(v, minus(v, fixed(abs * 100, 1))) + '个百分点';
      case 'pp-gap-zh': return minus(v, fixed(abs * 100, 1)) + '个百分点';
      case 'percent': return minus(v, percent(abs)) + ' %';
      case 'percent-zh': return minus(v, percent(abs)) + '%';
      case 'times': return minus(v, times(abs));
      case 'multiple': return minus(v, times(abs)) + '\u00d7';
      case 'multiple-zh': return minus(v, times(abs)) + '倍';
      case 'points': return minus(v, fixed(abs, 0));
      case 'count': return minus(v, scaled(abs, WESTERN, 100));
      case 'count-zh': return minus(v, scaled(abs, CHINESE, 1000));
      case 'count-in': return minus(v, scaled(abs, INDIAN, 100));
      case 'money': return minus(v, unit + ' ' + scaled(abs, WESTERN, 100));
      case 'money-in': return minus(v, (unit === 'INR' ? '₹' : unit + ' ') + scaled(abs, INDIAN, 100));
      case 'money-zh': return minus(v, scaled(abs, CHINESE, 1000) + (ZH.hasOwnProperty(unit) ? ZH[unit] : unit));
    }
    return minus(v, fixed(abs, 2).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''));
  }

  // digits returns the fewest decimals (0 to 3) that print every value exactly.
  function digits(values) {
    for (var d = 0; d < 3; d++) {
      var f = Math.pow(10, d);
      if (values.every(function (v) { return Math.abs(v * f - Math.round(v * f)) < 1e-6 * f; })) return d;
    }
    return 3;
  }

  // plain prints values with one number of decimals; zero has none and no word.
  function plain(values, word, signed) {
    var d = digits(values);
    return values.map(function (v) {
      if (v === 0) return '0';
      var text = minus(v, fixed(Math.abs(v), d)) + word;
      return signed ? plus(v, text) : text;
    });
  }

  function inScale(values, tiers) {
    var most = Math.max.apply(null, values.map(Math.abs));
    var tier = tiers.filter(function (t) { return most >= t[0]; })[0] || [1, ''];
    return plain(values.map(function (v) { return v / tier[0]; }), tier[1], false);
  }

  // ticks prints the ticks of one axis, all in the magnitude of the largest and with
  // the decimals that the step needs. The currency stands in the subtitle.
  function ticks(name, values) {
    function hundred(v) { return v * 100; }
    switch (String(name).split(':')[0]) {
      case 'percent': return plain(values.map(hundred), ' %', false);
      case 'percent-zh': return plain(values.map(hundred), '%', false);
      case 'pp': return plain(values.map(hundred), ' pp', true);
      case 'pp-gap': return plain(values.map(hundred), ' pp', false);
      case 'pp-zh': return plain(values.map(hundred), '', true); // the subtitle says the unit, which is long
      case 'pp-gap-zh': return plain(values.map(hundred), '', false);
      case 'multiple': return plain(values, '\u00d7', false);
      case 'multiple-zh': return plain(values, '倍', false);
      case 'money': case 'count': return inScale(values, WESTERN);
      case 'money-zh': case 'count-zh': return inScale(values, CHINESE);
      case 'money-in': case 'count-in': return inScale(values, INDIAN);
    }
    return plain(values, '', false);
  }

  return { print: print, ticks: ticks };
})();
