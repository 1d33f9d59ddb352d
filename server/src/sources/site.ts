/** What the readers of all languages give: the calls that open something, by their tokens. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import type { Span } from '@slight/text/span.ts';
import type { Literal } from './literal.ts';
import { literalAt } from './literal.ts';
import type { Echo } from './reading.ts';
import type { Tokens } from './tokens.ts';

/** One call that opens a capability. */
export interface Site {
  readonly kinds: readonly CapabilityKind[];
  readonly callee: Span;
  readonly argument: Argument | undefined;
}

/** What a call is given for the name. */
export interface Argument {
  readonly literal: Literal;
  /** False where the text goes on as no whole argument does: half-typed, or computed from the literal. */
  readonly isWhole: boolean;
  /** Of one whose length is given with it, and is not that of the text: where the length is, and what it says. */
  readonly otherLength?: { readonly span: Span; readonly bytes: number };
  /** What must change where the text does. */
  readonly echoes?: readonly Echo[];
  /** True where something must change with the text, and it cannot be told what. */
  readonly isFixed?: boolean;
}

/** The argument that begins at `index`, in languages where a literal is the whole of it or a constant's name is. */
export function plainArgument(
  tokens: Tokens,
  index: number,
  constant: (word: number) => Literal | undefined,
): Argument | undefined {
  const literal = tokens.isString(index)
    ? literalAt(tokens, index)
    : tokens.isWord(index) && endsArgument(tokens, index + 1)
      ? constant(index)
      : undefined;
  if (!literal) return undefined;
  return { literal, isWhole: literal.first !== index || endsArgument(tokens, literal.last + 1) };
}

export function endsArgument(tokens: Tokens, index: number): boolean {
  return tokens.is(index, ',') || tokens.is(index, ')');
}

export function spanOf(tokens: Tokens, first: number, last: number): Span {
  return { start: tokens.start(first), end: tokens.end(last) };
}

/** The function, with what it gave for a key kept: a name that is asked for often is looked up once. */
export function remembered<Value>(make: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key) as Value;
  };
}
