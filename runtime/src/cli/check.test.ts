import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { slight } from './testing.ts';

function slightfile(text: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-check-'));
  writeFileSync(path.join(folder, 'slightfile.toml'), text);
  return folder;
}

const good = 'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "a"\n';
const bad = 'specversion = "0.2"\n[[capability]]\n\tresource = "keyvalue.reddis"\nname = "a"\n';

test('a good slightfile has no problems', () => {
  const { code, stdout } = slight(['check'], { cwd: slightfile(good) });
  assert.equal(stdout, 'slightfile.toml: no problems\n');
  assert.equal(code, 0);
});

test('a problem is shown with its line, what is meant underlined', () => {
  const { code, stdout } = slight(['check', 'slightfile.toml'], { cwd: slightfile(bad) });
  assert.equal(
    stdout,
    [
      'slightfile.toml:3:13 error: There is no resource "keyvalue.reddis". Did you mean "keyvalue.redis"? [unknown-resource]',
      '  3 | \tresource = "keyvalue.reddis"',
      '    | \t           ^^^^^^^^^^^^^^^^^',
      '',
    ].join('\n'),
  );
  assert.equal(code, 1);
});

test('a warning is no failure', () => {
  const { code, stdout } = slight(['check'], { cwd: slightfile(`colour = "red"\n${good}`) });
  assert.match(stdout, /^slightfile\.toml:1:1 warning: .*\[unknown-key\]/);
  assert.equal(code, 0);
});

test('json is an array with a range as LSP counts it', () => {
  const { code, stdout } = slight(['check', '--format', 'json'], { cwd: slightfile(bad) });
  assert.deepEqual(JSON.parse(stdout), [
    {
      file: 'slightfile.toml',
      code: 'unknown-resource',
      severity: 'error',
      message: 'There is no resource "keyvalue.reddis". Did you mean "keyvalue.redis"?',
      range: { start: { line: 2, character: 12 }, end: { line: 2, character: 29 } },
    },
  ]);
  assert.equal(code, 1);
});

test('json without a problem is an empty array', () => {
  assert.equal(slight(['check', '--format', 'json'], { cwd: slightfile(good) }).stdout, '[]\n');
});

test('a file that is not there is one plain sentence and exit code 2', () => {
  const { code, stderr } = slight(['check', 'nowhere.toml']);
  assert.equal(stderr, 'slight: nowhere.toml cannot be read (ENOENT). Name a slightfile that is there.\n');
  assert.equal(code, 2);
});
