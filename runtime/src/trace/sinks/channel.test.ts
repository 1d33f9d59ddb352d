import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceEvent } from '../events.ts';
import { channelSink } from './channel.ts';

/** A sink whose reader reads when it is told to. */
function slow(patience: number) {
  const unread: { readonly event: TraceEvent; readonly done: () => void }[] = [];
  const sink = channelSink({ tell: (event, done) => void unread.push({ event, done }) }, patience);
  let seq = 0;
  const emit = (type: 'stdout' | 'call', count = 1) => {
    for (let left = count; left > 0; left--) sink.accept({ seq: ++seq, time: 0, type } as TraceEvent);
  };
  const read = (count: number) => {
    for (const { done } of unread.splice(0, count)) done();
  };
  return { sink, unread, emit, read };
}

const isSettled = async (promise: Promise<void> | undefined) =>
  (await Promise.race([promise?.then(() => true), new Promise(setImmediate)])) === true;

test('calls wait for a reader that is slow, and what a guest prints is left out', async () => {
  const { sink, unread, emit, read } = slow(60_000);
  assert.equal(sink.room(), undefined);
  emit('call', 1000);
  const room = sink.room();
  emit('stdout');
  assert.equal(unread.length, 1000);
  // one that began before there was no room tells of its end
  emit('call');
  assert.equal(unread.length, 1001);
  assert.ok(!(await isSettled(room)));
  read(2);
  await room;
  emit('stdout');
  assert.equal(unread.at(-1)?.event.type, 'stdout');
  const sent = sink.sent();
  read(999);
  assert.ok(!(await isSettled(sent)));
  read(1);
  await sent;
});

test('a reader that reads nothing at all stops nobody for ever, and costs no more memory', async () => {
  const { sink, unread, emit, read } = slow(50);
  emit('call', 1000);
  await sink.room();
  assert.equal(sink.room(), undefined);
  emit('call', 100);
  assert.equal(unread.length, 1000);
  await sink.sent();
  // it reads again: what comes now is told
  read(1);
  emit('call');
  assert.equal(unread.at(-1)?.event.seq, 1101);
});

test('a reader that reads a little is waited for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { sink, emit, read } = slow(100);
  emit('call', 1003);
  const room = sink.room();
  for (let turn = 0; turn < 3; turn++) {
    read(1);
    t.mock.timers.tick(100);
    assert.ok(!(await isSettled(room)));
  }
  assert.notEqual(sink.room(), undefined);
  read(1);
  await room;
});
