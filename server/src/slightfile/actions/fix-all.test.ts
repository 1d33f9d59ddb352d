import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { withoutWants } from '@slight/slightfile/testing/fixture.ts';
import { severities } from '@slight/text/problem.ts';
import { codeActions } from '../code-action.ts';
import { applied, fileOf, uri } from '../../testing/marked.ts';

const root = path.join(import.meta.dirname, '../../../../test/fixtures/slightfiles');
const fixtures = globSync('*/bad-*.toml', { cwd: root }).filter((file) => !file.endsWith('.golden.toml'));

/** The text after `source.fixAll`, as on a save; undefined where there is nothing to fix. */
function fixAll(text: string): string | undefined {
  const file = fileOf(text);
  const top = { line: 0, character: 0 };
  const actions = codeActions(file, { start: top, end: top }, ['source.fixAll']);
  assert.ok(actions.length < 2);
  const edits = actions[0]?.edit?.changes?.[uri];
  return edits && applied(file, edits);
}

/** How many problems of each severity, as a text that is the smaller the better. */
function badness(text: string): string {
  const { problems } = fileOf(text);
  return severities
    .map((severity) => String(problems.filter((one) => one.severity === severity).length).padStart(3, '0'))
    .join(' ');
}

test('source.fixAll leaves every bad file with fewer or lesser problems, and comes to an end', () => {
  let fixed = 0;
  for (const name of fixtures) {
    const text = withoutWants(readFileSync(path.join(root, name), 'utf8'));
    let now = text;
    for (let next = fixAll(now), round = 0; next !== undefined; next = fixAll(now), round++) {
      assert.ok(round < 5, `${name} is not done after ${round} rounds:\n${now}`);
      assert.notEqual(next, now, name);
      now = next;
    }
    if (now === text) continue;
    fixed++;
    const [before, after] = [badness(text), badness(now)];
    assert.ok(after < before, `${name}: ${before} → ${after}\n${now}`);
  }
  assert.ok(fixed > 20, `${fixed} of ${fixtures.length} files had something to fix`);
});

test('source.fixAll makes no key twice', () => {
  const text =
    'specversion = "0.2"\n[[capability]]\nresorce = "keyvalue.filesystem"\nresourc = "x"\nname = "a"\n';
  const once = fixAll(text) ?? text;
  assert.deepEqual(fileOf(once).slightfile.document.errors, []);
  assert.match(once, /^resource = "keyvalue\.filesystem"$/m);
  assert.equal(fixAll('specversio = "0.2"\n'), 'specversion = "0.2"\n');
});

test('source.fixAll makes line ends of carriage returns in one round', () => {
  assert.equal(
    fixAll('specversion = "0.2"\r[[capability]]\rresource = "http"\rname = "a"\r'),
    'specversion = "0.2"\n[[capability]]\nresource = "http"\nname = "a"\n',
  );
});
