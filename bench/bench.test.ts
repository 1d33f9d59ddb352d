/** Every benchmark still runs and gives its table: one short round, without the rivals that are installed on demand. */
import assert from 'node:assert/strict';
import { mkdtempDisposable, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { calls } from './calls.ts';
import { withSections } from './document.ts';
import { filesystem } from './filesystem.ts';
import { indexing } from './index-workspace.ts';
import { languageServer } from './language-server.ts';
import { inTurn, median, ratio, table } from './measure.ts';
import { http } from './http.ts';
import { withHighlights } from './highlights.ts';
import { start } from './start.ts';
import { makeWorkspace } from './workspace.ts';

const effort = { rounds: 1, calls: 20, files: 60, rivals: false };

for (const { benchmark, rows, highlights } of [
  { benchmark: languageServer, rows: 4 + 2 + 4 * 4, highlights: 5 },
  { benchmark: indexing, rows: 2, highlights: 4 },
  { benchmark: calls, rows: 8 + 6 + 6, highlights: 1 },
  { benchmark: start, rows: 5, highlights: 2 },
  { benchmark: http, rows: 5 + 4 + 5, highlights: 3 },
  { benchmark: filesystem, rows: 3 * 6, highlights: 1 },
]) {
  test(`npm run bench -- ${benchmark.name}`, async () => {
    const measured = await benchmark.measure(effort);
    const numbers = measured.text
      .split('\n')
      .filter((line) => /^\|.*\|$/.test(line) && !line.includes('---'));
    const heads = measured.text
      .split('\n')
      .filter((line) => /^\| (set|get|set and get)? \|/.test(line)).length;
    assert.equal(numbers.length - heads, rows, measured.text);
    assert.doesNotMatch(measured.text, /NaN|–/);
    assert.equal(measured.highlights.length, highlights);
    assert.ok(measured.highlights.every(({ ours }) => median(ours) > 0));
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

test('the rows of the first table are remade one by one, and a peer that does not answer is told', () => {
  const place = (rows: string) =>
    `# A\n\n<!-- speed: made by npm run bench -- --write -->\n\n|  | slight | beside it | ratio |\n| --- | --: | --: | --: |\n${rows}\n\n<!-- /speed -->\n\nMore.\n`;
  const kept = '| kept | 1 | x 1 | 1.00 |';
  assert.equal(
    withHighlights(place(`| old | 1.0 ms | x 2.0 ms | 0.50 |\n${kept}`), [
      { what: 'old', unit: 'ms', ours: [20.2, 30, 10], beside: { x: [40, 60, 20], y: [NaN, NaN, NaN] } },
      { what: 'new', ours: [7606], beside: {} },
    ]),
    place(`| old | 20 ms | x 40 ms, y none | 0.50, – |\n${kept}\n| new | 7,606 | – | – |`),
  );
  assert.throws(() => withHighlights('# A\n', []), /no place for the table/);
});

test('a workspace is the same each time, of the size that was asked for, and opens what its slightfiles declare', async () => {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), 'slight-bench-'));
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => makeWorkspace(path.join(folder.path, name), 120)),
  );
  assert.deepEqual(
    { ...one, slightfile: one?.slightfile.text },
    { ...two, slightfile: two?.slightfile.text },
  );
  assert.equal(one?.apps, 2);
  assert.ok(one.bytes > 1e6 && one.bytes < 1.5e6, String(one.bytes));
  const files = await readdir(path.join(folder.path, 'one'), { recursive: true });
  const texts = await Promise.all(
    ['.rs', '.c', '.js', '.ts'].map(async (extension) => {
      const sources = files.filter((file) => file.endsWith(extension));
      assert.equal(sources.length, 30);
      return await readFile(path.join(folder.path, 'one', sources[0] ?? ''), 'utf8');
    }),
  );
  for (const text of texts) assert.match(text, /store-\d+-\d/);
});
