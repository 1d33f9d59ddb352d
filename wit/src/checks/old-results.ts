import type { Fix } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import type { WitProblem } from '../problem.ts';
import type { Param } from '../tree.ts';
import { signaturesOf } from '../walk.ts';
import type { WitContext } from './check.ts';
import { change } from '../fixes.ts';
import { problem } from '@slight/text/problem.ts';

/** `-> (a: u32, b: u32)`, which WIT had until 2024. */
export function* oldResults({ blocks, legacy, source }: WitContext): Iterable<WitProblem> {
  if (legacy) return;
  for (const { name, type } of blocks.flatMap(signaturesOf)) {
    if (!type.namedResults) continue;
    const span = spanOf(type.namedResults) ?? name.span;
    const message = 'Results have no names anymore. Return one type; a `tuple` or a record holds several.';
    yield problem('old-results', 'error', span, message, [remedy(source.text, type.namedResults)]);
  }
}

function spanOf(results: readonly Param[]): Span | undefined {
  const [first, last] = [results[0], results.at(-1)];
  return first && last && { start: first.name.span.start, end: last.type.span.end };
}

/** The types alone; undefined where a comment is in the way. */
function remedy(text: string, results: readonly Param[]): Fix | undefined {
  const inner = spanOf(results);
  if (!inner) return undefined;
  const before = /\(\s*$/.exec(text.slice(0, inner.start));
  const after = /^\s*,?\s*\)/.exec(text.slice(inner.end));
  if (!before || !after) return undefined;
  const types = results.map(({ type }) => text.slice(type.span.start, type.span.end));
  const written = types.length === 1 ? types.join('') : `tuple<${types.join(', ')}>`;
  return change({ start: before.index, end: inner.end + after[0].length }, written);
}
