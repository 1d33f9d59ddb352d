/** Which brackets and which statement a place in a WIT file is in, by what stands before it. It reads half-typed text. */
import type { Syntax } from '@slight/wit/tree.ts';
import type { Frame, FrameKind, Word } from './frame.ts';

type Mark = '{' | '(' | '<';

interface Open {
  readonly kind: FrameKind;
  readonly head: Part;
  words: Word[];
  /** How many of the words are gates, as far as somebody asked. */
  gates: number;
  index: number;
  /** Of those that are open up to this one, where the innermost of each mark is; 0 where there is none. */
  readonly innermost: Readonly<Record<Mark, number>>;
  /** Where the innermost is that holds statements. */
  readonly statement: number;
}

/** Words of a list that may grow: each bracket of a statement has all that is before it. */
interface Part {
  readonly words: readonly Word[];
  readonly from: number;
  readonly to: number;
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
  const [first = frameOf(file()), ...rest] = scan.open.map((open) => frameOf(open));
  return [first, ...rest];
}

function frameOf(open: Open): Frame {
  const { kind, head, words, index } = open;
  return { kind, head: head.words.slice(head.from, head.to), words: words.slice(gatesOf(open)), index };
}

function file(): Open {
  const nothing = { words: [], from: 0, to: 0 };
  const innermost = { '{': 0, '(': 0, '<': 0 };
  return { kind: 'file', head: nothing, words: [], gates: 0, index: 0, innermost, statement: 0 };
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
        clear(this.#inner);
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
    return this.open[this.#inner.statement] ?? this.#inner;
  }

  #push(mark: Mark): void {
    const inner = this.#inner;
    const { words } = inner;
    const first = gatesOf(inner);
    const kind = this.#kindOf(mark, words[first], inner.kind);
    const from = mark === '<' || kind === 'gate' ? Math.max(0, words.length - 1) : first;
    const at = this.open.length;
    this.open.push({
      kind,
      head: { words, from, to: words.length },
      words: [],
      gates: 0,
      index: 0,
      innermost: { ...inner.innermost, [mark]: at },
      statement: holdsStatements(kind) ? at : inner.statement,
    });
  }

  #kindOf(mark: Mark, first: Word | undefined, within: FrameKind): FrameKind {
    if (mark === '<') return 'type';
    const { words } = this.#inner;
    if (mark === '(') {
      if (words.at(-2)?.kind === '@') return 'gate';
      return within === 'variant' ? 'payload' : 'params';
    }
    if (words.at(-1)?.text === 'interface') return 'interface';
    switch (first?.text) {
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
        return first.text;
      case 'include':
        return 'with';
      default:
        return 'unknown';
    }
  }

  #close(token: Word): void {
    const mark = ({ '}': '{', ')': '(', '>': '<' } as const)[token.kind as '}' | ')' | '>'];
    const { innermost } = this.#inner;
    const at = innermost[mark];
    // a brace ends what was left open inside of it; the others end nothing around them
    if (at === 0 || innermost['{'] > at) return;
    const [closed] = this.open.splice(at);
    const inner = this.#inner;
    if (mark !== '{' || closed?.kind === 'use') inner.words.push(token);
    else clear(inner);
  }

  #endStatement(): void {
    this.open.splice(this.#inner.innermost['{'] + 1);
    clear(this.#inner);
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
    const { kind, innermost } = this.#inner;
    const isBrace = innermost['{'] === this.open.length - 1;
    return (holdsStatements(kind) || !isBrace) && this.#statement().words.length > 0;
  }

  /** True behind a gate, which belongs to what follows. */
  #isGate(): boolean {
    const statement = this.#statement();
    return gatesOf(statement) === statement.words.length;
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

function clear(open: Open): void {
  open.words = [];
  open.gates = 0;
}

/** How many words the gates have that stand first; the content of their parentheses is not among the words. */
function gatesOf(open: Open): number {
  const { words } = open;
  for (;;) {
    const at = open.gates;
    if (words[at]?.kind === '@' && words[at + 1]?.kind === 'id') open.gates += 2;
    else if (words[at]?.kind === ')' && words[at - 1]?.kind === 'id') open.gates += 1;
    else return at;
  }
}
