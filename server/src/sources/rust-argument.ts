/** The text that a call is given in Rust: a literal, what is made of one, or a constant. */
import { literalAt } from './literal.ts';
import type { Literal } from './literal.ts';
import type { Argument } from './site.ts';
import { endsArgument } from './site.ts';
import { kind } from './tokens.ts';
import type { Tokens } from './tokens.ts';

const conversions: ReadonlySet<string> = new Set([
  'to_string',
  'to_owned',
  'into',
  'as_str',
  'clone',
  'as_ref',
]);

/** `"x"`, `&"x"`, `"x".to_string()`, `&String::from("x")`, `NAME`. */
export function argumentAt(
  tokens: Tokens,
  from: number,
  constant: (name: string) => Constant | undefined,
): Argument | undefined {
  let index = from;
  while (tokens.is(index, '&')) index++;
  const isWrapped =
    tokens.is(index, 'String') &&
    tokens.is(index + 1, '::') &&
    tokens.is(index + 2, 'from') &&
    tokens.is(index + 3, '(');
  if (isWrapped) index += 4;
  let next = index + 1;
  if (isWrapped && tokens.is(next, ')')) next++;
  while (
    tokens.is(next, '.') &&
    conversions.has(tokens.at(next + 1)) &&
    tokens.is(next + 2, '(') &&
    tokens.is(next + 3, ')')
  )
    next += 4;
  const isWhole = endsArgument(tokens, next);
  if (tokens.isString(index)) return { literal: literalAt(tokens, index), isWhole };
  const named = isWhole && tokens.isWord(index) ? constant(tokens.at(index)) : undefined;
  return named && named.from <= index && index <= named.to ? { literal: named.literal, isWhole } : undefined;
}

export interface Constant {
  readonly literal: Literal;
  /** The tokens that it is known to. */
  readonly from: number;
  readonly to: number;
}

/** `const NAME: &str = "orders";`, where no other constant of the source has that name. */
export function constantNamed(tokens: Tokens, name: string): Constant | undefined {
  const declared = tokens
    .places(name)
    .filter((place) => tokens.is(place - 1, 'const') || tokens.is(place - 1, 'static'));
  const [place] = declared;
  if (place === undefined || declared.length > 1) return undefined;
  let index = place + 1;
  if (!tokens.is(index++, ':') || !tokens.is(index++, '&')) return undefined;
  if (tokens.at(index) === "'static") index++;
  if (!tokens.is(index, 'str') || !tokens.is(index + 1, '=') || !tokens.isString(index + 2)) return undefined;
  const isWhole = tokens.is(index + 3, ';') || tokens.kind(index + 2) === kind.unclosed;
  if (!isWhole) return undefined;
  const scope = tokens.brackets.around(place);
  const to = scope === -1 ? tokens.count : tokens.brackets.closing(scope);
  return { literal: literalAt(tokens, index + 2), from: Math.max(scope, 0), to };
}
