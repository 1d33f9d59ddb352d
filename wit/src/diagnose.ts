/** All that is wrong with a WIT file, given what it can see. */
import { inOrder, problem } from '@slight/text/problem.ts';
import type { Fix } from '@slight/text/problem.ts';
import { LineIndex } from '@slight/text/span.ts';
import { suggester } from './checks/check.ts';
import type { WitContext } from './checks/check.ts';
import { change } from './fixes.ts';
import { checks } from './checks/index.ts';
import type { WitProblem } from './problem.ts';
import { Scopes } from './scopes.ts';
import type { WitSource, WitSurroundings } from './surroundings.ts';
import type { SyntaxFault } from './tree.ts';
import { blocksOf, pathsOf } from './walk.ts';

/**
 * The problems of a file, in the order of its text. Never throws, whatever the text; takes time in proportion to
 * what the file sees. What cannot be known, because a file cannot be read or is not there, is not claimed.
 */
export function diagnoseWit(source: WitSource, surroundings: WitSurroundings): readonly WitProblem[] {
  const { errors } = source.file;
  const context = contextOf(source, surroundings);
  const syntax = errors.map((fault) =>
    problem('wit-syntax', 'error', fault.span, fault.message, [remedy(source.text, fault)]),
  );
  const found = checks.flatMap((check) => [...check(context)]);
  return [...syntax, ...withoutUnreadable(source, found)].sort(inOrder);
}

function contextOf(source: WitSource, surroundings: WitSurroundings): WitContext {
  const scopes = new Scopes(source, surroundings);
  return {
    source,
    surroundings,
    legacy: source.file.syntax === 'legacy',
    scopes,
    units: scopes.units(),
    blocks: blocksOf(scopes),
    paths: pathsOf(scopes),
    suggest: suggester(),
  };
}

function remedy(source: string, { span, replacement, unsure }: SyntaxFault): Fix | undefined {
  if (replacement === undefined) return undefined;
  if (replacement === '') return change(span, '', `Remove \`${source.slice(span.start, span.end)}\``);
  const text = replacement.trim();
  const title = `${span.start === span.end ? 'Insert' : 'Change to'} \`${text}\``;
  return change(span, replacement, title, unsure !== true);
}

/** Of a line that cannot be read, nothing else is known. */
function withoutUnreadable(
  { text, file }: WitSource,
  problems: readonly WitProblem[],
): readonly WitProblem[] {
  if (file.errors.length === 0) return problems;
  const lines = new LineIndex(text);
  const unreadable = new Set(file.errors.map(({ span }) => lines.position(span.start).line));
  return problems.filter(
    ({ code, span }) => code === 'legacy-syntax' || !unreadable.has(lines.position(span.start).line),
  );
}
