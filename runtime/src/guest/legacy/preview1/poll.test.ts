/** Waiting in preview 1, and what a program has of its process. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { realtime } from '../../io/clock.ts';
import { fileRights } from './numbers.ts';
import { clockId } from './process.ts';
import { openGuest, out, room } from './testing.ts';
import type { Guest } from './testing.ts';

const events = 28_672;

type Wanted =
  | { readonly clock: number; readonly timeout: bigint; readonly isMoment?: boolean }
  | { readonly read: number }
  | { readonly write: number };

/** Polls, and gives the events: which subscription, its errno, its type, the bytes that are there. */
async function poll(guest: Guest, wanted: readonly Wanted[]) {
  const { view, bytes } = guest;
  wanted.forEach((one, index) => {
    const at = room + index * 48;
    bytes.fill(0, at, at + 48);
    view.setBigUint64(at, BigInt(index), true);
    if ('clock' in one) {
      view.setUint32(at + 16, one.clock, true);
      view.setBigUint64(at + 24, one.timeout, true);
      view.setUint16(at + 40, one.isMoment ? 1 : 0, true);
      return;
    }
    view.setUint8(at + 8, 'read' in one ? 1 : 2);
    view.setUint32(at + 16, 'read' in one ? one.read : one.write, true);
  });
  const result = await guest.call('poll_oneoff', room, events, wanted.length, out);
  if (result !== 'success') return result;
  return Array.from({ length: view.getUint32(out, true) }, (_, index) => {
    const at = events + index * 32;
    return [
      Number(view.getBigUint64(at, true)),
      view.getUint16(at + 8, true),
      view.getUint8(at + 10),
      Number(view.getBigUint64(at + 16, true)),
    ];
  });
}

const second = 1_000_000_000n;

test('a poll of nothing is invalid', async () => {
  using guest = openGuest();
  assert.equal(await poll(guest, []), 'invalid');
});

test('files and outputs are ready at once, others wait for a clock', async () => {
  using guest = openGuest();
  writeFileSync(guest.at('file'), 'text');
  const file = guest.open('file', { base: fileRights }) as number;
  const never = { clock: clockId.monotonic, timeout: 3600n * second };
  assert.deepEqual(await poll(guest, [never, { read: file }, { write: 1 }, { write: file }, { read: 0 }]), [
    [1, 0, 1, 4],
    [2, 0, 2, 65_536],
    [3, 0, 2, 65_536],
    // there is nothing to come from it, and that is known
    [4, 0, 1, 1],
  ]);
  assert.deepEqual(await poll(guest, [{ read: 99 }, never, { read: 3 }, { read: 1 }, { write: 0 }]), [
    [0, 8, 1, 0],
    [2, 8, 1, 0],
    [3, 8, 1, 0],
    [4, 8, 2, 0],
  ]);
});

test('clocks: a span, a moment, of the one that is set and of the one that is not', async () => {
  using guest = openGuest();
  const { monotonic, realtime: wall, processCpu, threadCpu } = clockId;
  const past = { isMoment: true, timeout: 1n };
  const far = 3600n * second;
  assert.deepEqual(
    await poll(guest, [
      { clock: monotonic, ...past },
      { clock: wall, ...past },
    ]),
    [
      [0, 0, 0, 0],
      [1, 0, 0, 0],
    ],
  );
  const started = process.hrtime.bigint();
  assert.deepEqual(
    await poll(guest, [
      { clock: monotonic, timeout: far },
      { clock: monotonic, timeout: 20_000_000n },
      { clock: wall, timeout: 2n ** 64n - 1n, isMoment: true },
    ]),
    [[1, 0, 0, 0]],
  );
  assert.ok(process.hrtime.bigint() - started >= 20_000_000n);
  const soon = { isMoment: true, timeout: realtime() + 5_000_000n };
  assert.deepEqual(await poll(guest, [{ clock: wall, ...soon }]), [[0, 0, 0, 0]]);
  assert.ok(realtime() >= soon.timeout);
  assert.deepEqual(
    await poll(guest, [
      { clock: processCpu, timeout: 1n },
      { clock: 9, timeout: 1n },
    ]),
    [
      [0, 58, 0, 0],
      [1, 28, 0, 0],
    ],
  );
  for (const id of [wall, monotonic, processCpu, threadCpu]) {
    assert.equal(guest.call('clock_time_get', id, 0n, out), 'success');
    assert.ok(guest.view.getBigUint64(out, true) > 0n);
    assert.equal(guest.call('clock_res_get', id, out), 'success');
    assert.ok(guest.view.getBigUint64(out, true) > 0n);
  }
  assert.equal(guest.call('clock_time_get', 4, 0n, out), 'invalid');
  assert.equal(guest.call('clock_res_get', -1, out), 'invalid');
});

test('arguments and variables, and random bytes as many as there is room for', () => {
  using guest = openGuest({ args: ['a', 'ü'], environment: { A: '1', B: '' } });
  const read = (name: string) => {
    assert.equal(guest.call(`${name}_sizes_get`, out, out + 4), 'success');
    const [count, size] = [guest.view.getUint32(out, true), guest.view.getUint32(out + 4, true)];
    assert.equal(guest.call(`${name}_get`, room, room + 100), 'success');
    const starts = Array.from({ length: count }, (_, index) => guest.view.getUint32(room + index * 4, true));
    assert.equal(starts[0], room + 100);
    return Buffer.from(guest.bytes.subarray(room + 100, room + 100 + size)).toString();
  };
  assert.equal(read('args'), 'a\0ü\0');
  assert.equal(read('environ'), 'A=1\0B=\0');
  assert.equal(guest.call('random_get', 0, guest.bytes.length), 'success');
  assert.ok(new Set(guest.bytes).size > 200);
  assert.equal(guest.call('random_get', guest.bytes.length, 0), 'success');
  assert.equal(guest.call('sched_yield'), 'success');
  assert.throws(() => guest.call('proc_exit', -1), { name: 'GuestExit', code: 2 ** 32 - 1 });
});

test('a guest that ends while it waits is left where it was', async () => {
  const guest = openGuest();
  const waits = poll(guest, [{ clock: clockId.monotonic, timeout: 3600n * second }]);
  guest[Symbol.dispose]();
  // the timer is gone with it, else this process would not end; and the call does not return
  const later = new Promise((resolve) => setImmediate(() => resolve('still waiting')));
  assert.equal(await Promise.race([waits, later]), 'still waiting');
});
