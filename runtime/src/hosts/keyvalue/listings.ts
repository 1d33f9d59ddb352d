/**
 * Cuts a listing into pages that a guest asks for one at a time. A cursor is a value: it names the first key of its page,
 * by a hash, and needs nothing that is kept. It may be used again, on any handle of the store, and long after; it goes on
 * as long as that key is there. What is kept only saves reading the listing from its start again, and is bounded.
 */

export interface Page {
  readonly items: readonly string[];
  /** Where the next page begins; absent on the last page. */
  readonly cursor?: bigint;
}

/** What is known of the page at a cursor: the listing that has come so far, or the page itself. */
type Place =
  { readonly iterator: AsyncIterator<string>; readonly first: string } | { readonly page: Promise<Page> };

/** Places that are kept of a store: each a page of keys at most, or a listing that a provider holds open. */
const mostPlaces = 16;

/** The listings of one open store. */
export class Listings {
  readonly #list: () => AsyncIterable<string>;
  readonly #pageSize: number;
  /** By cursor, the one that was used last at the end. */
  readonly #places = new Map<bigint, Place>();

  /** @param list starts a listing of the store, in an order that is the same each time but for what has changed */
  constructor(list: () => AsyncIterable<string>, pageSize: number) {
    this.#list = list;
    this.#pageSize = pageSize;
  }

  async first(): Promise<Page> {
    const iterator = this.#list()[Symbol.asyncIterator]();
    const first = await iterator.next();
    return first.done ? { items: [] } : this.#read(iterator, first.value);
  }

  /** The page at a cursor; undefined where the store has no key that it names. */
  async at(cursor: bigint): Promise<Page | undefined> {
    const place = this.#places.get(cursor) ?? (await this.#seek(cursor));
    if (!place) return undefined;
    const page = 'page' in place ? place.page : this.#read(place.iterator, place.first);
    this.#keep(cursor, { page });
    // a page that could not be read is read again when it is asked for again
    page.catch(() => this.#places.delete(cursor));
    return page;
  }

  /** Ends the listings that were not read to their end. Cursors stay good. */
  async close(): Promise<void> {
    const places = [...this.#places.values()];
    this.#places.clear();
    await Promise.all(places.map(end));
  }

  /** A new listing, read as far as the key that the cursor names. */
  async #seek(cursor: bigint): Promise<Place | undefined> {
    const iterator = this.#list()[Symbol.asyncIterator]();
    for (;;) {
      const next = await iterator.next();
      if (next.done) return undefined;
      if (cursorOf(next.value) === cursor) return { iterator, first: next.value };
    }
  }

  /** One item is read ahead: it tells whether there is another page, and where. */
  async #read(iterator: AsyncIterator<string>, first: string): Promise<Page> {
    const items = [first];
    for (;;) {
      const next = await iterator.next();
      if (next.done) return { items };
      if (items.length === this.#pageSize) {
        const cursor = cursorOf(next.value);
        const place = { iterator, first: next.value };
        if (this.#places.has(cursor)) await end(place);
        else this.#keep(cursor, place);
        return { items, cursor };
      }
      items.push(next.value);
    }
  }

  #keep(cursor: bigint, place: Place): void {
    this.#places.delete(cursor);
    this.#places.set(cursor, place);
    for (const [oldest, left] of this.#places) {
      if (this.#places.size <= mostPlaces) return;
      this.#places.delete(oldest);
      void end(left);
    }
  }
}

/** Lets a listing go. That it could not be ended well is nothing that anybody waits for. */
async function end(place: Place): Promise<void> {
  if ('iterator' in place) await Promise.resolve(place.iterator.return?.()).catch(() => undefined);
}

/**
 * 52 bits of the key's hash, so that a guest in JavaScript may hold it as a number: of a million keys, two have the same
 * once in 10,000 stores, and a cursor is mistaken for that of another page only where one of the two begins a page.
 */
function cursorOf(key: string): bigint {
  // loaded here: few guests list keys
  const { hash } = process.getBuiltinModule('node:crypto');
  return BigInt(`0x${hash('sha256', key).slice(0, 13)}`);
}
