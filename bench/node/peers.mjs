// What GrowthBook's SDK and the polyfill of URLPattern take for the same decisions.
//
// Reads one JSON object from standard input: {account, views: [{href, known, lists}], engines, rounds}; writes one array:
// [{title, least, median, build, winners}], nanoseconds a decision, milliseconds to build. Both translations are near and
// not equal: GrowthBook's simple targets fold case, and `contains` of a pattern looks at path and query each for itself.

import { isURLTargeted } from '@growthbook/growthbook';
import { URLPattern } from 'urlpattern-polyfill';
import { text } from 'node:stream/consumers';

const { account, views, engines, rounds } = JSON.parse(await text(process.stdin));

const literal = value => value.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const inPattern = value => value.replace(/[+*?:{}()\\]/g, '\\$&');
const isNegative = rule => /^(?:is_not|not_)/.test(rule.op);

const fits = ({ who = 'everyone', lists = [], hide_for_lists = [] }, view) => {
  const isIn = wanted => view.known && wanted.some(list => view.lists.includes(list));
  const allowed = { everyone: true, anonymous: !view.known, known: view.known, lists: isIn(lists) };
  return Boolean(allowed[who]) && !isIn(hide_for_lists);
};

/// A rule as a target of GrowthBook's.
function target(rule, include) {
  const value = rule.value ?? '';
  const simple = pattern => ({ type: 'simple', include, pattern });
  const regex = pattern => ({ type: 'regex', include, pattern });
  switch (rule.op) {
    case 'all': return regex('.');
    case 'is': return simple(value);
    case 'starts_with': return simple(value.endsWith('/*') ? value : `${value}*`);
    case 'contains': return regex(literal(value));
    case 'query': return rule.value == null
      ? regex(`[?&]${literal(rule.name)}(?:[=&]|$)`)
      : simple(`/*?${rule.name}=${value}`);
    case 'is_not': return regex(`^(?!https://${literal(value)}/?(?:[?#]|$))`);
    case 'not_contains': return regex(`^(?!.*${literal(value)})`);
    case 'not_starts_with': return regex(`^(?!https://${literal(value.replace(/\/\*$/, ''))})`);
    default: throw new Error(`no translation of ${rule.op}`);
  }
}

function growthbook() {
  const flows = account.map(flow => ({
    audience: flow.audience,
    targets: [...flow.include.map(rule => target(rule, true)), ...(flow.exclude ?? []).map(rule => target(rule, false))],
  }));
  return view => flows.findIndex(flow => fits(flow.audience, view) && isURLTargeted(view.href, flow.targets));
}

/// The positive form of a rule as patterns, one of which has to match.
function patterns(rule) {
  const value = (rule.value ?? '').replace(/\/\*$/, '');
  const isWild = value !== rule.value;
  const page = tail => {
    const slash = value.includes('/') ? value.indexOf('/') : value.length;
    return [{ hostname: inPattern(value.slice(0, slash)), pathname: inPattern(value.slice(slash)) + tail }];
  };
  const anywhere = `*${inPattern(value)}*`;
  const parameter = rule.value == null ? '=*' : `=${inPattern(value)}`;
  switch (rule.op) {
    case 'all': return [{}];
    case 'is': case 'is_not': return page('{/}?');
    case 'starts_with': case 'not_starts_with': return page(isWild ? '{/*}?' : '*');
    case 'contains': case 'not_contains': return [{ pathname: anywhere }, { search: anywhere }];
    case 'query': return [{ search: `{*&}?${inPattern(rule.name)}${parameter}{&*}?` }];
    default: throw new Error(`no translation of ${rule.op}`);
  }
}

function polyfill() {
  const compile = rule => ({
    isNegative: isNegative(rule),
    patterns: patterns(rule).map(pattern => new URLPattern(pattern)),
  });
  const flows = account.map(flow => ({
    audience: flow.audience,
    include: flow.include.map(compile),
    exclude: (flow.exclude ?? []).map(compile),
  }));
  const holds = href => rule => rule.patterns.some(pattern => pattern.test(href)) !== rule.isNegative;
  return view => flows.findIndex(flow => fits(flow.audience, view)
    && flow.include.some(holds(view.href)) && !flow.exclude.some(holds(view.href)));
}

/// Milliseconds of processor time so far, the compiler's and the collector's included.
const now = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

const kinds = {
  growthbook: ['GrowthBook SDK, isURLTargeted (Node)', growthbook],
  polyfill: ['urlpattern-polyfill, in turn (Node)', polyfill],
};

const made = engines.map(name => {
  const [title, make] = kinds[name];
  const started = now();
  const decide = make();
  return { title, decide, build: now() - started, winners: [], times: [] };
});
// The first round warms up and keeps the answers.
for (let round = 0; round <= rounds; round += 1) {
  for (const engine of made) {
    const started = now();
    const winners = views.map(engine.decide);
    const each = (now() - started) * 1e6 / views.length;
    if (round > 0) engine.times.push(each);
    else engine.winners = winners.map(place => (place < 0 ? null : place));
  }
}
console.log(JSON.stringify(made.map(({ title, build, winners, times }) => {
  times.sort((a, b) => a - b);
  return { title, build, winners, least: times[0], median: times[times.length >> 1] };
})));
