/** Medians, ratios and tables: what every benchmark here is told in. */

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] =
    sorted.length % 2 === 0 ? sorted.slice(middle - 1, middle + 1) : [sorted[middle], sorted[middle]];
  return (low + high) / 2;
}

/**
 * Runs the contestants in turn, A B A B …, so that a machine whose speed drifts drifts for all of them.
 * @param rounds counted rounds
 * @param warmUp rounds that go before them and are not counted; 1 where there are several to count
 * @returns for each contestant its values, in the order of the rounds
 */
export async function inTurn<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<number> | number>>,
  rounds: number,
  { warmUp = rounds > 1 ? 1 : 0 }: { readonly warmUp?: number } = {},
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const value = await contestants[name]();
      if (round >= 0) values[name].push(value);
    }
  }
  return values;
}

/** The median of the ratios a/b, pair by pair. */
export function ratio(a: readonly number[], b: readonly number[]): number {
  return median(a.map((value, index) => value / (b[index] ?? NaN)));
}

/** A number with about three digits that matter. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(Math.min(digits, 2));
}

/** A table in Markdown; the first column is text, the others are numbers and stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
