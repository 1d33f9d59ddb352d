import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Passage } from './passage.ts';

const bytes = (text: string) => Buffer.from(text);
const read = (passage: Passage, length = 100) => {
  const got = passage.read(length);
  return got && Buffer.from(got).toString();
};

test('what is brought is taken in its order, in as many parts as its reader wants', () => {
  const passage = new Passage();
  assert.equal(passage.ready(), false);
  assert.equal(read(passage), '');
  passage.bring(bytes('abc'));
  passage.bring(bytes(''));
  passage.bring(bytes('de'));
  assert.equal(read(passage, 2), 'ab');
  assert.equal(read(passage), 'c');
  assert.equal(passage.empty, false);
  passage.end();
  passage.bring(bytes('late'));
  assert.equal(read(passage), 'de');
  assert.equal(passage.empty, true);
  assert.equal(read(passage), undefined);
  passage.fail(new Error('too late'));
  assert.equal(read(passage), undefined);
});

test('a failure comes in the place of what nobody has taken', () => {
  const passage = new Passage();
  passage.bring(bytes('abc'));
  passage.end();
  passage.fail(new Error('broken'));
  passage.fail(new Error('again'));
  assert.ok(passage.ready() && passage.over && passage.empty);
  assert.throws(() => passage.read(1), /broken/);
});

test('each side waits for the other, or until it is told not to', async () => {
  const passage = new Passage();
  let reads = 0;
  const reading = passage.wait().then(() => (reads += 1));
  await Promise.resolve();
  assert.equal(reads, 0);
  passage.bring(new Uint8Array(100_000));
  await reading;
  assert.equal(passage.room, 0);
  let writes = 0;
  const writing = passage.waitForRoom().then(() => (writes += 1));
  passage.read(34_464);
  await Promise.resolve();
  assert.equal(writes, 0, 'there is no room yet');
  passage.read(1);
  await writing;
  assert.equal(passage.room, 1);
  const stop = new AbortController();
  passage.read(100_000);
  const given = passage.wait(stop.signal);
  stop.abort();
  await given;
  await passage.wait(stop.signal);
});
