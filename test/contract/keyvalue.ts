/**
 * The contract of the capability keyvalue, which every provider passes, and every guest in front of one. A caller
 * says how to open a bucket; each test works in buckets of its own.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import type { Bucket } from './keyvalue-asserts.ts';
import { difficultKeys } from './difficult-keys.ts';
import { assertValue, bytes, inParallel, keysOf, rejectsWith } from './keyvalue-asserts.ts';
import { incrementContract, swapContract } from './keyvalue-atomics.ts';

export interface KeyValueContract {
  /** Opens a bucket; a second opening of the same name, also while the first is open, is the same bucket. */
  readonly open: (name: string) => Promise<Bucket>;
  /** Opens a bucket that holds these keys, each with itself as the value, where a `set` each would take minutes. */
  readonly openFilled?: (keys: readonly string[]) => Promise<Bucket>;
  /** What this way to the store does not offer: a legacy guest knows only get, set, keys and delete. */
  readonly without?: readonly ('exists' | 'increment' | 'swap' | 'wide')[];
  /** The largest value that its server takes, in bytes. Absent: it has room for 10 MB at least. */
  readonly largest?: number;
  /** How many keys are listed; 100,000 where the server takes them in seconds. */
  readonly many?: number;
}

export function keyvalueContract(
  label: string,
  { open, openFilled, without = [], largest, many = 100_000 }: KeyValueContract,
): void {
  const run = randomBytes(4).toString('hex');
  let buckets = 0;
  // a name that every provider takes: Azure's rules for containers are the strictest
  const freshName = () => `contract-${run}-${++buckets}`;
  const openFresh = () => open(freshName());

  describe(`${label} keeps the contract of keyvalue`, () => {
    test('a key that was never set is absent', async () => {
      await using bucket = await openFresh();
      assert.equal(await bucket.get('nothing'), undefined);
      assert.deepEqual(await keysOf(bucket), []);
    });

    test('a value comes back as it was set, and the last one counts', async () => {
      await using bucket = await openFresh();
      await bucket.set('key', bytes('first'));
      assertValue(await bucket.get('key'), bytes('first'));
      await bucket.set('key', bytes('second'));
      assertValue(await bucket.get('key'), bytes('second'));
      assert.deepEqual(await keysOf(bucket), ['key']);
    });

    test('an empty value is a value', async () => {
      await using bucket = await openFresh();
      await bucket.set('empty', new Uint8Array());
      assertValue(await bucket.get('empty'), new Uint8Array());
      assert.deepEqual(await keysOf(bucket), ['empty']);
    });

    test('a value holds any bytes', async () => {
      await using bucket = await openFresh();
      const every = Uint8Array.from({ length: 256 }, (_, index) => index);
      await bucket.set('every', every);
      assertValue(await bucket.get('every'), every);
      // a view into a larger buffer: the bytes around it are not the value
      await bucket.set('view', every.subarray(10, 13));
      assertValue(await bucket.get('view'), Uint8Array.of(10, 11, 12));
    });

    test('what a caller does to its bytes afterwards changes no value', async () => {
      await using bucket = await openFresh();
      const given = Buffer.from('value');
      await bucket.set('key', given);
      given.fill(0);
      (await bucket.get('key'))?.fill(0);
      assertValue(await bucket.get('key'), bytes('value'));
    });

    const most = largest ?? 10 * 1024 * 1024;
    test(`a value of ${most.toLocaleString('en')} bytes comes back whole`, async () => {
      await using bucket = await openFresh();
      const value = randomBytes(most);
      await bucket.set('big', value);
      assertValue(await bucket.get('big'), value);
      await bucket.set('big', bytes('small'));
      assertValue(await bucket.get('big'), bytes('small'));
    });

    if (largest !== undefined) {
      test('a larger one is refused, and what was there stays', async () => {
        await using bucket = await openFresh();
        await bucket.set('big', bytes('small'));
        const error = await rejectsWith('invalid-value', bucket.set('big', randomBytes(largest + 1)));
        assert.match(error.message, /does not take a value of this size/);
        assertValue(await bucket.get('big'), bytes('small'));
      });
    }

    test('a key holds any characters, and no two keys fall together', async () => {
      await using bucket = await openFresh();
      for (const key of difficultKeys) await bucket.set(key, bytes(`value of ${key}`));
      for (const key of difficultKeys)
        assertValue(await bucket.get(key), bytes(`value of ${key}`), JSON.stringify(key));
      assert.deepEqual(await keysOf(bucket), difficultKeys.toSorted());
      for (const key of difficultKeys) await bucket.delete(key);
      assert.deepEqual(await keysOf(bucket), []);
    });

    test('an empty key is refused', async () => {
      await using bucket = await openFresh();
      await rejectsWith('invalid-key', bucket.set('', bytes('value')));
      await rejectsWith('invalid-key', bucket.get(''));
      await rejectsWith('invalid-key', bucket.delete(''));
    });

    test('a deleted key is gone, and to delete it again is no error', async () => {
      await using bucket = await openFresh();
      await bucket.set('key', bytes('value'));
      await bucket.set('other', bytes('stays'));
      await bucket.delete('key');
      assert.equal(await bucket.get('key'), undefined);
      await bucket.delete('key');
      assert.deepEqual(await keysOf(bucket), ['other']);
    });

    test('two stores do not see each other', async () => {
      const name = freshName();
      await using one = await open(name);
      await using other = await open(`${name}-other`);
      await one.set('key', bytes('of one'));
      assert.equal(await other.get('key'), undefined);
      await other.set('key', bytes('of other'));
      await other.set('more', bytes('of other'));
      assertValue(await one.get('key'), bytes('of one'));
      assert.deepEqual(await keysOf(one), ['key']);
      await other.delete('key');
      assertValue(await one.get('key'), bytes('of one'));
    });

    test('two openings of a store see the same, and it is there when both are closed', async () => {
      const name = freshName();
      {
        await using one = await open(name);
        await using other = await open(name);
        await one.set('key', bytes('value'));
        assertValue(await other.get('key'), bytes('value'));
        await other.delete('key');
        assert.equal(await one.get('key'), undefined);
        await other.set('kept', bytes('value'));
      }
      await using again = await open(name);
      assertValue(await again.get('kept'), bytes('value'));
    });

    test(`${many.toLocaleString('en')} keys are listed, each once`, async () => {
      const expected = Array.from({ length: many }, (_, index) => `key/${index}`);
      await using bucket = await (openFilled?.(expected) ?? openFresh());
      if (!openFilled) await inParallel(64, expected, (key) => bucket.set(key, bytes(key)));
      assert.deepEqual(await keysOf(bucket), expected.toSorted());
      const last = `key/${many - 1}`;
      assertValue(await bucket.get(last), bytes(last));
    });

    test('concurrent writers lose nothing', async () => {
      const name = freshName();
      await using one = await open(name);
      await using other = await open(name);
      const keys = Array.from({ length: 200 }, (_, index) => `key ${index}`);
      const shared = [one, other].flatMap((bucket, writer) =>
        Array.from({ length: 20 }, (_, round) =>
          bucket.set('shared', new Uint8Array(100_000).fill(writer * 100 + round)),
        ),
      );
      await Promise.all([
        ...shared,
        inParallel(8, keys, (key) => one.set(`one ${key}`, bytes(key))),
        inParallel(8, keys, (key) => other.set(`other ${key}`, bytes(key))),
      ]);
      const expected = ['shared', ...keys.map((key) => `one ${key}`), ...keys.map((key) => `other ${key}`)];
      assert.deepEqual(await keysOf(one), expected.toSorted());
      for (const key of keys) assertValue(await other.get(`one ${key}`), bytes(key));
      const value = await one.get('shared');
      assert.equal(value?.length, 100_000);
      assert.equal(new Set(value).size, 1, 'the value is of one writer, not a mixture');
    });

    test('a listing has every key that is there throughout, also while others come and go', async () => {
      const name = freshName();
      await using bucket = await open(name);
      await using other = await open(name);
      const stay = Array.from({ length: 500 }, (_, index) => `stay ${index}`);
      await inParallel(16, stay, (key) => bucket.set(key, bytes(key)));
      const coming = Array.from({ length: 300 }, (_, index) => `come ${index}`);
      const [listed] = await Promise.all([
        keysOf(bucket),
        inParallel(4, coming, async (key) => {
          await other.set(key, bytes(key));
          await other.delete(key);
        }),
      ]);
      assert.deepEqual(
        listed.filter((key) => key.startsWith('stay')),
        stay.toSorted(),
      );
      assert.equal(new Set(listed).size, listed.length, 'each key once');
    });

    if (!without.includes('exists')) {
      test('exists tells an empty value from none', async () => {
        await using bucket = await openFresh();
        assert.equal(await bucket.exists('key'), false);
        await bucket.set('key', new Uint8Array());
        assert.equal(await bucket.exists('key'), true);
        await bucket.delete('key');
        assert.equal(await bucket.exists('key'), false);
      });
    }

    if (!without.includes('increment')) incrementContract(open, freshName, !without.includes('wide'));
    if (!without.includes('swap')) swapContract(open, freshName);
  });
}
