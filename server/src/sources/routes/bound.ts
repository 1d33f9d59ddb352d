/** What a name is in the blocks of a source: a router in one, another thing of that name in a block inside. */
import type { Tokens } from '../tokens.ts';

interface Bound<T> {
  /** Undefined of another thing. */
  value: T | undefined;
  /** The token behind which it is not known any more. */
  readonly until: number;
}

/** Names, asked and told in the order of the text. */
export class Names<T> {
  readonly #bound = new Map<string, Bound<T>[]>();

  at(name: string, index: number): T | undefined {
    return this.#top(name, index)?.value;
  }

  /** A name means this from here to the end of its block. */
  declare(name: string, value: T | undefined, index: number, until: number): void {
    const top = this.#top(name, index);
    if (top?.until === until) {
      top.value = value;
      return;
    }
    const bound = this.#bound.get(name) ?? [];
    this.#bound.set(name, bound);
    bound.push({ value, until });
  }

  /** The same name means something else from here on, for as long as it is known. False where it is not. */
  set(name: string, value: T | undefined, index: number): boolean {
    const top = this.#top(name, index);
    if (top) top.value = value;
    return top !== undefined;
  }

  #top(name: string, index: number): Bound<T> | undefined {
    const bound = this.#bound.get(name);
    while (bound && (bound.at(-1)?.until ?? index) < index) bound.pop();
    return bound?.at(-1);
  }
}

/**
 * Where the block ends that a name is given to another value in, at a token that does so: the name of a parameter, of a
 * closure, a pattern, a loop, or of a variable whose type is not read. Undefined where it is only named.
 */
export function boundUntil(tokens: Tokens, index: number): number | undefined {
  const { brackets } = tokens;
  const around = brackets.around(index);
  const close = around === -1 ? -1 : brackets.closing(around);
  const [before, after] = [tokens.at(index - 1), tokens.at(index + 1)];
  // |router| router.get(…)
  if (before === '|') return bodyEnd(tokens, pipeBehind(tokens, index) + 1, around);
  if (after === '|') return bodyEnd(tokens, index + 2, around);
  if (after === '=>') return bodyEnd(tokens, index + 2, around);
  // for (const router of list) { }
  if (after === 'in' || after === 'of') return blockBehind(tokens, tokens.is(around, '(') ? close : index);
  if (after === ':' && declarators.test(before)) return blockEnd(tokens, index);
  // const { router } = …
  if (tokens.is(close + 1, '=') && declarators.test(tokens.at(around - 1)) && tokens.language !== 'rust')
    return blockEnd(tokens, around);
  if (!tokens.is(around, '(') || close >= tokens.count) return undefined;
  const behind = tokens.at(close + 1);
  if (behind === '=>' || behind === '|') return bodyEnd(tokens, close + 2, brackets.around(around));
  if (behind === 'in') return blockBehind(tokens, close);
  if (behind === '=')
    return isCondition(tokens, around) ? blockBehind(tokens, close) : blockEnd(tokens, around);
  return isParameter(tokens, index, around, close) ? blockBehind(tokens, close) : undefined;
}

const declarators = /^(?:let|mut|const|var)$/;

/** Where the block around a token ends. */
export function blockEnd(tokens: Tokens, index: number): number {
  const around = tokens.brackets.around(index);
  return around === -1 ? tokens.count : tokens.brackets.closing(around);
}

/** Where what a closure, or an arm of a pattern, does ends: its block, else what it is an argument of. */
function bodyEnd(tokens: Tokens, body: number, around: number): number {
  if (tokens.is(body, '{')) return tokens.brackets.closing(body);
  return around === -1 ? tokens.count : tokens.brackets.closing(around);
}

/** How far a head is looked through. */
const longest = 64;

function pipeBehind(tokens: Tokens, from: number): number {
  let index = from + 1;
  for (const most = from + longest; index < most && !tokens.is(index, '|');) index++;
  return index;
}

/** The end of the first block behind a token; the token itself where there is none. */
function blockBehind(tokens: Tokens, from: number): number {
  for (let index = from + 1; index < from + longest; index++) {
    if (tokens.is(index, '{')) return tokens.brackets.closing(index);
    if (/^[;)}\]]$/.test(tokens.at(index))) return from;
    if (/^[([]$/.test(tokens.at(index))) index = tokens.brackets.closing(index);
  }
  return from;
}

/** True of `if let Some(…) =`, `while let …`; behind `let … = … else { }`, a name stays. */
function isCondition(tokens: Tokens, open: number): boolean {
  for (let index = open - 1; index > open - 12; index--) {
    if (tokens.is(index, 'let')) return /^(?:if|while|&&)$/.test(tokens.at(index - 1));
    if (!tokens.isWord(index) && !/^(?:::|[&(,])$/.test(tokens.at(index))) return false;
  }
  return false;
}

/** True of a parameter's name: `fn add(router: Other) { }`, `function add(router) { }`, and of a method of a class. */
function isParameter(tokens: Tokens, index: number, open: number, close: number): boolean {
  if (!/^(?:\(|,|mut|\.\.\.)$/.test(tokens.at(index - 1))) return false;
  if (tokens.language === 'rust') return tokens.is(index + 1, ':') && !tokens.is(index + 2, ':');
  if (tokens.language === 'python') return tokens.is(open - 2, 'def');
  const name = tokens.at(open - 1);
  return (
    /^(?:[,):=?])$/.test(tokens.at(index + 1)) && /^[{:]$/.test(tokens.at(close + 1)) && !heads.test(name)
  );
}

/** Words in front of a bracket that is no list of parameters. */
const heads = /^(?:if|while|for|switch|with|return|await|typeof|[^\w$].*)$/;
