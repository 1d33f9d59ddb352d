/** What an app of thousands of names costs, counted in comparisons of two names. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggest } from '@slight/text/words.ts';
import { appOf, uriIn } from '../testing/app.ts';
import { mostPairs } from './nearest.ts';
import { nameProblems } from './problems.ts';
import { typosOf } from './typos.ts';

const capability = (name: string) => `[[capability]]\nresource = "keyvalue.redis"\nname = "${name}"\n`;
const many = (count: number, of: string) =>
  Array.from({ length: count }, (_, index) => `${of}-${index}-${of}`);

function bigApp(declared: readonly string[], opened: readonly string[]) {
  return appOf({
    'slightfile.toml': `specversion = "0.2"\n${declared.map(capability).join('')}`,
    'app.js': `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';\n${opened.map((name) => `Keyvalue.open('${name}');\n`).join('')}`,
  });
}

/** The comparisons that are made for all problems of an app, and how many of its names are suggested something. */
function cost(declared: number, opened: number): { pairs: number; suggested: number; problems: number } {
  const { names } = bigApp(many(declared, 'store'), many(opened, 'stare'));
  let pairs = 0;
  const problems = nameProblems(names, (word, candidates) => {
    const all = [...candidates];
    pairs += all.length;
    return suggest(word, all);
  });
  const found = problems.ofSource(uriIn('app.js'));
  problems.ofSlightfile(uriIn('slightfile.toml'));
  const suggested = found.filter(({ suggestion }) => suggestion !== undefined).length;
  return { pairs, suggested, problems: found.length };
}

test('what was meant is sought for all names of an app of common size', () => {
  const { pairs, suggested, problems } = cost(30, 100);
  assert.deepEqual([pairs, suggested, problems], [3000, 100, 100]);
});

test('what was meant is sought for so many names that few enough are compared; the others are told all the same', () => {
  for (const [declared, opened] of [
    [500, 1500],
    [1000, 3000],
    [300, 4000],
  ] as const) {
    const { pairs, problems } = cost(declared, opened);
    assert.ok(pairs > 0 && pairs <= mostPairs, `${pairs} comparisons of ${declared} × ${opened}`);
    assert.equal(problems, opened);
  }
});

test('which names are suggested something does not depend on the order of the sources', () => {
  const [declared, opened] = [many(1000, 'store'), many(400, 'stare')];
  const of = (names: readonly string[]) =>
    nameProblems(bigApp(declared, names).names)
      .ofSource(uriIn('app.js'))
      .filter(({ suggestion }) => suggestion !== undefined)
      .map(({ name, suggestion }) => `${name} ${suggestion ?? ''}`)
      .sort();
  const found = of(opened);
  assert.ok(found.length > 0 && found.length < opened.length);
  assert.deepEqual(of(opened.toReversed()), found);
});

test('under a wildcard, names that stand once are compared with as few', () => {
  const often = many(1000, 'store');
  const { names } = bigApp(['*'], [...often, ...often, ...many(2000, 'stare')]);
  let pairs = 0;
  const meant = typosOf(names, 'keyvalue', () => {
    pairs++;
    return 2;
  });
  for (const name of names.usesByName.keys()) meant(name);
  assert.ok(pairs > 0 && pairs <= mostPairs, `${pairs} comparisons`);
});
