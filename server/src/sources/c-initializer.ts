/** The literal that a string of wit-bindgen is made of in C, with its length: `{ (char *)"orders", 6 }`. */
import { lengthAt } from './c-length.ts';
import { literalAt, textOf } from './literal.ts';
import type { Argument } from './site.ts';
import type { Tokens } from './tokens.ts';

/** The literal of a constant. */
export type Constants = (name: string) => Argument | undefined;

/** `{ (char *)"orders", 6 }`, `(keyvalue_string_t){ .ptr = "orders", .len = 6 }`, also the length first. */
export function initializer(tokens: Tokens, from: number, constant: Constants): Argument | undefined {
  const open = tokens.is(from, '(') ? tokens.brackets.closing(from) + 1 : from;
  if (!tokens.is(open, '{')) return undefined;
  const close = tokens.brackets.closing(open);
  if (isMember(tokens, open + 1, 'len')) {
    const comma = commaIn(tokens, open + 1, close);
    if (!isMember(tokens, comma + 1, 'ptr')) return undefined;
    const end = tokens.is(close - 1, ',') ? close - 1 : close;
    const { argument, token } = pointerAt(tokens, comma + 4, tokens.at(end), constant);
    return argument && measured(tokens, { argument, token, first: open + 4, last: comma - 1 });
  }
  const { argument, token } = pointerAt(
    tokens,
    isMember(tokens, open + 1, 'ptr') ? open + 4 : open + 1,
    ',',
    constant,
  );
  if (!argument?.isWhole) return argument;
  const comma = (argument.literal.first === token ? argument.literal.last : token) + 1;
  const first = isMember(tokens, comma + 1, 'len') ? comma + 4 : comma + 1;
  return measured(tokens, { argument, token, first, last: (commaIn(tokens, first, close) || close) - 1 });
}

/** `.len =` */
function isMember(tokens: Tokens, index: number, name: string): boolean {
  return tokens.is(index, '.') && tokens.is(index + 1, name) && tokens.is(index + 2, '=');
}

/** The first comma that is in no bracket; 0 where there is none near. */
function commaIn(tokens: Tokens, from: number, end: number): number {
  for (let index = from; index < Math.min(end, from + 32); index++) {
    if (tokens.is(index, ',')) return index;
    if (tokens.is(index, '(')) index = tokens.brackets.closing(index);
  }
  return 0;
}

/** The string in front of `end`, without a cast, and the token that stands for it. */
function pointerAt(
  tokens: Tokens,
  from: number,
  end: string,
  constant: Constants,
): { readonly argument: Argument | undefined; readonly token: number } {
  const isCast = tokens.is(from, '(') && tokens.isWord(from + 1);
  const token = isCast ? tokens.brackets.closing(from) + 1 : from;
  return { argument: stringAt(tokens, token, constant, end), token };
}

/** A string with its length: one that is not that of the text makes another name of it, or reads past its end. */
function measured(
  tokens: Tokens,
  given: {
    readonly argument: Argument;
    readonly token: number;
    readonly first: number;
    readonly last: number;
  },
): Argument {
  const { argument, first, last } = given;
  const text = argument.isWhole ? textOf(tokens, argument.literal) : undefined;
  if (!text) return argument;
  const { span, bytes, echoes } = lengthAt(tokens, first, last, { ...given, literal: argument.literal });
  if (bytes !== undefined && bytes !== Buffer.byteLength(text.value))
    return { ...argument, isWhole: false, otherLength: { span, bytes } };
  if (!echoes) return { ...argument, isFixed: true };
  return { ...argument, echoes: [...(argument.echoes ?? []), ...echoes] };
}

/** A literal or a constant, in front of `end`. */
export function stringAt(
  tokens: Tokens,
  index: number,
  constant: Constants,
  end: string,
): Argument | undefined {
  if (tokens.isString(index)) {
    const literal = literalAt(tokens, index);
    return { literal, isWhole: tokens.is(literal.last + 1, end) };
  }
  return tokens.isWord(index) && tokens.is(index + 1, end) ? constant(tokens.at(index)) : undefined;
}
