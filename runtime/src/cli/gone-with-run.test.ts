import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { resources } from '@slight/slightfile/catalogue.ts';
import type { TraceEvent } from '../trace/events.ts';
import { slight } from './testing.ts';

const guests = path.join(import.meta.dirname, '../../../.cache/guests');

const stores = resources.filter(
  ({ capability, status, data }) => capability === 'keyvalue' && status === 'served' && data === 'run',
);

function workspace(id: string): string {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-gone-'));
  const slightfile = `specversion = "0.2"\n[[capability]]\nresource = "${id}"\nname = "orders"\n`;
  writeFileSync(path.join(cwd, 'slightfile.toml'), slightfile);
  return cwd;
}

for (const { id } of stores) {
  for (const guest of [
    'c-keyvalue-0.5',
    'c-keyvalue-0.2',
    'c-keyvalue-component',
    'c-wasi-keyvalue-draft2',
  ]) {
    test(`what ${guest} keeps in ${id} is gone with the run, and the run says so`, () => {
      const cwd = workspace(id);
      const run = (...commands: string[]) =>
        slight(['run', path.join(guests, `${guest}.wasm`), '--', 'orders', ...commands], { cwd });
      const { stdout, stderr } = run('set', 'a', 'one', 'get', 'a', 'keys');
      assert.equal(stderr, `slight  orders → ${id}, gone with the run\n`);
      assert.match(stdout, /get: one\n/);
      assert.doesNotMatch(run('set', 'b', 'two', 'keys').stdout, /\ba\b/);
      assert.ok(!existsSync(path.join(cwd, '.slight/keyvalue')));
    });
  }

  test(`a trace says that ${id} serves a name`, () => {
    const cwd = workspace(id);
    slight(['run', '--trace', 'trace', path.join(guests, 'c-keyvalue-0.5.wasm'), '--', 'orders', 'keys'], {
      cwd,
    });
    const events = readFileSync(path.join(cwd, 'trace'), 'utf8').trim().split('\n');
    const backends = events
      .map((line) => JSON.parse(line) as TraceEvent)
      .filter(({ type }) => type === 'backend');
    const [{ seq: _seq, time: _time, duration: _duration, ...told } = assert.fail('none')] = backends as {
      seq: number;
      time: number;
      duration?: number;
    }[];
    assert.deepEqual(told, {
      type: 'backend',
      resource: id,
      name: 'orders',
      rung: 'given',
      state: 'ready',
      reasons: [],
    });
  });
}
