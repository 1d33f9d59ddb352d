/** The few figures of a benchmark that a reader wants first: the tables in docs/benchmarks.md and README.md. */
import type { Highlight } from './benchmark.ts';
import { median, ratio, round, table } from './measure.ts';

const head = ['', 'slight', 'beside it', 'ratio'];
const begin = '<!-- speed: made by npm run bench -- --write -->\n\n';
const end = '\n\n<!-- /speed -->';

/**
 * The document with these rows in place of those that tell of the same; others stay as they are, and new ones come last.
 * Throws where the table's place is not marked.
 */
export function withHighlights(document: string, highlights: readonly Highlight[]): string {
  const from = document.indexOf(begin) + begin.length;
  const to = document.indexOf(end, from);
  if (from < begin.length || to === -1) throw new Error(`There is no place for the table: ${begin}…${end}`);
  const known = document.slice(from, to).split('\n').filter(isRow).map(cellsOf);
  const rows = new Map([...known, ...highlights.map(row)].map((cells) => [cells[0], cells]));
  return document.slice(0, from) + table(head, [...rows.values()]) + document.slice(to);
}

/** True below the head and its rule. */
function isRow(line: string): boolean {
  return /^\| [^-|]/.test(line) && cellsOf(line)[0] !== '';
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function row({ what, unit = '', ours, beside }: Highlight): string[] {
  const told = (values: readonly number[]) => {
    const value = median(values);
    return Number.isNaN(value) ? 'none' : `${short(value)} ${unit}`.trimEnd();
  };
  const peers = Object.entries(beside);
  return [
    what,
    told(ours),
    peers.map(([name, values]) => `${name} ${told(values)}`).join(', ') || '–',
    peers.map(([, values]) => round(ratio(ours, values))).join(', ') || '–',
  ];
}

/** A number with about two digits that matter. */
function short(value: number): string {
  return value < 100 ? value.toPrecision(2) : Math.round(value).toLocaleString('en');
}
