/** Every benchmark still runs and gives its table: one short round, without the rivals that are installed on demand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calls } from './calls.ts';
import { withSections } from './document.ts';
import { filesystem } from './filesystem.ts';
import { languageServer } from './language-server.ts';
import { inTurn, median, ratio, table } from './measure.ts';
import { start } from './start.ts';

const effort = { rounds: 1, calls: 20, rivals: false };

for (const { benchmark, rows } of [
  { benchmark: languageServer, rows: 4 + 4 * 4 },
  { benchmark: calls, rows: 8 + 6 + 6 },
  { benchmark: start, rows: 5 },
  { benchmark: filesystem, rows: 3 * 6 },
]) {
  test(`npm run bench -- ${benchmark.name}`, async () => {
    const measured = await benchmark.measure(effort);
    const numbers = measured.split('\n').filter((line) => /^\|.*\|$/.test(line) && !line.includes('---'));
    const heads = measured.split('\n').filter((line) => /^\| (set|get|set and get)? \|/.test(line)).length;
    assert.equal(numbers.length - heads, rows, measured);
    assert.doesNotMatch(measured, /NaN|–/);
  });
}

test('contestants take turns, and the first round does not count', async () => {
  const order: string[] = [];
  const contestant = (name: string) => () => order.push(name);
  const values = await inTurn({ a: contestant('a'), b: contestant('b') }, 2);
  assert.deepEqual(order, ['a', 'b', 'a', 'b', 'a', 'b']);
  assert.deepEqual(values, { a: [3, 5], b: [4, 6] });
});

test('medians, ratios and tables', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.equal(ratio([2, 6, 10], [1, 2, 2]), 3);
  assert.equal(table(['', 'ms'], [['a', '1']]), '|  | ms |\n| --- | --: |\n| a | 1 |');
});

test('a section is measured again without the others', () => {
  const before = withSections('', [
    { title: 'A', text: 'old' },
    { title: 'B', text: '### more\n\nkept' },
  ]);
  const after = withSections(before, [{ title: 'A', text: 'new' }]);
  assert.equal(after, before.replace('old', 'new'));
});
