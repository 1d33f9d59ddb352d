/** What every benchmark here is. */

/** How much is measured. */
export interface Effort {
  /** Counted rounds; every contestant takes part in each. */
  readonly rounds: number;
  /** Calls in a round, where calls are what is counted. */
  readonly calls: number;
  /** Whether those take part that are installed from bench/package.json. */
  readonly rivals: boolean;
}

export interface Benchmark {
  /** What `npm run bench -- NAME` calls it. */
  readonly name: string;
  readonly title: string;
  /** Which programs besides Node's and the build's are run, for the reader: `redis-server --version`. */
  readonly versions?: readonly (readonly string[])[];
  /** @returns Markdown: what is measured and how, and a table or more */
  measure(effort: Effort): Promise<string>;
}
