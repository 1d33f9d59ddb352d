/** A slightfile that is not UTF-8 is told as that, in one place, by every command; and none of them changes it. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { slight } from './testing.ts';

const hello = path.join(import.meta.dirname, '../../../.cache/guests/c-hello.wasm');
const text = 'specversion = "0.2"\n# café\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "a"\n';

const latin1 =
  'slightfile.toml:2:6 error: The byte 0xE9 here is not valid UTF-8, so nobody knows which character it stands for. Save the file as UTF-8. [not-utf8]\n' +
  '  2 | # caf\ufffd\n    |      ^\n';
const utf16 =
  'slightfile.toml:1:1 error: This file is UTF-16, and a slightfile is UTF-8. Save it as UTF-8. [not-utf8]\n' +
  '  1 | specversion = "0.2"\n    | ^\n';

const files = {
  'Latin-1': [Buffer.from(text, 'latin1'), latin1],
  'UTF-16 as Windows writes it': [Buffer.from(`\ufeff${text}`, 'utf16le'), utf16],
  'UTF-16 without a mark': [Buffer.from(text, 'utf16le'), utf16],
  'UTF-16, the high byte first': [Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), utf16],
} as const;

for (const [encoding, [bytes, problem]] of Object.entries(files)) {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-encoding-'));
  const file = path.join(cwd, 'slightfile.toml');
  writeFileSync(file, bytes);

  test(`check tells of ${encoding}`, () => {
    const { code, stdout } = slight(['check'], { cwd });
    assert.equal(stdout, problem);
    assert.equal(code, 1);
  });

  for (const command of ['run', 'up', 'secret']) {
    test(`${command} tells of ${encoding}, and does nothing`, () => {
      const args = { run: [hello], up: [], secret: ['-k', 'a', '-v', 'b'] }[command] ?? [];
      const { code, stderr } = slight([command, ...args], { cwd, env: { XDG_CONFIG_HOME: cwd } });
      const end = {
        secret: 'slight: slightfile.toml is not valid UTF-8, so nothing was changed. Save it as UTF-8.\n',
      }[command];
      assert.ok(stderr.startsWith(problem), stderr);
      assert.match(
        stderr.slice(problem.length),
        end === undefined ? /^slight: .* has an error, so / : RegExp(end),
      );
      assert.equal(code, 2);
      assert.deepEqual(readFileSync(file), bytes);
    });
  }
}

test('a byte order mark in front of UTF-8 is no error, and stays where it is', () => {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-encoding-'));
  const file = path.join(cwd, 'slightfile.toml');
  writeFileSync(file, `\ufeff${text}`);
  assert.equal(slight(['check'], { cwd }).stdout, 'slightfile.toml: no problems\n');
  const { code } = slight(['secret', '-k', 'a', '-v', 'b'], { cwd, env: { XDG_CONFIG_HOME: cwd } });
  assert.equal(code, 0);
  assert.ok(readFileSync(file, 'utf8').startsWith(`\ufeff${text}`));
});
