/** The runs of bytes that secrets are recognised by: every eight bytes of each, or all of it where it has six or seven. */

/** A run of up to eight bytes is a number of 64 bits, in two halves. */
export interface KnownRuns {
  /** In bytes: 6, 7 or 8. */
  readonly width: number;
  /** The bits of the upper half that a run of this width has. */
  readonly upper: number;
  /** Not 0 at `slot` of each run that is known, and at few others: read before `has` is asked, in the innermost loops. */
  readonly filter: Uint8Array;
  readonly has: (high: number, low: number) => boolean;
}

export interface GrowingRuns extends KnownRuns {
  add(high: number, low: number): void;
}

export const longest = 8;

/** Half of the processor's nearest memory, so that it stays there. */
const filterSize = 2 ** 14;

/** Where a run is in a filter. */
export function slot(high: number, low: number): number {
  return (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 18;
}

/** An open hash table: two halves of a run an entry, a quarter of it in use at most. */
export function createRuns(width: number): GrowingRuns {
  const filter = new Uint8Array(filterSize);
  let table = emptyTable(1024);
  let size = 0;

  const place = ({ used, halves }: Table, high: number, low: number) => {
    const last = used.length - 1;
    let at = hash(high, low) & last;
    while (used[at] === 1 && (halves[2 * at] !== high || halves[2 * at + 1] !== low)) at = (at + 1) & last;
    return at;
  };
  const put = (into: Table, high: number, low: number) => {
    const at = place(into, high, low);
    if (into.used[at] === 1) return false;
    into.used[at] = 1;
    into.halves[2 * at] = high;
    into.halves[2 * at + 1] = low;
    return true;
  };
  const grow = () => {
    const grown = emptyTable(table.used.length * 4);
    for (let at = 0; at < table.used.length; at++) {
      if (table.used[at] === 1) put(grown, table.halves[2 * at] ?? 0, table.halves[2 * at + 1] ?? 0);
    }
    table = grown;
  };

  return {
    width,
    upper: width === longest ? -1 : 2 ** (8 * (width - 4)) - 1,
    filter,
    has: (high, low) => table.used[place(table, high | 0, low | 0)] === 1,
    add(high, low) {
      if (4 * (size + 1) > table.used.length) grow();
      filter[slot(high, low)] = 1;
      if (put(table, high | 0, low | 0)) size++;
    },
  };
}

interface Table {
  readonly used: Uint8Array;
  readonly halves: Int32Array;
}

/** @param capacity a power of two */
function emptyTable(capacity: number): Table {
  return { used: new Uint8Array(capacity), halves: new Int32Array(2 * capacity) };
}

function hash(high: number, low: number): number {
  const mixed = Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
