/** What a check of WIT is, and what it is given. */
import { isSure, suggest } from '@slight/text/words.ts';
import type { Fix, Severity } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import { keywords } from '../keywords.ts';
import type { Unit } from '../packages.ts';
import type { WitProblem, WitProblemCode } from '../problem.ts';
import type { Block } from '../meaning.ts';
import type { Scopes } from '../scopes.ts';
import type { WitSource, WitSurroundings } from '../surroundings.ts';
import type { Name } from '../tree.ts';
import type { PlacedPath } from '../walk.ts';

/** One rule. Its file in this folder has the code as its name. */
export type WitCheck = (context: WitContext) => Iterable<WitProblem>;

export interface WitContext {
  readonly source: WitSource;
  /** True for the syntax of wit-bindgen 0.2, which has none of the component model's rules. */
  readonly legacy: boolean;
  readonly surroundings: WitSurroundings;
  readonly scopes: Scopes;
  readonly units: readonly Unit[];
  readonly blocks: readonly Block[];
  readonly paths: readonly PlacedPath[];
  readonly suggest: Suggest;
}

/** What was most likely meant by a word, of some candidates; nothing once it has been asked too often. */
export type Suggest = (word: string, candidates: () => Iterable<string>) => string | undefined;

/** Each suggestion goes through all candidates: so many are given for a file, and no more. */
const maxSuggestions = 10;

export function suggester(): Suggest {
  let left = maxSuggestions;
  return (word, candidates) => {
    left -= 1;
    return left < 0 ? undefined : suggest(word, candidates());
  };
}

/** A problem with those of its fixes that there are. */
export function problem(
  code: WitProblemCode,
  severity: Severity,
  span: Span,
  message: string,
  fixes: readonly (Fix | undefined)[] = [],
): WitProblem {
  return { code, severity, span, message, fixes: fixes.filter((fix) => fix !== undefined) };
}

/** A fix that puts a text in the place of a span. */
export function change(
  { start, end }: Span,
  text: string,
  title = `Change to \`${text}\``,
  preferred = true,
): Fix {
  return { title, edits: [{ span: { start, end }, text }], preferred };
}

/** A fix that writes the name that was most likely meant, escaped where it must be. Undefined where there is none. */
export function rename({ span, value }: Name, to: string | undefined): Fix | undefined {
  if (to === undefined) return undefined;
  return change(span, written(to), `Change to \`${to}\``, isSure(value, to));
}

/** A name as a component file has to write it. */
export function written(name: string): string {
  return keywords.has(name) ? `%${name}` : name;
}

/** In backquotes, cut where it is long. */
export function code(text: string): string {
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}

/** ` Did you mean `x`?`, or nothing. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` Did you mean ${code(suggestion)}?`;
}
