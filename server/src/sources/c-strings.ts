/** What wit-bindgen's strings hold where a C function is called with them: `keyvalue_string_set(&name, "orders")`. */
import type { Constants } from './c-initializer.ts';
import { initializer, stringAt } from './c-initializer.ts';
import { numberAt } from './c-length.ts';
import { literalAt, textOf } from './literal.ts';
import type { Literal } from './literal.ts';
import type { Argument } from './site.ts';
import { remembered } from './site.ts';
import { kind } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/**
 * The text that each argument of a call is: of a string that is set above it, in the same function, and on every way there.
 * @param starts the first tokens of the arguments
 */
export function cStrings(
  tokens: Tokens,
  starts: ReadonlySet<number>,
): (start: number) => Argument | undefined {
  const constant = remembered((name) => constantNamed(tokens, name));
  const walked = remembered((name) => walk(tokens, name, starts, constant));
  return (first) => {
    if (!tokens.is(first, '&')) return undefined;
    if (tokens.is(first + 1, '(')) return initializer(tokens, first + 1, constant);
    // half a call has no comma yet
    const isAlone = /^[,);}]?$/.test(tokens.at(first + 2));
    return tokens.isWord(first + 1) && isAlone ? walked(tokens.at(first + 1)).get(first + 1) : undefined;
  };
}

/** What a variable holds, and the bracket of the block in which it was set. */
interface State {
  readonly argument: Argument;
  readonly block: number;
  readonly place: number;
}

/** Goes through the source and notes what a variable holds at each of the arguments that are its address. */
function walk(
  tokens: Tokens,
  name: string,
  starts: ReadonlySet<number>,
  constant: Constants,
): ReadonlyMap<number, Argument> {
  const found = new Map<number, Argument>();
  const { brackets } = tokens;
  const branches = branchesOf(tokens);
  let state: State | undefined;
  /** Calls in a block below that of the state, each with where that block ends: a loop may set the variable there. */
  let pending: { readonly place: number; readonly end: number }[] = [];
  for (const place of tokens.places(name)) {
    if (tokens.is(place - 1, '.') || tokens.is(place - 1, '->')) continue;
    const isAddress = tokens.is(place - 1, '&');
    if (isAddress && starts.has(place - 1)) {
      if (!state || place > brackets.closing(state.block) || branches(state.place, place)) continue;
      found.set(place, state.argument);
      const inner = blockBelow(tokens, state.block, place);
      if (inner === undefined) found.delete(place);
      else if (inner !== state.block) pending.push({ place, end: brackets.closing(inner) });
      continue;
    }
    if (!isAddress && isRead(tokens, place)) continue;
    for (const call of pending) if (place < call.end) found.delete(call.place);
    pending = [];
    const argument = setAt(tokens, place, constant);
    const block = blockAround(tokens, place);
    state = argument && block !== -1 ? { argument, block, place } : undefined;
  }
  return found;
}

/** The brace of the block around a token. */
function blockAround(tokens: Tokens, place: number): number {
  const around = tokens.brackets.around(place);
  // only the arguments of a call are between a statement and its block
  return tokens.is(around, '(') ? tokens.brackets.around(around) : around;
}

/** The block directly in `outer` that a token lies in, or `outer`; undefined where that is too deep to tell. */
function blockBelow(tokens: Tokens, outer: number, place: number): number | undefined {
  let inner = outer;
  let around = tokens.brackets.around(place);
  for (let level = 0; level < 32; level++) {
    if (around === outer || around === -1) return inner;
    if (tokens.is(around, '{')) inner = around;
    around = tokens.brackets.around(around);
  }
  return undefined;
}

/** True where a variable is neither set nor declared, and its address is not taken. */
function isRead(tokens: Tokens, place: number): boolean {
  const isDeclared = tokens.isWord(place - 1) && !tokens.is(place - 1, 'return');
  const isMember = tokens.is(place + 1, '.') || tokens.is(place + 1, '->');
  return !isDeclared && !tokens.is(isMember ? place + 3 : place + 1, '=');
}

/** What is put into a variable at `place`; undefined where that is not plain, or does not happen on every way. */
function setAt(tokens: Tokens, place: number, constant: Constants): Argument | undefined {
  if (tokens.is(place - 1, '&')) {
    const called = place - 3;
    if (!tokens.is(place - 2, '(') || !/_string_(?:set|dup)$/.test(tokens.at(called))) return undefined;
    if (!tokens.is(place + 1, ',') || !beginsStatement(tokens, called)) return undefined;
    return stringAt(tokens, place + 2, constant, ')');
  }
  if (!tokens.is(place + 1, '=')) return undefined;
  const isDeclared = tokens.isWord(place - 1);
  if (!isDeclared && !beginsStatement(tokens, place)) return undefined;
  return initializer(tokens, place + 2, constant);
}

/** False behind `if (…)` and `else`, where a statement is perhaps not reached. */
function beginsStatement(tokens: Tokens, index: number): boolean {
  return /^[;{}]$/.test(tokens.at(index - 1)) || isBehindDirective(tokens, index);
}

/** True where a line begins behind one of the preprocessor, which no semicolon ends. */
export function isBehindDirective(tokens: Tokens, index: number): boolean {
  if (!tokens.beginsLine(index)) return false;
  let first = index - 1;
  for (const least = index - 64; first > least && !tokens.beginsLine(first);) first--;
  return tokens.is(first, '#');
}

/** `#define NAME "orders"`, `static const char *NAME = "orders"`, where the source has no other of that name. */
function constantNamed(tokens: Tokens, name: string): Argument | undefined {
  let found: Argument | undefined;
  for (const place of tokens.places(name)) {
    const isMacro = tokens.is(place - 1, 'define') && tokens.is(place - 2, '#');
    const after = tokens.is(place + 1, '[') ? tokens.brackets.closing(place + 1) + 1 : place + 1;
    if (!isMacro && !tokens.is(after, '=') && !isDeclarator(tokens, place)) continue;
    const literal = isMacro ? macroAt(tokens, place) : variableAt(tokens, place, after);
    if (!literal || found) return undefined;
    found = {
      literal,
      isWhole: true,
      ...(!isMacro && after > place + 3 && sizeOf(tokens, place + 2, literal)),
    };
  }
  return found;
}

/** `char NAME[7]`: the size changes with the text where it is that of the text and its end. */
function sizeOf(tokens: Tokens, index: number, literal: Literal): Pick<Argument, 'echoes' | 'isFixed'> {
  const size = tokens.is(index + 1, ']') ? numberAt(tokens, index) : undefined;
  const text = textOf(tokens, literal);
  const isOwn = size && text && size.value === Buffer.byteLength(text.value) + 1;
  return isOwn ? { echoes: [{ span: size.span, as: 'size' }] } : { isFixed: true };
}

/** `char *name`, `char name`: a parameter, or a variable. */
function isDeclarator(tokens: Tokens, place: number): boolean {
  const before = tokens.is(place - 1, '*') ? place - 2 : place - 1;
  return /^(?:char|const|undef|uint8_t)$/.test(tokens.at(before));
}

function macroAt(tokens: Tokens, name: number): Literal | undefined {
  if (!tokens.isString(name + 1)) return undefined;
  const literal = literalAt(tokens, name + 1);
  return tokens.kind(literal.last + 1) === kind.end || tokens.beginsLine(literal.last + 1)
    ? literal
    : undefined;
}

/** Of the file, or of a function, that nothing can set: the text is constant, and so is a pointer in capitals. */
function variableAt(tokens: Tokens, name: number, equals: number): Literal | undefined {
  if (!tokens.is(equals, '=') || !tokens.isString(equals + 1)) return undefined;
  let first = name;
  while (first > name - 8 && (tokens.isWord(first - 1) || tokens.is(first - 1, '*'))) first--;
  const isConstant = Array.from({ length: name - first }, (_, at) => tokens.at(first + at)).includes('const');
  const literal = literalAt(tokens, equals + 1);
  const isWhole = isConstant && tokens.brackets.around(name) === -1 && tokens.is(literal.last + 1, ';');
  return isWhole ? literal : undefined;
}

/** Tells whether the preprocessor chooses between two places, so that the first is perhaps not compiled. */
function branchesOf(tokens: Tokens): (from: number, to: number) => boolean {
  const places = ['else', 'elif', 'endif', 'elifdef', 'elifndef']
    .flatMap((word) => tokens.places(word))
    .filter((place) => tokens.is(place - 1, '#'))
    .sort((one, other) => one - other);
  return (from, to) => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((places[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return (places[low] ?? Infinity) < to;
  };
}
