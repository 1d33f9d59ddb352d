/**
 * The contract of the capability blobstore, which every provider passes, and every guest in front of one. A caller says
 * how to open a container; each test works in containers of its own.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { checkFill, fill, namesOf, put, readAll } from './blobstore-asserts.ts';
import type { OpenContainer } from './blobstore-asserts.ts';
import { difficultKeys } from './difficult-keys.ts';
import { assertValue, bytes, inParallel, rejectsWith } from './keyvalue-asserts.ts';

export interface BlobStoreContract {
  /** Opens a container; a second opening of the same name, also while the first is open, is the same container. */
  readonly open: (name: string) => Promise<OpenContainer>;
  /** What this way to the store does not offer: a legacy guest knows no ranges, for one. */
  readonly without?: readonly ('ranges' | 'copy' | 'prefix' | 'streams')[];
}

/** More than the parts that providers send, and no multiple of them. */
const large = 12_345_678;

export function blobstoreContract(label: string, { open, without = [] }: BlobStoreContract): void {
  const run = randomBytes(4).toString('hex');
  let containers = 0;
  // a name that every provider takes: Azure's rules for containers are the strictest
  const freshName = () => `contract-${run}-${++containers}`;
  const openFresh = () => open(freshName());
  const offers = (what: (typeof without)[number]) => !without.includes(what);

  describe(`${label} keeps the contract of blobstore`, () => {
    test('an object that was never written is not there', async () => {
      await using container = await openFresh();
      await rejectsWith('object-not-found', container.read('nothing'));
      assert.equal(await container.stat('nothing'), undefined);
      assert.deepEqual(await namesOf(container), []);
    });

    test('an object comes back as it was written, and the last one counts', async () => {
      await using container = await openFresh();
      await put(container, 'object', 'first');
      assertValue(await readAll(container, 'object'), bytes('first'));
      await put(container, 'object', 'the ', 'second');
      assertValue(await readAll(container, 'object'), bytes('the second'));
      assert.deepEqual(await namesOf(container), ['object']);
    });

    test('an empty object is an object', async () => {
      await using container = await openFresh();
      await put(container, 'empty');
      assertValue(await readAll(container, 'empty'), new Uint8Array());
      assert.equal((await container.stat('empty'))?.size, 0);
      await put(container, 'empty', '');
      assert.deepEqual(await namesOf(container), ['empty']);
    });

    test('an object holds any bytes', async () => {
      await using container = await openFresh();
      const every = Uint8Array.from({ length: 256 }, (_, index) => index);
      await put(container, 'every', every);
      assertValue(await readAll(container, 'every'), every);
      // a view into a larger buffer: the bytes around it are not the object
      await put(container, 'view', every.subarray(10, 13));
      assertValue(await readAll(container, 'view'), Uint8Array.of(10, 11, 12));
    });

    test('what is known of an object is its size, and when it was written', async () => {
      await using container = await openFresh();
      // seconds, by the server's clock
      const before = Date.now() - 2000;
      await put(container, 'object', 'twelve bytes');
      const found = await container.stat('object');
      assert.equal(found?.size, 12);
      const at = found.createdAt.getTime();
      assert.ok(at >= before && at <= Date.now() + 2000, String(at));
      const made = (await container.createdAt())?.getTime();
      assert.ok(made === undefined || (made >= before - 60_000 && made <= Date.now() + 2000), String(made));
    });

    test(`an object of ${large} bytes comes back whole, and a small one in its place`, async () => {
      await using container = await openFresh();
      await fill(container, 'large', large);
      assert.equal((await container.stat('large'))?.size, large);
      assert.equal(await checkFill(container, 'large'), large);
      await put(container, 'large', 'small');
      assertValue(await readAll(container, 'large'), bytes('small'));
    });

    test('a name holds any characters, and no two names fall together', async () => {
      await using container = await openFresh();
      for (const name of difficultKeys) await put(container, name, `object of ${name}`);
      for (const name of difficultKeys)
        assertValue(await readAll(container, name), bytes(`object of ${name}`), JSON.stringify(name));
      assert.deepEqual(await namesOf(container), difficultKeys.toSorted());
      for (const name of difficultKeys) assert.ok(await container.stat(name), JSON.stringify(name));
      await container.delete(difficultKeys);
      assert.deepEqual(await namesOf(container), []);
    });

    test('a name that is empty or too long is refused', async () => {
      await using container = await openFresh();
      for (const name of ['', 'x'.repeat(1025), 'é'.repeat(513)]) {
        await rejectsWith('invalid-name', put(container, name, 'value'));
        await rejectsWith('invalid-name', container.read(name));
        await rejectsWith('invalid-name', container.stat(name));
        await rejectsWith('invalid-name', container.delete([name]));
      }
      assert.deepEqual(await namesOf(container), []);
    });

    test('what is deleted is gone, and to delete it again is no error', async () => {
      await using container = await openFresh();
      const names = ['a', 'a/b', 'a/b/c', 'b'];
      for (const name of names) await put(container, name, name);
      await container.delete(['a/b']);
      assert.deepEqual(await namesOf(container), ['a', 'a/b/c', 'b']);
      await container.delete(['a/b', 'a', 'never there']);
      await container.delete([]);
      assert.deepEqual(await namesOf(container), ['a/b/c', 'b']);
      await rejectsWith('object-not-found', container.read('a'));
    });

    test('a container that is cleared is empty, and takes objects again', async () => {
      const name = freshName();
      await using container = await open(name);
      await using other = await open(`${name}-other`);
      await put(other, 'stays', 'there');
      await inParallel(
        4,
        Array.from({ length: 25 }, (_, index) => `object ${index}`),
        (one) => put(container, one, one),
      );
      await container.clear();
      assert.deepEqual(await namesOf(container), []);
      await put(container, 'again', 'there');
      assert.deepEqual(await namesOf(container), ['again']);
      assert.deepEqual(await namesOf(other), ['stays']);
    });

    test('two openings of a container see the same, and it is there when both are closed', async () => {
      const name = freshName();
      {
        await using one = await open(name);
        await using other = await open(name);
        await put(one, 'object', 'value');
        assertValue(await readAll(other, 'object'), bytes('value'));
        await other.delete(['object']);
        assert.equal(await one.stat('object'), undefined);
        await put(other, 'kept', 'value');
      }
      await using again = await open(name);
      assertValue(await readAll(again, 'kept'), bytes('value'));
    });

    test('of writers at the same time, one has the object in the end, whole', async () => {
      const name = freshName();
      await using one = await open(name);
      await using other = await open(name);
      const writers = Array.from({ length: 6 }, (_, index) => Buffer.alloc(300_000, index));
      await Promise.all(writers.map((value, index) => put(index % 2 === 0 ? one : other, 'shared', value)));
      const value = await readAll(one, 'shared');
      assert.equal(value.length, 300_000);
      assert.equal(new Set(value).size, 1, 'the object is of one writer, not a mixture');
    });

    if (offers('prefix')) {
      test('a listing can begin with what names have in common', async () => {
        await using container = await openFresh();
        const names = ['a', 'b/1', 'b/2', 'b/c/3', 'b', 'ba', '../b/4', 'B/5'];
        for (const name of names) await put(container, name, name);
        assert.deepEqual(await namesOf(container, 'b/'), ['b/1', 'b/2', 'b/c/3']);
        assert.deepEqual(await namesOf(container, 'b'), ['b', 'b/1', 'b/2', 'b/c/3', 'ba']);
        assert.deepEqual(await namesOf(container, '../'), ['../b/4']);
        assert.deepEqual(await namesOf(container, '.'), ['../b/4']);
        assert.deepEqual(await namesOf(container, 'none'), []);
        assert.deepEqual(await namesOf(container), names.toSorted());
      });
    }

    if (offers('ranges')) {
      test('a part of an object is read, and no more than there is', async () => {
        await using container = await openFresh();
        await put(container, 'digits', '0123456789');
        const part = async (start: number, length?: number) =>
          String(await readAll(container, 'digits', { start, ...(length !== undefined && { length }) }));
        assert.equal(await part(0, 10), '0123456789');
        assert.equal(await part(3, 4), '3456');
        assert.equal(await part(9, 1), '9');
        assert.equal(await part(8, 100), '89');
        assert.equal(await part(0, Number.MAX_SAFE_INTEGER), '0123456789');
        assert.equal(await part(4, 0), '');
        assert.equal(await part(10, 1), '');
        assert.equal(await part(1000, 1), '');
        await put(container, 'empty');
        assertValue(await readAll(container, 'empty', { start: 0, length: 5 }), new Uint8Array());
        await rejectsWith('object-not-found', container.read('none', { start: 3, length: 1 }));
        await rejectsWith('object-not-found', container.read('none', { start: 3, length: 0 }));
      });
    }

    if (offers('copy')) {
      test('a copy is an object of its own', async () => {
        await using container = await openFresh();
        await put(container, 'from ä/#?', 'value');
        await container.copy('from ä/#?', 'to/../é');
        await put(container, 'from ä/#?', 'changed');
        assertValue(await readAll(container, 'to/../é'), bytes('value'));
        await container.copy('from ä/#?', 'to/../é');
        assertValue(await readAll(container, 'to/../é'), bytes('changed'));
        await container.copy('to/../é', 'to/../é');
        assertValue(await readAll(container, 'to/../é'), bytes('changed'));
        await rejectsWith('object-not-found', container.copy('none', 'other'));
        assert.equal(await container.stat('other'), undefined);
      });
    }

    if (offers('streams')) streamContract(open, freshName);
  });
}

function streamContract(open: BlobStoreContract['open'], freshName: () => string): void {
  test('an object is not there before it is finished, and then at once', async () => {
    await using container = await open(freshName());
    await put(container, 'object', 'old');
    for (const size of [10, large]) {
      await using writer = await container.write('object');
      await writer.write(Buffer.alloc(size, 1));
      assertValue(await readAll(container, 'object'), bytes('old'));
      assert.deepEqual(await namesOf(container), ['object']);
      await writer.finish();
      assert.equal((await container.stat('object'))?.size, size);
      await put(container, 'object', 'old');
    }
  });

  test('an object that is given up leaves nothing', async () => {
    await using container = await open(freshName());
    await put(container, 'kept', 'old');
    for (const name of ['kept', 'new']) {
      for (const size of [0, 10, large]) {
        await using writer = await container.write(name);
        await writer.write(Buffer.alloc(size, 1));
      }
    }
    assertValue(await readAll(container, 'kept'), bytes('old'));
    assert.deepEqual(await namesOf(container), ['kept']);
  });

  test('who reads an object has it as it was, whatever becomes of it', async () => {
    await using container = await open(freshName());
    const size = 3_000_000;
    await put(container, 'object', Buffer.alloc(size, 1));
    await using reader = await container.read('object');
    const first = await reader.read();
    let count = first?.length ?? 0;
    await put(container, 'object', Buffer.alloc(size, 2));
    await container.delete(['object']);
    const seen = new Set(first);
    for (let next = await reader.read(); next !== undefined; next = await reader.read()) {
      count += next.length;
      for (const byte of next) seen.add(byte);
    }
    assert.deepEqual([count, [...seen]], [size, [1]]);
  });

  test('a reader that is left early holds nothing up', async () => {
    await using container = await open(freshName());
    await put(container, 'object', Buffer.alloc(large, 1));
    for (let round = 0; round < 70; round++) {
      await using reader = await container.read('object');
      if (round % 2 === 0) await reader.read();
    }
    assert.equal((await container.stat('object'))?.size, large);
  });
}
