/** Guests that are told of the changes that they make to their stores, run by the program that ships. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { slight } from '@slight/runtime/cli/testing.ts';
import { noCommand } from '@slight/runtime/guest/command.ts';
import { host as keyvalue } from '@slight/runtime/hosts/keyvalue/keyvalue.ts';
import type { TraceEvent } from '@slight/runtime/trace/events.ts';
import { guestFile, startServing } from '../serving.ts';
import { opener } from './opener.ts';

const folders = mkdtempSync(path.join(os.tmpdir(), 'slight-watchers-'));
process.on('exit', () => rmSync(folders, { recursive: true, force: true }));

const block = (resource: string) => `[[capability]]\nresource = "${resource}"\nname = "orders"\n`;

function folderWith(...resources: readonly string[]): string {
  const folder = mkdtempSync(path.join(folders, 'app-'));
  writeFileSync(
    path.join(folder, 'slightfile.toml'),
    `specversion = "0.2"\n${resources.map((resource) => block(resource)).join('')}`,
  );
  return folder;
}

const run = (cwd: string, guest: string, words: string, flags: readonly string[] = []) =>
  slight(['run', '-q', '--backends', 'local', ...flags, guestFile(guest), ...words.split(' ')], { cwd });

for (const draft of ['draft', 'draft2']) {
  const guest = `c-wasi-watcher-${draft}`;
  describe(`wasi:keyvalue/watcher of 0.2.0-${draft}`, () => {
    for (const resource of ['keyvalue.filesystem', 'keyvalue.redis'])
      test(`${resource}: a program is told of each change, in their order, before its run is over`, () => {
        const cwd = folderWith(resource);
        const words = 'set a one set a two delete a increment count increment count set b three';
        const { code, stdout, stderr } = run(cwd, guest, words);
        assert.equal(code, 0, stderr);
        const told = stdout.trim().split('\n');
        assert.deepEqual(
          told.map((line) => line.replace(/, and it is .*/, '')),
          ['set a: one', 'set a: two', 'deleted a', 'set count: 1', 'set count: 2', 'set b: three'],
        );
        // it may have changed again by then
        assert.match(told.at(-1) ?? '', /, and it is three$/);
        // what it changed itself, it was not told of
        assert.match(run(cwd, guest, 'get told get told').stdout, /^told is 6\n/);
      });

    test('one that traps is told of in a line, and the next change is told to another', () => {
      const cwd = folderWith('keyvalue.memory');
      const { code, stdout, stderr } = run(cwd, guest, 'set a one set trap now set b two');
      assert.equal(code, 0);
      assert.equal(stdout, 'set a: one, and it is one\nset b: two, and it is two\n');
      assert.match(
        stderr,
        /^slight: The watcher failed that was told of "trap" of "orders": The guest ran into `unreachable`[^\n]*\n$/,
      );
    });

    for (const [how, word, expected] of [
      ['fails', 'exit 3', 1],
      ['traps', 'trap now', 134],
    ] as const)
      test(`a program that ${how} has made its changes all the same`, () => {
        const { code, stdout } = run(folderWith('keyvalue.memory'), guest, `set a one ${word}`);
        assert.deepEqual({ code, stdout }, { code: expected, stdout: 'set a: one, and it is one\n' });
      });
  });
}

test('a store that a declared name does not serve is the guest’s failure, and nobody is told', () => {
  const { code, stdout } = run(folderWith(), 'c-wasi-watcher-draft', 'set a one');
  assert.deepEqual({ code, stdout }, { code: 134, stdout: '' });
});

test('the trace has each change below the call that made it, and what the watcher calls below the change', () => {
  const cwd = folderWith('keyvalue.memory');
  run(cwd, 'c-wasi-watcher-draft2', 'set a one', ['--trace', 'trace.jsonl']);
  const lines = readFileSync(path.join(cwd, 'trace.jsonl'), 'utf8').trim().split('\n');
  const events = lines.map((line) => JSON.parse(line) as TraceEvent);
  const of = <T extends TraceEvent['type']>(type: T) =>
    events.filter((event): event is Extract<TraceEvent, { type: T }> => event.type === type);
  const [change, ...others] = of('change');
  assert.ok(change);
  assert.deepEqual(others, []);
  assert.deepEqual(
    { name: change.name, key: change.key, deleted: change.deleted },
    { name: 'orders', key: 'a', deleted: false },
  );
  const set = of('call').find((call) => call.function === '[method]bucket.set');
  assert.ok(set);
  assert.equal(change.parent, set.seq);
  const get = of('call').find((call) => call.function === '[method]bucket.get');
  assert.ok(get);
  assert.equal(get.parent, change.seq);
  assert.deepEqual(
    of('told').map((told) => ({ change: told.change, reason: told.reason })),
    [{ change: 1, reason: undefined }],
  );
});

test('a guest in JavaScript that handles messages is told of what it changes for them', async (t) => {
  const cwd = folderWith('keyvalue.filesystem', 'messaging.filesystem');
  const handling = await startServing(t, [guestFile('js-watcher')], { cwd, serves: 'messages' });
  const words = ['set a one', 'set trap now', 'delete a'].flatMap((body) => ['publish', 'orders', body]);
  slight(['run', '-q', guestFile('c-messaging-0.5'), 'orders', ...words], { cwd });
  await handling.printed(/set a: one, and it is \w+\ndeleted a, and it is gone\n/);
  await handling.until(
    /slight: The watcher failed that was told of "trap" of "orders": The guest ran into `unreachable`/,
  );
  handling.process.kill('SIGINT');
  assert.equal(await handling.ended, 0, handling.told);
});

test('a guest that watches and does nothing else is told so', () => {
  const exports = [{ name: 'wasi:keyvalue/watcher@0.2.0-draft', functions: ['on-set', 'on-delete'] }];
  assert.equal(
    noCommand({ kind: 'component', imports: [], exports }, 'app.wasm').message,
    'app.wasm watches what its own app changes, and does nothing that changes a store: it exports no wasi:cli/run, wasi:http/incoming-handler or wasmcloud:messaging/handler. Export one of them too.',
  );
});

test('a module of slight 0.2 that wants to watch a key is told what does it today', async () => {
  const { functions } = keyvalue.create('kv', opener({}), '0.2');
  const watch = functions['[method]kv.watch'] as () => Promise<unknown>;
  await assert.rejects(watch(), /a component that exports wasi:keyvalue\/watcher is told of changes/i);
});
