import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Listings } from '@slight/runtime/hosts/keyvalue/listings.ts';

/** A store of keys that counts its listings. */
function store(keys: Set<string>) {
  const counted = { started: 0, ended: 0, fail: false };
  const list = async function* () {
    counted.started += 1;
    try {
      for (const key of [...keys]) {
        await Promise.resolve();
        if (counted.fail) throw new Error('the server is away');
        if (keys.has(key)) yield key;
      }
    } finally {
      counted.ended += 1;
    }
  };
  return { list, counted };
}

const names = (count: number) => new Set(Array.from({ length: count }, (_, index) => `key ${index}`));

async function all(listings: Listings): Promise<string[]> {
  const items: string[] = [];
  let page = await listings.first();
  for (;;) {
    items.push(...page.items);
    if (page.cursor === undefined) return items;
    const next = await listings.at(page.cursor);
    assert.ok(next);
    page = next;
  }
}

test('the pages have every item once, in the store’s order, and the last one says that it is the last', async () => {
  for (const count of [0, 1, 9, 10, 11, 20, 95]) {
    const keys = names(count);
    const { list, counted } = store(keys);
    assert.deepEqual(await all(new Listings(list, 10)), [...keys]);
    assert.deepEqual(counted, { started: 1, ended: 1, fail: false });
  }
});

describe('a cursor', () => {
  test('gives the same page as often as it is used, also in between', async () => {
    const { list, counted } = store(names(35));
    const listings = new Listings(list, 10);
    const first = await listings.first();
    const second = await listings.at(first.cursor ?? 0n);
    const third = await listings.at(second?.cursor ?? 0n);
    assert.deepEqual(await listings.at(first.cursor ?? 0n), second);
    assert.deepEqual(await listings.at(second?.cursor ?? 0n), third);
    assert.equal(counted.started, 1);
  });

  test('needs nothing that was kept', async () => {
    const keys = names(35);
    const before = new Listings(store(keys).list, 10);
    const { cursor } = await before.first();
    const page = await before.at(cursor ?? 0n);
    await before.close();
    assert.deepEqual(await before.at(cursor ?? 0n), page);
    assert.deepEqual(await new Listings(store(keys).list, 10).at(cursor ?? 0n), page);
  });

  test('is good although keys before its page and in it have gone and come', async () => {
    const keys = names(35);
    const { cursor } = await new Listings(store(keys).list, 10).first();
    keys.delete('key 3');
    keys.delete('key 12');
    keys.add('new');
    const page = await new Listings(store(keys).list, 10).at(cursor ?? 0n);
    assert.deepEqual(page?.items.slice(0, 3), ['key 10', 'key 11', 'key 13']);
  });

  test('is of no page where its key has gone', async () => {
    const keys = names(35);
    const { cursor } = await new Listings(store(keys).list, 10).first();
    keys.delete('key 10');
    assert.equal(await new Listings(store(keys).list, 10).at(cursor ?? 0n), undefined);
  });

  test('is good again when the server is', async () => {
    const { list, counted } = store(names(35));
    const listings = new Listings(list, 10);
    const { cursor } = await listings.first();
    counted.fail = true;
    await assert.rejects(listings.at(cursor ?? 0n), /the server is away/);
    counted.fail = false;
    assert.equal((await listings.at(cursor ?? 0n))?.items[0], 'key 10');
  });
});

test('what is kept is bounded, and ends when it is closed', async () => {
  const keys = names(50);
  const { list, counted } = store(keys);
  const listings = new Listings(list, 1);
  // one page of each is read, and each goes on at another key
  for (let key = 0; key < 40; key += 1) {
    const { cursor } = await new Listings(store(new Set([...keys].slice(key))).list, 1).first();
    await listings.at(cursor ?? 0n);
  }
  assert.ok(counted.started - counted.ended <= 16, `${counted.started - counted.ended} are held open`);
  await listings.close();
  assert.equal(counted.started, counted.ended);
});
