import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpFault } from '../ports/http.ts';
import { Deadlines } from './deadlines.ts';
import { Places } from './places.ts';
import { Stay } from './stay.ts';
import type { Patience } from './stay.ts';

const round = () => new Promise(setImmediate);

/** Places, and who takes one: `took` tells of each when it has it. */
function placesOf(most: { readonly instances: number; readonly waiting: number }) {
  const places = new Places(most);
  const took: number[] = [];
  let count = 0;
  const come = async (patience: Patience = {}) => {
    const number = (count += 1);
    await places.take(new Stay(patience, new Deadlines()));
    took.push(number);
  };
  return { places, took, come };
}

test('a few come in at once, and all the others, in order, while nobody at work is done', async () => {
  const { places, took, come } = placesOf({ instances: 10, waiting: 5 });
  const all = Array.from({ length: 12 }, () => come());
  await Promise.all(all.slice(0, 4));
  assert.deepEqual([took, places.counts()], [[1, 2, 3, 4], { busy: 4, waiting: 8 }]);
  while (places.counts().busy < 10) await round();
  await Promise.all(all.slice(0, 10));
  assert.deepEqual([took, places.counts()], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { busy: 10, waiting: 2 }]);
  for (let rounds = 0; rounds < 5; rounds += 1) await round();
  assert.equal(took.length, 10, 'there are no more places');
  places.leave();
  await all[10];
  assert.deepEqual(places.counts(), { busy: 10, waiting: 1 });
});

test('no more than a few are at work where each is done in the next round', async () => {
  const { places, took, come } = placesOf({ instances: 64, waiting: 100 });
  let most = 0;
  const works = Array.from({ length: 100 }, async () => {
    await come();
    most = Math.max(most, places.counts().busy);
    await round();
    places.leave();
  });
  await Promise.all(works);
  assert.deepEqual([most, took.length, places.counts()], [4, 100, { busy: 0, waiting: 0 }]);
});

test('who stays long does not hold up those who come later', async () => {
  const { places, took, come } = placesOf({ instances: 64, waiting: 0 });
  await Promise.all(Array.from({ length: 4 }, () => come()));
  for (let number = 5; number < 10; number += 1) {
    await come();
    places.leave();
  }
  assert.deepEqual([took.length, places.counts()], [9, { busy: 4, waiting: 0 }]);
});

test('the last of the queue is refused where no place is left for it, and not before', async () => {
  const { come } = placesOf({ instances: 6, waiting: 1 });
  const all = Array.from({ length: 7 }, () => come());
  await assert.rejects(
    come(),
    (error) => error instanceof HttpFault && error.message === 'The app has too many requests at once.',
  );
  await Promise.all(all.slice(0, 6));
});

test('who goes away in the queue leaves no place behind, whenever that is', async () => {
  const { places, come } = placesOf({ instances: 64, waiting: 0 });
  await Promise.all(Array.from({ length: 4 }, () => come()));
  const gone = new AbortController();
  const early = come({ signal: gone.signal });
  const late = come();
  gone.abort(new Error('gone'));
  // its turn comes before it is known that it has gone
  places.leave();
  await assert.rejects(early, { message: 'gone' });
  await late;
  assert.deepEqual(places.counts(), { busy: 4, waiting: 0 });
});
