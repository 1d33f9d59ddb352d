/** What a name stands for at a place of a JavaScript or TypeScript source. */
import type { Imported } from './javascript-imports.ts';
import { literalAt } from './literal.ts';
import type { Literal } from './literal.ts';
import { remembered } from './site.ts';
import { kind } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** One thing that a name stands for, and the tokens to which it does. */
export interface Binding {
  readonly from: number;
  readonly to: number;
  readonly imported?: Imported;
  /** The string that a constant is. */
  readonly literal?: Literal;
}

/** What names stand for: the innermost binding around a token; undefined where the source has none. */
export type Scope = (name: string, at: number) => Binding | undefined;

/** A name that is bound more often is not followed: it stands for something else everywhere. */
const most = 32;

export function scopeOf(tokens: Tokens, imports: ReadonlyMap<number, Imported>): Scope {
  const bindings = remembered((name) => bindingsOf(tokens, name, imports));
  return (name, at) =>
    bindings(name)
      .filter(({ from, to }) => from <= at && at <= to)
      // what begins last is innermost
      .reduce<Binding | undefined>((inner, one) => (inner && inner.from > one.from ? inner : one), undefined);
}

function bindingsOf(
  tokens: Tokens,
  name: string,
  imports: ReadonlyMap<number, Imported>,
): readonly Binding[] {
  const found: Binding[] = [];
  for (const place of tokens.places(name)) {
    const imported = imports.get(place);
    const range = rangeOf(tokens, place) ?? (imported && { from: -1, to: tokens.count });
    if (!range) continue;
    const literal = tokens.is(place - 1, 'const') ? constantAt(tokens, place) : undefined;
    found.push({ ...range, ...(imported && { imported }), ...(literal && { literal }) });
    if (found.length > most) return [{ from: -1, to: tokens.count }];
  }
  return found;
}

type Range = Pick<Binding, 'from' | 'to'>;

const declarators: ReadonlySet<string> = new Set([
  'const',
  'let',
  'var',
  'class',
  'function',
  'enum',
  'namespace',
]);

/** Where the binding that the word at `place` makes is known; undefined where it only uses a name. */
function rangeOf(tokens: Tokens, place: number): Range | undefined {
  const { brackets } = tokens;
  const around = brackets.around(place);
  if (tokens.is(place - 1, '.') || tokens.is(place - 1, '?.')) return undefined;
  if (tokens.is(place + 1, '=>')) return { from: place, to: expressionEnd(tokens, place + 2) };
  const isGenerator = tokens.is(place - 1, '*') && tokens.is(place - 2, 'function');
  const isNext = tokens.is(place - 1, ',') && tokens.is(place + 1, '=');
  if (isGenerator || isNext || (tokens.isWord(place - 1) && declarators.has(tokens.at(place - 1))))
    return tokens.is(around, '(')
      ? headRange(tokens, around)
      : { from: around, to: brackets.closing(around) };
  // { key: … }
  if (tokens.is(around, '{') && tokens.is(place + 1, ':')) return undefined;
  return patternRange(tokens, place);
}

/** Of a name in a pattern or among parameters: `const { name }`, `function (a, { name })`, `catch (name)`. */
function patternRange(tokens: Tokens, place: number): Range | undefined {
  const { brackets } = tokens;
  let group = brackets.around(place);
  // deeper patterns than this nobody writes
  for (let level = 0; level < 8 && group !== -1; level++) {
    if (tokens.is(group, '(')) return isHead(tokens, group, place) ? headRange(tokens, group) : undefined;
    const before = tokens.at(group - 1);
    const around = brackets.around(group);
    if (/^(?:const|let|var)$/.test(before)) return { from: around, to: brackets.closing(around) };
    if (!/^[(,:[]$/.test(before)) return undefined;
    group = around;
  }
  return undefined;
}

/** True where a group in parentheses is the parameters of a function, and not the arguments of a call. */
function isHead(tokens: Tokens, group: number, place: number): boolean {
  if (/^(?:if|while|switch|for|with)$/.test(tokens.at(group - 1))) return false;
  const after = tokens.brackets.closing(group) + 1;
  if (tokens.is(after, '{') || tokens.is(after, '=>')) return true;
  // a parameter with its type, in front of the type of the result: (name: string): void
  const isTyped = tokens.is(place + 1, ':') || (tokens.is(place + 1, '?') && tokens.is(place + 2, ':'));
  return tokens.is(after, ':') && isTyped && !tokens.is(place - 1, '?');
}

/** From a group in parentheses to the end of the body behind it. */
function headRange(tokens: Tokens, group: number): Range {
  const { brackets } = tokens;
  let body = brackets.closing(group) + 1;
  // over the type of the result
  for (const last = body + 32; body < last && !tokens.is(body, '{') && !tokens.is(body, '=>');) body++;
  if (tokens.is(body, '=>')) body++;
  return { from: group, to: tokens.is(body, '{') ? brackets.closing(body) : expressionEnd(tokens, body) };
}

/** Where an expression ends at the latest; one that is very long, with the group around it. */
function expressionEnd(tokens: Tokens, from: number): number {
  const { brackets } = tokens;
  const around = brackets.around(from);
  let index = from;
  for (let step = 0; step < 64; step++) {
    if (index >= brackets.closing(around) || tokens.is(index, ';') || tokens.is(index, ',')) return index;
    const isGroup = /^[([{]$/.test(tokens.at(index));
    index = isGroup ? brackets.closing(index) + 1 : index + 1;
  }
  return brackets.closing(around);
}

/** The string of `const name = 'orders'`, where the statement ends behind it. */
function constantAt(tokens: Tokens, name: number): Literal | undefined {
  let index = name + 1;
  if (tokens.is(index, ':') && tokens.isWord(index + 1)) index += 2;
  if (!tokens.is(index, '=') || !tokens.isString(index + 1)) return undefined;
  const literal = literalAt(tokens, index + 1);
  let next = literal.last + 1;
  if (tokens.is(next, 'as') && tokens.is(next + 1, 'const')) next += 2;
  const isWhole =
    [';', ',', '}'].some((mark) => tokens.is(next, mark)) ||
    tokens.kind(next) === kind.end ||
    (tokens.beginsLine(next) && tokens.isWord(next)) ||
    tokens.kind(literal.first) === kind.unclosed;
  return isWhole ? literal : undefined;
}
