/** What every benchmark here is. */

/** How much is measured. */
export interface Effort {
  /** Counted rounds; every contestant takes part in each. */
  readonly rounds: number;
  /** Calls in a round, where calls are what is counted. */
  readonly calls: number;
  /** Source files, where a workspace is what is read. */
  readonly files: number;
  /** Whether those take part that are installed from bench/package.json. */
  readonly rivals: boolean;
}

export interface Benchmark {
  /** What `npm run bench -- NAME` calls it. */
  readonly name: string;
  readonly title: string;
  /** Which programs besides Node's and the build's are run, for the reader: `redis-server --version`. */
  readonly versions?: readonly (readonly string[])[];
  measure(effort: Effort): Promise<Measured>;
}

export interface Measured {
  /** Markdown: what is measured and how, and a table or more. */
  readonly text: string;
  /** What the table at the top of docs/benchmarks.md tells of it. */
  readonly highlights: readonly Highlight[];
}

/** One row of that table. */
export interface Highlight {
  readonly what: string;
  /** Of all values of the row: `ms`. Nothing where they are counts. */
  readonly unit?: string;
  /** Ours, round by round. */
  readonly ours: readonly number[];
  /** The peers by name, in the same rounds; NaN where there was no answer. None where no peer does it. */
  readonly beside: Readonly<Record<string, readonly number[]>>;
}
