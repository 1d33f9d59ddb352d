/** How gates are written (WIT.md, "Feature gate syntax"), and `@external-id`, which stands where they do. */
import type { Gate } from './tree.ts';

/** What stands in the brackets: `version = 1.0.0`, `feature = name`, or `"name"`. */
export type GateArgument = 'version' | 'feature' | 'string';

const forms: ReadonlyMap<string, GateArgument> = new Map([
  ['since', 'version'],
  ['unstable', 'feature'],
  ['deprecated', 'version'],
  ['external-id', 'string'],
]);

/** Undefined where no gate has that name. */
export function argumentOf(gate: string): GateArgument | undefined {
  return forms.get(gate);
}

/** True where the brackets hold what they must, and nothing else. */
export function hasForm({ name, arguments: given, string, misshapen }: Gate): boolean {
  const wanted = forms.get(name.value);
  if (misshapen) return false;
  if (wanted === 'string') return string !== undefined && given.length === 0;
  return string === undefined && given.length === 1 && given[0]?.key.value === wanted;
}

/** The gate as it should be written, with what it says already; a version that it has not is the one given. */
export function formOf({ name, span }: Gate, text: string, version: string): string {
  const written = text.slice(span.start, span.end).replace(`@${name.value}`, '');
  const mark = `@${name.value}`;
  switch (forms.get(name.value)) {
    case 'version':
      return `${mark}(version = ${/\d+\.\d+\.\d+[\w.+-]*/.exec(written)?.[0] ?? version})`;
    case 'feature': {
      const words = written.match(/%?[A-Za-z][\w-]*/g) ?? [];
      return `${mark}(feature = ${words.find((word) => word !== 'feature' && word !== 'version') ?? 'name'})`;
    }
    default:
      return `${mark}("${(/%?[A-Za-z][\w-]*/.exec(written) ?? ['name'])[0]}")`;
  }
}
