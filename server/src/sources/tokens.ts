/** A guest's source as tokens, in arrays of numbers: a file of 1 MB has 200 000 of them. */
import type { GuestLanguage } from './reading.ts';

/**
 * `string`: a literal that may hold a name. `unclosed`: one that ends with its line, or with the text, instead of its
 * quote. `other`: characters, bytes, regular expressions, templates with something put in.
 */
export const kind = { end: 0, word: 1, number: 2, mark: 3, string: 4, unclosed: 5, other: 6 } as const;

export type Kind = (typeof kind)[keyof typeof kind];

/** Comments and white space are no tokens. Behind the last token, and before the first, all are of the kind `end`. */
export class Tokens {
  readonly text: string;
  readonly language: GuestLanguage;
  count = 0;
  #kinds: Uint8Array;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #brackets: Brackets | undefined;
  #places: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(text: string, language: GuestLanguage) {
    this.text = text;
    this.language = language;
    // a token and the space behind it are 4 to 8 characters
    const capacity = (text.length >> 2) + 16;
    this.#kinds = new Uint8Array(capacity);
    this.#starts = new Uint32Array(capacity);
    this.#ends = new Uint32Array(capacity);
  }

  push(of: Kind, start: number, end: number): void {
    if (this.count === this.#kinds.length) this.#grow();
    this.#kinds[this.count] = of;
    this.#starts[this.count] = start;
    this.#ends[this.count++] = end;
  }

  kind(index: number): Kind {
    return index < this.count ? ((this.#kinds[index] ?? kind.end) as Kind) : kind.end;
  }

  start(index: number): number {
    return index < this.count ? (this.#starts[index] ?? 0) : this.text.length;
  }

  end(index: number): number {
    return index < this.count ? (this.#ends[index] ?? 0) : this.text.length;
  }

  /** What is written there. */
  at(index: number): string {
    return this.text.slice(this.start(index), this.end(index));
  }

  /** True where exactly `written` is there: a mark or a word. */
  is(index: number, written: string): boolean {
    const start = this.start(index);
    return this.end(index) - start === written.length && this.text.startsWith(written, start);
  }

  isWord(index: number): boolean {
    return this.kind(index) === kind.word;
  }

  isString(index: number): boolean {
    const of = this.kind(index);
    return of === kind.string || of === kind.unclosed;
  }

  /** True where there is nothing but space between the token and the beginning of its line. */
  beginsLine(index: number): boolean {
    return index === 0 || /[\r\n]/.test(this.text.slice(this.end(index - 1), this.start(index)));
  }

  /** Where a word stands, in order. */
  places(word: string): readonly number[] {
    this.#places ??= placesOf(this);
    return this.#places.get(word) ?? [];
  }

  get brackets(): Brackets {
    return (this.#brackets ??= bracketsOf(this));
  }

  #grow(): void {
    const length = this.#kinds.length * 2;
    const kinds = new Uint8Array(length);
    const starts = new Uint32Array(length);
    const ends = new Uint32Array(length);
    kinds.set(this.#kinds);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#kinds = kinds;
    this.#starts = starts;
    this.#ends = ends;
  }
}

/** How brackets lie in each other; a text that is broken has some that close nothing, and some that nothing closes. */
export class Brackets {
  readonly #around: Int32Array;
  readonly #closing: Int32Array;

  constructor(around: Int32Array, closing: Int32Array) {
    this.#around = around;
    this.#closing = closing;
  }

  /** The bracket that opens the nearest group around a token (of a bracket: around its group); -1 outside of all. */
  around(index: number): number {
    return this.#around[index] ?? -1;
  }

  /** The bracket that closes what the one at `index` opens; where none does, behind the last token. */
  closing(index: number): number {
    const found = this.#closing[index] ?? 0;
    return found === 0 ? this.#around.length : found;
  }
}

function bracketsOf(tokens: Tokens): Brackets {
  const around = new Int32Array(tokens.count);
  const closing = new Int32Array(tokens.count);
  // the brackets that are open, and how many of each pair
  const open: number[] = [];
  const counts = [0, 0, 0];
  let inner = -1;
  for (let index = 0; index < tokens.count; index++) {
    const mark = tokens.kind(index) === kind.mark ? tokens.text.charAt(tokens.start(index)) : '';
    const closes = mark === '' ? -1 : closers.indexOf(mark);
    // one that fits no open bracket closes nothing; one that fits an outer bracket closes those in it too
    if (closes !== -1 && (counts[closes] ?? 0) > 0) {
      for (let of = -1; of !== closes;) {
        const last = open.pop() ?? 0;
        closing[last] = index;
        of = openers.indexOf(tokens.text.charAt(tokens.start(last)));
        counts[of] = (counts[of] ?? 0) - 1;
      }
      inner = open.at(-1) ?? -1;
    }
    around[index] = inner;
    const opens = mark === '' ? -1 : openers.indexOf(mark);
    if (opens === -1) continue;
    open.push(index);
    counts[opens] = (counts[opens] ?? 0) + 1;
    inner = index;
  }
  return new Brackets(around, closing);
}

const openers = '([{';
const closers = ')]}';

function placesOf(tokens: Tokens): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.isWord(index)) continue;
    const word = tokens.at(index);
    const of = places.get(word);
    if (of) of.push(index);
    else places.set(word, [index]);
  }
  return places;
}
