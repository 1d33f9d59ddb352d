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
  assert.equal(stderr, 'slight: There is no slightfile at nowhere.toml. Name one that is there.\n');
  assert.equal(code, 2);
});

test('a file that cannot be read keeps the others from nothing', () => {
  const cwd = slightfile(bad);
  writeFileSync(path.join(cwd, 'good.toml'), good);
  const files = ['slightfile.toml', 'nowhere.toml', 'good.toml'];
  const { code, stdout, stderr } = slight(['check', ...files], { cwd });
  assert.match(stdout, /^slightfile\.toml:3:13 error: .*\n.*\n.*\ngood\.toml: no problems\n$/);
  assert.equal(stderr, 'slight: There is no slightfile at nowhere.toml. Name one that is there.\n');
  assert.equal(code, 2);

  const json = slight(['check', '--format', 'json', ...files], { cwd });
  const found = JSON.parse(json.stdout) as { file: string; code: string; severity: string }[];
  assert.deepEqual(
    found.map((one) => [one.file, one.code, one.severity]),
    [
      ['slightfile.toml', 'unknown-resource', 'error'],
      ['nowhere.toml', 'unreadable', 'error'],
    ],
  );
  assert.equal(json.code, 2);
});

/** All that a terminal obeys or hides: C0, DEL, C1, and the overrides of the writing direction. */
const unprintable = new RegExp(
  String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]`,
);
const evil = '\x1b[2J\x1b]52;c;aGk=\x07\x9b1m\u202e';

test('what a terminal would obey never reaches it, and reaches JSON as it is', () => {
  const cwd = slightfile(`"${evil}" = 1\n[[capability]]\nresource = "${evil}"\nname = "${evil}" # ${evil}\n`);
  for (const args of [
    ['check'],
    ['run', 'a.wasm'],
    ['check', `${evil}.toml`],
    [evil],
    ['run', '--env', evil, evil],
  ]) {
    if (args[0] === 'run') writeFileSync(path.join(cwd, 'a.wasm'), '');
    const { stdout, stderr } = slight(args, { cwd });
    assert.ok(stdout.length + stderr.length > 0);
    assert.doesNotMatch(stdout + stderr, unprintable, args[0]);
    assert.match(stdout + stderr, /\\u001b\[2J/);
  }
  // what TOML permits in a string
  const name = '\x9b1m\u202e';
  const json = slight(['check', '--format', 'json'], { cwd: slightfile(`"${name}" = 1\n${good}`) });
  const [found] = JSON.parse(json.stdout) as { message: string }[];
  assert.equal(found?.message, `A slightfile has no key "${name}", so it is ignored.`);
});

test('a line of a megabyte is shown where it is meant, and on one line of a terminal', () => {
  const long = 'x'.repeat(1_000_000);
  const cwd = slightfile(
    `a = "${long}"\n${long} = "${long}\n[[capability]]\nresource = "${long}"\n"${long}\n`,
  );
  const { stdout } = slight(['check'], { cwd });
  const [excerpts, sentences] = [/^ +\d* \| /, /^slightfile\.toml:/];
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines) {
    assert.ok(excerpts.test(line) || sentences.test(line), line.slice(0, 100));
    assert.ok(line.length <= (excerpts.test(line) ? 80 : 400), `${line.length}: ${line.slice(0, 100)}`);
  }
});

test('no report shows a secret of the file, be it right, wrong or unreadable', () => {
  const text = `${good}[[capability]]
resource = "keyvalue.redis"
name = "b"
configs = { REDIS_ADDRESS = "redis://:hunter/2@host", X = "hunter2" }
[[capability]]
resource = "keyvalue.azblob"
name = "c"
configs.AZURE_STORAGE_KEY = hunter2
configs.AZURE_STORAGE_KEYY = "hunter2"
`;
  const cwd = slightfile(text);
  const { stdout } = slight(['check'], { cwd });
  assert.match(stdout, /:8:29 warning: REDIS_ADDRESS has a raw "\/" .* write it as %2F/);
  assert.match(stdout, /\| configs = \{ REDIS_ADDRESS = "••••", X = "••••" \}\n {4}\| {29}\^{6}\n/);
  assert.match(stdout, /\| configs\.AZURE_STORAGE_KEY = ••••\n/);
  assert.doesNotMatch(stdout, /hunter/);
  assert.doesNotMatch(slight(['check', '--format', 'json'], { cwd }).stdout, /hunter/);
});
