/** What is written down of a workspace's servers is that workspace's own, and not that of a copy of its folder. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { slight } from './testing.ts';

const keyvalue = path.join(import.meta.dirname, '../../../.cache/guests/c-keyvalue-0.5.wasm');
const none = 'No server runs for slightfile.toml.\n';
const down = (cwd: string) => slight(['down'], { cwd }).stdout;

test('a copy of a workspace whose server stays keeps none of its own; a renamed one keeps its', (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'slight-copied-'));
  const [first, copy, renamed] = ['first', 'copy', 'renamed'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  t.after(() => {
    for (const cwd of [first, copy, renamed].filter(existsSync)) down(cwd);
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });
  mkdirSync(first);
  writeFileSync(
    path.join(first, 'slightfile.toml'),
    'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n',
  );
  const run = (cwd: string, ...args: string[]) =>
    slight(['run', '--backends', 'local', keyvalue, '--', 'orders', ...args], { cwd });
  const [, address] =
    /on (127\.0\.0\.1:\d+)\n$/.exec(slight(['up', '--backends', 'local'], { cwd: first }).stdout) ?? [];
  assert.notEqual(address, undefined);
  execFileSync('cp', ['-r', first, copy]);

  assert.equal(run(copy, 'set', 'a', 'one').code, 0);
  assert.equal(down(copy), none, 'the run in the copy has stopped its server');

  renameSync(first, renamed);
  assert.equal(run(renamed, 'set', 'a', 'one').code, 0);
  assert.equal(down(renamed), `Redis, a local server on ${address}, is stopped\n`);
});
