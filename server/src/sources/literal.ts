/** The text that a literal stands for. */
import type { Text } from '@slight/slightfile/slightfile.ts';
import type { Span } from '@slight/text/span.ts';
import { stringForm } from './csharp-quotes.ts';
import { kind } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** A literal of one token or, where strings that follow each other are one (C, Python), of several. */
export interface Literal {
  readonly first: number;
  readonly last: number;
}

/**
 * The literal whose first token is at `index`, which must be a string. In C and Python, strings that follow each
 * other are one.
 */
export function literalAt(tokens: Tokens, index: number): Literal {
  let last = index;
  if (tokens.language === 'c' || tokens.language === 'cpp' || tokens.language === 'python') {
    while (tokens.isString(last + 1)) last++;
  }
  return { first: index, last };
}

/**
 * The literal's text, escapes resolved. Undefined where it is not closed, or has an escape whose meaning is not plain.
 * Of several strings, `inner` reaches from the first one's to the last one's, so that what replaces it is one string.
 */
export function textOf(tokens: Tokens, { first, last }: Literal): Text | undefined {
  let value = '';
  for (let index = first; index <= last; index++) {
    if (tokens.kind(index) !== kind.string) return undefined;
    const part = valueOf(tokens, index);
    if (part === undefined) return undefined;
    value += part;
  }
  const inner = { start: innerOf(tokens, first).start, end: innerOf(tokens, last).end };
  return { value, span: { start: tokens.start(first), end: tokens.end(last) }, inner };
}

/** What lies between the quotes of a string; to its end where it is not closed. */
export function innerOf(tokens: Tokens, index: number): Span {
  const { opening, closing } = quotesOf(tokens, index);
  const start = Math.min(tokens.start(index) + opening, tokens.end(index));
  const isClosed = tokens.kind(index) === kind.string;
  return { start, end: isClosed ? Math.max(start, tokens.end(index) - closing.length) : tokens.end(index) };
}

/** How long a string's prefix and opening quote are together, what closes it, and whether escapes are no escapes. */
export function quotesOf(
  tokens: Tokens,
  index: number,
): { readonly opening: number; readonly closing: string; readonly isRaw: boolean } {
  if (tokens.language === 'csharp') return quotesOfCsharp(tokens, index);
  const head = tokens.text.slice(tokens.start(index), Math.min(tokens.end(index), tokens.start(index) + 300));
  // quotes of three are Python's alone; elsewhere they are an empty string and what follows it
  const pattern =
    tokens.language === 'python' ? /^([A-Za-z]*)()("""|'''|["'])/ : /^([A-Za-z0-9]*)(#*)(["'`])/;
  const [all = '', prefix = '', hashes = '', quote = ''] = pattern.exec(head) ?? [];
  const isRaw = /r/i.test(prefix) || (quote === '`' && tokens.language === 'go');
  if (tokens.language === 'cpp' && prefix.endsWith('R')) {
    const delimiter = /^[^(]*/.exec(head.slice(all.length))?.[0] ?? '';
    return { opening: all.length + delimiter.length + 1, closing: `)${delimiter}"`, isRaw };
  }
  return { opening: all.length, closing: quote + hashes, isRaw };
}

function quotesOfCsharp(tokens: Tokens, index: number): ReturnType<typeof quotesOf> {
  const start = tokens.start(index);
  const form = stringForm(tokens.text, start);
  const quotes = form?.quotes ?? 1;
  const isRaw = quotes > 1 || form?.isVerbatim === true;
  return { opening: (form?.start ?? start + 1) - start, closing: '"'.repeat(quotes), isRaw };
}

function valueOf(tokens: Tokens, index: number): string | undefined {
  const { start, end } = innerOf(tokens, index);
  const inner = tokens.text.slice(start, end).replaceAll('\r\n', '\n');
  if (tokens.language === 'csharp' && quotesOf(tokens, index).isRaw) return rawOfCsharp(tokens, index, inner);
  if (quotesOf(tokens, index).isRaw || !inner.includes('\\')) return inner;
  let value = '';
  let from = 0;
  for (const { index: at, 0: written } of inner.matchAll(escape)) {
    const read = unescape(written, tokens.language);
    if (read === undefined) return undefined;
    value += inner.slice(from, at) + read;
    from = at + written.length;
  }
  return value + inner.slice(from);
}

/** Of a verbatim string, two quotes are one; what a raw one of several lines leaves out is not plain. */
function rawOfCsharp(tokens: Tokens, index: number, inner: string): string | undefined {
  if (stringForm(tokens.text, tokens.start(index))?.isVerbatim) return inner.replaceAll('""', '"');
  return inner.includes('\n') ? undefined : inner;
}

const escape =
  /\\(?:u\{[0-9A-Fa-f_]{1,8}\}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[0-7]{1,3}|\n[ \t\n]*|[^])/g;

const simple: Readonly<Partial<Record<string, string>>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
  '`': '`',
  $: '$',
  '?': '?',
};

/** Undefined for an escape of bytes that are no character alone, and for one that is unknown. */
function unescape(written: string, language: Tokens['language']): string | undefined {
  const mark = written.charAt(1);
  // at the end of a line; Rust leaves out the space that the next one begins with
  if (mark === '\n') return language === 'rust' ? '' : written.slice(2);
  const hexadecimal = /^\\[uUx]\{?([0-9A-Fa-f_]+)/.exec(written)?.[1];
  const digits = /^\\([0-7]+)$/.exec(written)?.[1];
  // in C# up to four digits belong to \\x, and \\0 is the only octal one
  if (language === 'csharp' && (mark === 'x' || (digits !== undefined && digits !== '0'))) return undefined;
  if (hexadecimal === undefined && digits === undefined) return simple[mark];
  const point =
    hexadecimal === undefined ? parseInt(digits ?? '', 8) : parseInt(hexadecimal.replaceAll('_', ''), 16);
  // in C and Go these are bytes of UTF-8
  const isByte = mark === 'x' || digits !== undefined;
  if (isByte && point > 0x7f && (language === 'c' || language === 'cpp' || language === 'go'))
    return undefined;
  return point > 0x10ffff ? undefined : String.fromCodePoint(point);
}
