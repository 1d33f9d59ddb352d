/** Text to tokens. Every character is in a token, in a comment, or white space; nothing throws. */
import { partsLineEnd } from '@slight/text/line-ends.ts';
import { readString } from './lex-string.ts';
import type { Comment, SyntaxFault } from './tree.ts';

/**
 * `id`: a name or keyword. `number`: digits, or a version (`0.2.0-draft2`). `string`: with its quotes. `end`: after the last one; it is empty.
 * A punctuation mark is its own kind.
 */
export type TokenKind = 'id' | 'number' | 'string' | 'end' | 'unknown' | Mark;

const marks = ['->', '=', ',', ':', ';', '(', ')', '{', '}', '<', '>', '*', '/', '.', '@', '_'] as const;
export type Mark = (typeof marks)[number];

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** True where a `%` says that this is a name, whatever it looks like. */
  readonly escaped: boolean;
  /** The index, in the comments, of the first one after the token before. */
  readonly firstComment: number;
}

const space = /\s+/y;
// `_` and letters of other alphabets are no part of a name, but whoever wrote them meant one name
const word = /%?[\p{L}][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*/uy;
const number =
  /\d+(?:\.\d+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?/y;
const unknown = /[^\s\p{L}\p{N}=,:;(){}<>*/.@_%"→-]+/uy;

/** What the text consists of. The last token is `end`. */
export function lex(text: string): { tokens: Token[]; comments: Comment[]; errors: SyntaxFault[] } {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  const errors: SyntaxFault[] = [];
  let at = 0;
  let firstComment = 0;

  const match = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
  const push = (kind: TokenKind, length: number): void => {
    const escaped = kind === 'id' && text[at] === '%';
    tokens.push({ kind, start: at, end: at + length, escaped, firstComment });
    firstComment = comments.length;
    at += length;
  };

  while (at < text.length) {
    const blank = match(space);
    if (blank > 0) {
      at += blank;
      continue;
    }
    if (text.startsWith('//', at)) {
      // a rule of slashes (`////`) is decoration
      const doc = text.startsWith('///', at) && text[at + 3] !== '/';
      const end = lineCommentEnd(text, at);
      comments.push({ span: { start: at, end }, doc });
      at = end;
      continue;
    }
    if (text.startsWith('/*', at)) {
      const end = blockCommentEnd(text, at);
      if (end === undefined)
        errors.push({
          span: { start: at, end: at + 2 },
          message: 'This comment never ends. Close it with */.',
        });
      const doc = text.startsWith('/**', at) && !text.startsWith('/**/', at);
      comments.push({ span: { start: at, end: end ?? text.length }, doc });
      at = end ?? text.length;
      continue;
    }
    const name = match(word);
    if (name > 0) {
      push('id', name);
      continue;
    }
    const digits = match(number);
    if (digits > 0) {
      push('number', digits);
      continue;
    }
    if (text[at] === '"') {
      const { end, faults } = readString(text, at);
      errors.push(...faults);
      push('string', end - at);
      continue;
    }
    const mark = marks.find((candidate) => text.startsWith(candidate, at));
    if (mark !== undefined) {
      push(mark, mark.length);
      continue;
    }
    if (text[at] === '→') {
      const span = { start: at, end: at + 1 };
      errors.push({ span, message: 'The arrow before a result is written `->`.', replacement: '->' });
      push('->', 1);
      continue;
    }
    const length = match(unknown) || 1;
    errors.push({
      span: { start: at, end: at + length },
      message: `${JSON.stringify(text.slice(at, at + Math.min(length, 20)))} means nothing in WIT. Remove it.`,
    });
    push('unknown', length);
  }
  push('end', 0);
  return { tokens, comments, errors };
}

/** Where the line comment at `start` ends: before its `\n` or `\r\n`. */
function lineCommentEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  if (end === -1) return text.length;
  return partsLineEnd(text, end) ? end - 1 : end;
}

/** Where the block comment at `start` ends; comments nest, as in Rust. Undefined where it does not end. */
export function blockCommentEnd(text: string, start: number): number | undefined {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = start;
  let depth = 0;
  for (let found = edge.exec(text); found; found = edge.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return undefined;
}
