/** Where the parser is: the tokens, one after the other, and the faults found so far. */
import type { Span } from '@slight/text/span.ts';
import { keywords, spelled } from './keywords.ts';
import type { Token, TokenKind } from './lex.ts';
import { lex } from './lex.ts';
import type { Comment, Name, Syntax, SyntaxFault } from './tree.ts';

// a name's words are all small or all capital letters (component model, WIT.md, "Identifiers")
const kebab = /^(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*$/;

/** True for what may be a name, behind a `%` if it is a keyword. */
export function isName(text: string): boolean {
  return kebab.test(text);
}

/** The name that was most likely meant by one in the manner of other languages: `fooBar`, `foo_bar`. */
function nameLike(text: string): string | undefined {
  const words = text.replace(/([a-z0-9])(?=[A-Z])/g, '$1-').split(/[-_]+/);
  const name = words
    .filter((word) => word !== '')
    .join('-')
    .toLowerCase();
  return isName(name) ? spelled(name) : undefined;
}

export class Cursor {
  readonly text: string;
  readonly syntax: Syntax;
  readonly comments: readonly Comment[];
  readonly errors: SyntaxFault[];
  /** How deep the parser is in nested things. Too deep is refused, so that no text exhausts the stack. */
  depth = 0;
  /** Where the innermost item begins, so that what it misses lies in it. */
  itemStart = 0;
  readonly #tokens: readonly Token[];
  readonly #last: Token;
  #index = 0;
  #faultAt = -1;

  constructor(text: string, syntax: Syntax | undefined) {
    const { tokens, comments, errors } = lex(text);
    this.text = text;
    this.comments = comments;
    this.errors = errors;
    this.#tokens = tokens;
    this.#last = tokens.at(-1) ?? { kind: 'end', start: 0, end: 0, escaped: false, firstComment: 0 };
    this.syntax = syntax ?? this.#guessSyntax();
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#index + ahead] ?? this.#last;
  }

  /** A number that grows as tokens are taken: a loop that sees it unchanged must skip something. */
  get progress(): number {
    return this.#index;
  }

  next(): Token {
    const token = this.peek();
    if (this.#index < this.#tokens.length - 1) this.#index += 1;
    return token;
  }

  at(kind: TokenKind, ahead = 0): boolean {
    return this.peek(ahead).kind === kind;
  }

  /** True at this very keyword. */
  atWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'id' && !token.escaped && this.source(token) === word;
  }

  eat(kind: TokenKind): Token | undefined {
    return this.at(kind) ? this.next() : undefined;
  }

  eatWord(word: string): boolean {
    if (!this.atWord(word)) return false;
    this.next();
    return true;
  }

  source(token: Token): string {
    return this.text.slice(token.start, token.end);
  }

  /** Takes the mark, or says that it is missing, right after what was read last. */
  expect(kind: TokenKind, why: string): boolean {
    if (this.eat(kind)) return true;
    this.fault(this.missing(), `${why}: ${this.#found()} is here instead of \`${kind}\`.`);
    return false;
  }

  /** Takes a name; where there is none, an empty one stands in. */
  name(what: string): Name {
    const token = this.peek();
    if (token.kind !== 'id') {
      this.fault(this.missing(), `The name of ${what} is missing: ${this.#found()} is here instead.`);
      return { value: '', span: this.missing() };
    }
    this.next();
    const value = this.source(token).slice(token.escaped ? 1 : 0);
    const span = { start: token.start, end: token.end };
    if (!isName(value)) {
      const other = nameLike(value);
      const example = other === undefined ? '' : `, as in \`${other}\``;
      const message = `\`${value}\` is not a name in WIT: words of letters and digits are, joined by \`-\`${example}.`;
      this.fault(span, message, other);
    } else if (!token.escaped && this.syntax === 'component' && keywords.has(value)) {
      this.errors.push({
        span,
        message: `\`${value}\` is a word of WIT. As a name it is written \`%${value}\`.`,
        replacement: `%${value}`,
      });
    }
    return { value, span };
  }

  /** Takes a keyword that is a name at the same time. */
  word(): Name {
    const { start, end } = this.next();
    return { value: this.text.slice(start, end), span: { start, end } };
  }

  /** Takes a version or a number as it is written. */
  number(what: string): Name {
    const token = this.eat('number');
    if (token) return { value: this.source(token), span: { start: token.start, end: token.end } };
    this.fault(this.missing(), `${what} is missing: ${this.#found()} is here instead.`);
    return { value: '', span: this.missing() };
  }

  /** One fault a token: what follows from the first one would only be noise. */
  fault(span: Span, message: string, replacement?: string, sure = true): void {
    // the lexer has reported what it does not know
    if (this.#faultAt === this.#index || this.at('unknown')) return;
    this.#faultAt = this.#index;
    const remedy = replacement !== undefined && { replacement, ...(!sure && { unsure: true }) };
    this.errors.push({ span, message, ...remedy });
  }

  /** The stretch of the token at hand, for a fault about it. */
  here(): Span {
    const { start, end } = this.peek();
    return { start, end };
  }

  /** The empty stretch right after the last token of the item, where something should have been. */
  missing(): Span {
    const at = Math.max(this.itemStart, this.#tokens[this.#index - 1]?.end ?? 0);
    return { start: at, end: at };
  }

  /** Where something begins that may be missing. */
  begin(): number {
    return this.at('id') ? this.peek().start : this.missing().start;
  }

  /** From a start to the end of the last token. */
  since(start: number): Span {
    return { start, end: Math.max(start, this.#tokens[this.#index - 1]?.end ?? start) };
  }

  /** Documentation before the token at hand. In legacy files every comment on lines of its own is. */
  docs(): string | undefined {
    const comments = this.comments.slice(this.peek().firstComment, this.peek(1).firstComment);
    const lines = comments
      .filter(({ doc, span }) => (doc || this.syntax === 'legacy') && this.#ownLine(span.start))
      .map(({ span }) => commentText(this.text.slice(span.start, span.end)));
    return lines.length === 0 ? undefined : lines.join('\n').trim();
  }

  /** What is there, for a message. */
  describe(): string {
    return this.#found();
  }

  /**
   * Skips to the next `;` (taken), to what ends the block at hand or the file, or to where `begins` says that a
   * statement begins (left). Blocks in between are skipped whole.
   */
  skipStatement(begins: () => boolean = () => false): void {
    const first = this.#index;
    let depth = 0;
    while (!this.at('end')) {
      if (depth === 0 && (this.at('}') || (this.#index > first && begins()))) return;
      const { kind } = this.next();
      if (kind === '{' || kind === '(') depth += 1;
      else if (kind === '}' || kind === ')') depth = Math.max(0, depth - 1);
      if (depth === 0 && (kind === ';' || kind === '}')) return;
    }
  }

  #found(): string {
    return this.at('end') ? 'the end of the file' : `\`${this.source(this.peek()).slice(0, 40)}\``;
  }

  #ownLine(start: number): boolean {
    return this.text.slice(this.text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
  }

  /** The first thing outside any block that only one of the syntaxes has tells. */
  #guessSyntax(): Syntax {
    let depth = 0;
    for (let index = 0; index < this.#tokens.length; index += 1) {
      const token = this.#tokens[index] ?? this.#last;
      if (token.kind === '{') depth += 1;
      else if (token.kind === '}') depth -= 1;
      if (depth !== 0 || token.kind !== 'id') continue;
      const after = this.#tokens[index + 1]?.kind;
      const word = this.source(token);
      if ((word === 'package' || word === 'interface' || word === 'world') && after === 'id')
        return 'component';
      if (word === 'use') return after === '{' || after === '*' ? 'legacy' : 'component';
      if (legacyItems.includes(word) && after === 'id') return 'legacy';
      // a function: `name: func`
      const type = this.#tokens[index + 2];
      if (after === ':' && type && ['func', 'function', 'async'].includes(this.source(type))) return 'legacy';
    }
    return 'component';
  }
}

const legacyItems: readonly string[] = ['resource', 'record', 'variant', 'enum', 'flags', 'union', 'type'];

/** A comment without its marks. */
function commentText(comment: string): string {
  if (comment.startsWith('//')) return comment.replace(/^\/\/\/? ?/, '').trimEnd();
  return comment
    .replace(/^\/\*\*?/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}
