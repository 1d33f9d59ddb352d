import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Message } from 'vscode-jsonrpc/node';
import { StreamWriter } from './writers.ts';

const message = { jsonrpc: '2.0', method: 'a' } as Message;

/** A writer to a client that takes a piece when it is told to; a message is two, its header and its body. */
function slowClient() {
  const waiting: (() => void)[] = [];
  const writer = new StreamWriter(new Writable({ write: (_piece, _encoding, taken) => waiting.push(taken) }));
  const settle = async (): Promise<void> => {
    for (let left = 9; left > 0; left--) await turn();
  };
  const take = async (): Promise<void> => {
    waiting.shift()?.();
    await settle();
  };
  return { writer, take, settle };
}

test('a slow client that takes something now and then is waited for, and no longer than it has all', async ({
  mock,
}) => {
  mock.timers.enable({ apis: ['setInterval'] });
  const { writer, take, settle } = slowClient();
  for (let left = 3; left > 0; left--) void writer.write(message);
  await settle();
  let isOut = false;
  writer.whenOut(() => (isOut = true));
  for (let left = 3; left > 0; left--) {
    assert.equal(isOut, false);
    await take();
    await take();
    mock.timers.tick(5000);
  }
  assert.equal(isOut, true);
});

test('a client that takes nothing for some time is not waited for', async ({ mock }) => {
  mock.timers.enable({ apis: ['setInterval'] });
  const { writer, take, settle } = slowClient();
  void writer.write(message);
  void writer.write(message);
  await settle();
  let isOut = false;
  writer.whenOut(() => (isOut = true));
  await take();
  mock.timers.tick(5000);
  assert.equal(isOut, false);
  mock.timers.tick(5000);
  assert.equal(isOut, true);
});
