import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { generate, target } from './feature-table.ts';
import { groups } from './feature-table/features.ts';
import type { Group, Peer } from './feature-table/table.ts';
import { section } from './feature-table/table.ts';

const root = join(import.meta.dirname, '..');

test('docs/language-server.md is what scripts/feature-table says', async () => {
  const hint = 'Run `node scripts/feature-table.ts`, and commit what it writes.';
  assert.equal(await readFile(target, 'utf8'), generate(), hint);
});

suite('what is said to be here is shown by a test that exists', () => {
  const proofs = groups.flatMap(({ title, features }) =>
    features.flatMap(({ what, tests }) => tests.map((proof) => ({ where: `${title}, ${what}`, ...proof }))),
  );
  for (const { where, file, title } of proofs) {
    test(`${where}: ${title}`, async () => {
      const text = await readFile(join(root, file), 'utf8');
      assert.ok(hasTest(text, title), `${file} has no test with that title.`);
    });
  }
});

test('a feature says of every peer of its group whether that has it', () => {
  for (const { title, peers, features } of groups) {
    for (const { what, peers: cells } of features) {
      assert.equal(cells.length, peers.length, `${title}: ${what}`);
    }
    assert.equal(new Set(features.map(({ what }) => what)).size, features.length, title);
  }
});

test('a remark is written once, and a feature without a test is not claimed', () => {
  const peer: Peer = { name: 'it', version: '1', known: 'read', source: 'a page', link: 'https://a.example' };
  const partly = { partly: 'in part' };
  const group: Group = {
    title: 'A group',
    about: 'About it.',
    peers: [peer],
    features: [
      { what: 'a', peers: [partly], tests: [{ file: 'a.test.ts', title: 'says "a"' }] },
      { what: 'b|c', peers: [partly], tests: [] },
      { what: 'd', peers: ['unknown'], tests: [] },
      { what: 'e', peers: [{ unknown: 'it did not say' }], tests: [] },
    ],
  };
  assert.equal(
    section(group),
    `## A group

About it.

|  | slight | it |
| :-- | :-- | :-- |
| a | yes: [test](../a.test.ts "says ”a”") | partly (1) |
| b\\|c | no | partly (1) |
| d | no | ? |
| e | no | ? (2) |

1. in part
2. it did not say`,
  );
});

test('a title is found where it is a test’s, and nowhere else', () => {
  assert.ok(hasTest("test('reads a file', () => {});", 'reads a file'));
  assert.ok(hasTest('  it(`reads ${file}`, () => {});', 'reads ${file}'));
  assert.ok(hasTest("await test(\n  'reads a file',\n  () => {},\n);", 'reads a file'));
  assert.ok(!hasTest("// test('reads a file')", 'reads a file'));
  assert.ok(!hasTest("test('reads a file twice', () => {});", 'reads a file'));
  assert.ok(!hasTest("test.skip('reads a file', () => {});", 'reads a file'));
  assert.ok(!hasTest("const text = 'reads a file';", 'reads a file'));
});

/** Whether a source has a test of that title, as it is written there: a `${part}` of a title stays one. */
function hasTest(source: string, title: string): boolean {
  return ["'", '"', '`'].some((quote) => {
    const before = source.split(`${quote}${title}${quote}`).slice(0, -1);
    return before.some((text) => /^(?:await |\s)*(?:test|it|suite|describe)\(\s*$/m.test(lastCall(text)));
  });
}

/** From the start of the line with the last `(` on. */
function lastCall(text: string): string {
  return text.slice(text.lastIndexOf('\n', text.lastIndexOf('(')) + 1);
}
