/** Which brackets and which statement a place in a WIT file is in, by what stands before it. It reads half-typed text. */
import type { TokenKind } from '@slight/slightfile/wit/lex.ts';
import type { Syntax } from '@slight/slightfile/wit/tree.ts';

/** A token with its text. */
export interface Word {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a bracket holds. `file`, `package`, `interface`, `world` and `resource` hold statements, the rest lists. */
export type FrameKind =
  | ('file' | 'package' | 'interface' | 'world' | 'resource')
  | ('record' | 'variant' | 'enum' | 'flags' | 'union')
  | ('use' | 'with' | 'params' | 'payload' | 'gate' | 'type' | 'unknown');

export interface Frame {
  readonly kind: FrameKind;
  /** The statement that the bracket is in, up to it: `interface store`, `use a.`, or the word before a `<`. */
  readonly head: readonly Word[];
  /** The statement or the member at hand, up to the place; without the gates before it. */
  readonly words: readonly Word[];
  /** How many commas are before it. */
  readonly index: number;
}

interface Open {
  readonly kind: FrameKind;
  readonly mark: '' | '{' | '(' | '<';
  readonly head: readonly Word[];
  words: Word[];
  index: number;
}

/**
 * The brackets around a place, the innermost last; the first is the file. `words` are the tokens before it, and `next` is
 * where the word begins that is typed there.
 */
export function framesAt(
  text: string,
  syntax: Syntax,
  words: readonly Word[],
  next: number,
): readonly [Frame, ...Frame[]] {
  const scan = new Scan(text, syntax);
  for (const [index, word] of words.entries()) scan.take(word, words[index + 1]);
  scan.reach(next);
  const [first = file(), ...rest] = scan.open.map((open) => ({ ...open, words: withoutGates(open.words) }));
  return [first, ...rest];
}

function file(): Open {
  return { kind: 'file', mark: '', head: [], words: [], index: 0 };
}

class Scan {
  readonly open: Open[];
  readonly #text: string;
  readonly #syntax: Syntax;
  #before: Word | undefined;

  constructor(text: string, syntax: Syntax) {
    this.#text = text;
    this.#syntax = syntax;
    this.open = [file()];
  }

  take(token: Word, after: Word | undefined): void {
    if (this.#beginsStatement(token, after)) this.#endStatement();
    switch (token.kind) {
      case '{':
      case '(':
      case '<':
        this.#push(token.kind);
        break;
      case '}':
      case ')':
      case '>':
        this.#close(token);
        break;
      case ';':
        this.#endStatement();
        break;
      case ',':
        this.#inner.words = [];
        this.#inner.index += 1;
        break;
      default:
        this.#inner.words.push(token);
    }
    this.#before = token;
  }

  /** The place itself: where a line begins behind a whole statement, its end was forgotten. */
  reach(next: number): void {
    if (this.#mayEnd() && this.#isWhole() && this.#isNewLine(next)) this.#endStatement();
  }

  get #inner(): Open {
    return this.open.at(-1) ?? file();
  }

  /** The innermost that holds statements. */
  #statement(): Open {
    return this.open.findLast(({ kind }) => holdsStatements(kind)) ?? this.#inner;
  }

  #push(mark: '{' | '(' | '<'): void {
    const { words, kind } = this.#inner;
    const opened = this.#kindOf(mark, withoutGates(words), kind);
    const head = mark === '<' || opened === 'gate' ? words.slice(-1) : withoutGates(words);
    this.open.push({ kind: opened, mark, head, words: [], index: 0 });
  }

  #kindOf(mark: '{' | '(' | '<', words: readonly Word[], within: FrameKind): FrameKind {
    if (mark === '<') return 'type';
    const first = words[0]?.text;
    if (mark === '(') {
      const inner = this.#inner.words;
      if (inner.at(-2)?.kind === '@') return 'gate';
      return within === 'variant' ? 'payload' : 'params';
    }
    if (words.at(-1)?.text === 'interface') return 'interface';
    switch (first) {
      case 'interface':
      case 'world':
      case 'package':
      case 'resource':
      case 'record':
      case 'variant':
      case 'enum':
      case 'flags':
      case 'union':
      case 'use':
        return first;
      case 'include':
        return 'with';
      default:
        return 'unknown';
    }
  }

  #close(token: Word): void {
    const mark = { '}': '{', ')': '(', '>': '<' }[token.kind as '}' | ')' | '>'];
    const at = this.open.findLastIndex((each) => each.mark === mark);
    // a brace ends what was left open inside of it; the others end nothing around them
    const isWithin = this.open.slice(at + 1).every((each) => each.mark !== '{');
    if (at <= 0 || (mark !== '{' && !isWithin)) return;
    const [closed] = this.open.splice(at);
    const inner = this.#inner;
    if (mark !== '{' || closed?.kind === 'use') inner.words.push(token);
    else inner.words = [];
  }

  #endStatement(): void {
    const at = this.open.findLastIndex(({ mark }) => mark === '{' || mark === '');
    this.open.splice(at + 1);
    this.#inner.words = [];
  }

  /** True where an item surely begins, though what is before was not ended. */
  #beginsStatement(token: Word, after: Word | undefined): boolean {
    if (token.kind !== 'id' && token.kind !== '@') return false;
    if (!this.#mayEnd() || !this.#isWhole() || !this.#isNewLine(token.start)) return false;
    if (after?.kind === ':' || token.kind === '@') return true;
    if (this.#syntax === 'legacy' && holdsStatements(this.#inner.kind)) return true;
    return after?.kind === 'id' && itemWords.has(token.text);
  }

  /** True in a statement, and not in braces that it has opened. */
  #mayEnd(): boolean {
    const { kind, mark } = this.#inner;
    return (holdsStatements(kind) || (mark !== '{' && mark !== '')) && this.#statement().words.length > 0;
  }

  /** True behind a gate, which belongs to what follows. */
  #isGate(): boolean {
    const { words } = this.#statement();
    return gatesIn(words) === words.length;
  }

  /** True where nothing says that the statement goes on. */
  #isWhole(): boolean {
    const kind = this.#before?.kind;
    const isOpen = kind === undefined || [':', '->', '=', ',', '.', '/', '@', '(', '<', '{'].includes(kind);
    return !isOpen && !goesOn.has(this.#before?.text ?? '') && !this.#isGate();
  }

  #isNewLine(start: number): boolean {
    return this.#before !== undefined && this.#text.slice(this.#before.end, start).includes('\n');
  }
}

const itemWords: ReadonlySet<string> = new Set([
  ...['package', 'interface', 'world', 'use', 'import', 'export', 'include'],
  ...['type', 'record', 'variant', 'enum', 'flags', 'union', 'resource'],
]);

/** Words that something must follow. */
const goesOn: ReadonlySet<string> = new Set([...itemWords, 'as', 'from', 'with', 'static', 'async']);

function holdsStatements(kind: FrameKind): boolean {
  return (
    kind === 'file' || kind === 'package' || kind === 'interface' || kind === 'world' || kind === 'resource'
  );
}

function withoutGates(words: readonly Word[]): readonly Word[] {
  return words.slice(gatesIn(words));
}

/** How many words the gates have that stand first; the content of their parentheses is not among the words. */
function gatesIn(words: readonly Word[]): number {
  let at = 0;
  while (words[at]?.kind === '@' && words[at + 1]?.kind === 'id') {
    at += 2;
    if (words[at]?.kind === ')') at += 1;
  }
  return at;
}
