import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { HttpFault } from '../ports/http.ts';
import { Deadlines } from './deadlines.ts';
import { ClientPatience, Stay } from './stay.ts';
import type { Patience } from './stay.ts';

const gone = new Error('gone');

/** A stay, and what its work is ended with. */
function stayOf(patience: Patience) {
  const stay = new Stay(patience, new Deadlines());
  const ended: Error[] = [];
  return { stay, ended, work: { end: (reason: Error) => void ended.push(reason) } };
}

test('who goes away ends the work that goes on, and one that begins later', () => {
  const controller = new AbortController();
  const { stay, ended, work } = stayOf({ signal: controller.signal });
  stay.throwIfOver();
  stay.begin(work);
  controller.abort(gone);
  assert.deepEqual(ended, [gone]);
  assert.throws(() => stay.throwIfOver(), gone);
  assert.equal(stay.end(), true);
  stay.begin(work);
  assert.deepEqual(ended, [gone, gone]);
});

test('who had gone before ends it as it begins', () => {
  const { stay, ended, work } = stayOf({ signal: AbortSignal.abort(gone) });
  assert.throws(() => stay.throwIfOver(), gone);
  stay.begin(work);
  assert.deepEqual(ended, [gone]);
});

test('what is done is not ended', () => {
  const controller = new AbortController();
  const { stay, ended, work } = stayOf({ signal: controller.signal });
  stay.begin(work);
  assert.equal(stay.end(), false);
  controller.abort(gone);
  assert.deepEqual(ended, []);
});

test('nothing is left of it when it is done', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { signal } = new AbortController();
  const { stay, ended, work } = stayOf({ signal, timeout: 1000 });
  stay.begin(work);
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  stay.done();
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  t.mock.timers.tick(2000);
  assert.deepEqual(ended, []);
});

test('a time that is over is told as the queue tells it, a client that has gone as it is', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const full = new HttpFault(503, 'full');
  const late = stayOf({ timeout: 1000 });
  late.stay.begin(late.work);
  t.mock.timers.tick(1000);
  assert.deepEqual(late.ended.map(String), ['HttpFault: The app took longer than 1 s to answer.']);
  assert.throws(
    () => late.stay.throwIfOver(() => full),
    (error) => error === full,
  );
  const left = stayOf({ signal: AbortSignal.abort(gone) });
  assert.throws(() => left.stay.throwIfOver(() => full), gone);
});

test('the client of an exchange is waited for as the exchange tells', () => {
  let tell: ((reason: Error) => void) | undefined;
  const exchange = { whenGone: (told: (reason: Error) => void) => void (tell = told), clientTime: 25 };
  const patience = new ClientPatience(exchange, undefined);
  const { stay, ended, work } = stayOf(patience);
  stay.begin(work);
  tell?.(gone);
  assert.deepEqual([ended, patience.clientTime(), patience.timeout], [[gone], 25, undefined]);
});
