import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unwaiting } from './unwaiting.ts';

/** A reader that takes so many bytes now. */
function reader() {
  let text = '';
  return {
    room: 0,
    get text() {
      return text;
    },
    take(bytes: Uint8Array): number {
      const some = bytes.subarray(0, this.room);
      text += Buffer.from(some).toString();
      this.room -= some.length;
      return some.length;
    },
  };
}

const line = `${'x'.repeat(1023)}\n`;

test('what the reader does not take is kept for it, in order', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const slow = reader();
  const told = unwaiting((bytes) => slow.take(bytes));
  slow.room = 3;
  told.write('first\n');
  told.write('second\n');
  assert.equal(slow.text, 'fir');
  slow.room = 100;
  t.mock.timers.tick(100);
  assert.equal(slow.text, 'first\nsecond\n');
  told.write('third\n');
  assert.equal(slow.text, 'first\nsecond\nthird\n');
});

test('what is more than is kept is left out, and how much that was is told where it was', () => {
  const slow = reader();
  const told = unwaiting((bytes) => slow.take(bytes));
  for (let count = 0; count < 70; count++) told.write(line);
  slow.room = 1e6;
  told.write('last\n');
  const left = 'slight: 6 lines are left out here, which nobody read in time.\n';
  assert.equal(slow.text, `${line.repeat(64)}${left}last\n`);
});

test('the end waits for no reader that does not read, and for one that does', () => {
  const stuck = unwaiting(() => 0);
  stuck.write(line);
  const start = performance.now();
  stuck[Symbol.dispose]();
  assert.ok(performance.now() - start < 5_000);
  const slow = reader();
  const told = unwaiting((bytes) => slow.take(bytes.subarray(0, (slow.room = 100))));
  told.write(line);
  told[Symbol.dispose]();
  assert.equal(slow.text, line);
});

test('a reader that is gone is told nothing more', () => {
  let tries = 0;
  const told = unwaiting(() => {
    tries++;
    throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  });
  for (let count = 0; count < 3; count++) told.write(line);
  assert.equal(tries, 1);
});
