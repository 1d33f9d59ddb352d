/** A guest that does with a bucket of wasi:keyvalue, of either draft, what it is told (driven.js). */
import * as atomics from 'wasi:keyvalue/atomics';
import { deleteMany, getMany, setMany } from 'wasi:keyvalue/batch';
import { open } from 'wasi:keyvalue/store';
import { number, obedient, text } from './driven.js';

export const run = obedient(
  (name) => open(name),
  {
    get: (bucket, key) => some(bucket.get(text(key))),
    set: (bucket, key, value) => bucket.set(text(key), value),
    delete: (bucket, key) => bucket.delete(text(key)),
    exists: (bucket, key) => [bucket.exists(text(key))],
    keys: (bucket) => pages(bucket).flat(),
    pages: (bucket) => pages(bucket).map(({ length }) => length),
    increment: (bucket, key, delta) => [atomics.increment(bucket, text(key), number(delta))],
    'get-many': (bucket, ...keys) => getMany(bucket, keys.map(text)).flatMap(found),
    'set-many': (bucket, ...words) =>
      setMany(
        bucket,
        Array.from({ length: words.length / 2 }, (_, index) => [
          text(words[2 * index]),
          words[2 * index + 1],
        ]),
      ),
    'delete-many': (bucket, ...keys) => deleteMany(bucket, keys.map(text)),
    ...(atomics.Cas && { swap: (bucket, key, ...words) => [swap(bucket, text(key), ...words)] }),
  },
  {
    arities: {
      keys: 0,
      pages: 0,
      set: 2,
      increment: 2,
      swap: 4,
      'get-many': Infinity,
      'set-many': Infinity,
      'delete-many': Infinity,
    },
  },
);

function some(value) {
  return value === null ? [] : [value];
}

/** The keys of each page. */
function pages(bucket) {
  const all = [];
  let cursor = null;
  do {
    const page = bucket.listKeys(cursor);
    all.push(page.keys);
    cursor = page.cursor;
  } while (cursor !== null);
  return all;
}

/** One draft tells the key of what is found, and nothing of what is not; the other the key of both. */
function found(item) {
  if (item === null) return ['none'];
  const [key, value] = item;
  if (!atomics.Cas) return ['some', key, value];
  return value === null ? [key, 'none'] : [key, 'some', value];
}

/** Sets the value where it is still as expected; says `swapped`, `other` where it was not, `lost` to another's swap. */
function swap(bucket, key, isSome, expected, value) {
  const cas = atomics.Cas.new(bucket, key);
  const current = cas.current();
  const isExpected =
    text(isSome) === 'some'
      ? current !== null &&
        current.length === expected.length &&
        current.every((byte, at) => byte === expected[at])
      : current === null;
  if (!isExpected) return 'other';
  try {
    atomics.swap(cas, value);
    return 'swapped';
  } catch (error) {
    if (error.payload?.tag === 'cas-failed') return 'lost';
    if (error.payload?.tag === 'store-error') throw Object.assign(error, { payload: error.payload.val });
    throw error;
  }
}
