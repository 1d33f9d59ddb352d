/** A part of `npm run bench -- capabilities`: the providers of one capability, each beside its client called from Node. */
import type { Benchmark } from './benchmark.ts';

/** What bench/capabilities/<capability>.ts exports as `part`. Its text has headings of the third level. */
export type Part = Pick<Benchmark, 'versions' | 'measure'>;
