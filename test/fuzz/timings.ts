/** How long answers take, by method: those of requests that were sent when nothing else was on its way. */

export interface Timings {
  readonly add: (method: string, milliseconds: number) => void;
  /** The slowest methods first, by what one in a hundred exceeds. In milliseconds. */
  readonly rows: () => readonly TimingRow[];
}

export interface TimingRow {
  readonly method: string;
  readonly count: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

export function timings(): Timings {
  const all = new Map<string, number[]>();
  return {
    add: (method, milliseconds) => {
      const known = all.get(method);
      if (known) known.push(milliseconds);
      else all.set(method, [milliseconds]);
    },
    rows: () =>
      Array.from(all, ([method, times]) => {
        const sorted = times.toSorted((one, other) => one - other);
        const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
        return { method, count: times.length, median: at(0.5), p99: at(0.99), max: at(1) };
      }).sort((one, other) => other.p99 - one.p99),
  };
}
