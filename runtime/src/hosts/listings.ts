/** Cuts a listing into pages that a guest asks for one at a time. */

export interface Page {
  readonly items: readonly string[];
  /** Where the next page begins, a decimal number; absent on the last page. */
  readonly cursor?: string;
}

/** The listings that are under way on one open store. A cursor goes on once: it names a place in a running listing. */
export class Listings {
  readonly #pageSize: number;
  readonly #running = new Map<string, { iterator: AsyncIterator<string>; ahead: string }>();
  #lastCursor = 0;

  constructor(pageSize: number) {
    this.#pageSize = pageSize;
  }

  async start(items: AsyncIterable<string>): Promise<Page> {
    const iterator = items[Symbol.asyncIterator]();
    const first = await iterator.next();
    return first.done ? { items: [] } : this.#page(iterator, first.value);
  }

  /** The page at a cursor; undefined where no listing goes on there. */
  async next(cursor: string): Promise<Page | undefined> {
    const listing = this.#running.get(cursor);
    if (!listing) return undefined;
    this.#running.delete(cursor);
    return this.#page(listing.iterator, listing.ahead);
  }

  /** Ends the listings that were not read to their end. */
  async close(): Promise<void> {
    const listings = [...this.#running.values()];
    this.#running.clear();
    await Promise.allSettled(listings.map(async ({ iterator }) => iterator.return?.()));
  }

  /** One item is read ahead, so that the last page is known to be the last. */
  async #page(iterator: AsyncIterator<string>, first: string): Promise<Page> {
    const items = [first];
    for (;;) {
      const next = await iterator.next();
      if (next.done) return { items };
      if (items.length === this.#pageSize) {
        const cursor = String(++this.#lastCursor);
        this.#running.set(cursor, { iterator, ahead: next.value });
        return { items, cursor };
      }
      items.push(next.value);
    }
  }
}
