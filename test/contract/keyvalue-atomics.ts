/** The part of keyvalue's contract that changes a value in one step: increment and swap. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bucket } from './keyvalue-asserts.ts';
import { assertValue, bytes, rejectsWith } from './keyvalue-asserts.ts';

type Open = (name: string) => Promise<Bucket>;

/** @param isWide false where numbers have 53 bits */
export function incrementContract(open: Open, freshName: () => string, isWide: boolean): void {
  test('increment counts in decimal, from zero', async () => {
    await using bucket = await open(freshName());
    assert.equal(await bucket.increment('count', 5n), 5n);
    assert.equal(await bucket.increment('count', -7n), -2n);
    assertValue(await bucket.get('count'), bytes('-2'));
  });

  test('increment counts over all of 64 bits', { skip: !isWide }, async () => {
    await using bucket = await open(freshName());
    await bucket.set('large', bytes('9007199254740993'));
    assert.equal(await bucket.increment('large', 2n), 9007199254740995n);
    await bucket.set('largest', bytes('9223372036854775807'));
    await rejectsWith('invalid-value', bucket.increment('largest', 1n));
    assert.equal(await bucket.increment('largest', 0n), 9223372036854775807n);
    assert.equal(await bucket.increment('smallest', -9223372036854775808n), -9223372036854775808n);
    await rejectsWith('invalid-value', bucket.increment('smallest', -1n));
  });

  test('increment refuses what is no number, and leaves it as it is', async () => {
    await using bucket = await open(freshName());
    for (const value of ['', 'seven', '1.5', ' 1', '+1', '01', '9223372036854775808']) {
      await bucket.set('text', bytes(value));
      await rejectsWith('invalid-value', bucket.increment('text', 1n));
      assertValue(await bucket.get('text'), bytes(value));
    }
  });

  test('increments by several openings at once are all counted', async () => {
    const name = freshName();
    await using one = await open(name);
    await using other = await open(name);
    const sums = await Promise.all(
      [one, other].flatMap((bucket) => Array.from({ length: 10 }, () => bucket.increment('count', 1n))),
    );
    assertValue(await one.get('count'), bytes('20'));
    assert.equal(new Set(sums).size, 20, 'no two got the same sum');
  });
}

export function swapContract(open: Open, freshName: () => string): void {
  test('swap sets only what is still as expected', async () => {
    await using bucket = await open(freshName());
    assert.equal(await bucket.swap('key', bytes('old'), bytes('new')), false);
    assert.equal(await bucket.swap('key', undefined, bytes('first')), true);
    assert.equal(await bucket.swap('key', undefined, bytes('again')), false);
    assert.equal(await bucket.swap('key', bytes('other'), bytes('second')), false);
    assertValue(await bucket.get('key'), bytes('first'));
    assert.equal(await bucket.swap('key', bytes('first'), new Uint8Array()), true);
    assertValue(await bucket.get('key'), new Uint8Array());
    assert.equal(await bucket.swap('key', undefined, bytes('third')), false, 'an empty value is not absent');
    assert.equal(await bucket.swap('key', new Uint8Array(), Uint8Array.of(0, 255)), true);
    assert.equal(await bucket.swap('key', Uint8Array.of(0, 255), Uint8Array.of(0, 255)), true);
    assertValue(await bucket.get('key'), Uint8Array.of(0, 255));
  });

  test('of several swaps from the same value, one comes through', async () => {
    const name = freshName();
    await using one = await open(name);
    await using other = await open(name);
    await one.set('key', bytes('old'));
    const results = await Promise.all(
      [one, other].flatMap((bucket, writer) =>
        Array.from({ length: 8 }, async (_, round) => {
          const value = `${writer} ${round}`;
          return { value, won: await bucket.swap('key', bytes('old'), bytes(value)) };
        }),
      ),
    );
    const winners = results.filter(({ won }) => won);
    assert.equal(winners.length, 1);
    assertValue(await other.get('key'), bytes(winners[0]?.value ?? ''));
  });
}
