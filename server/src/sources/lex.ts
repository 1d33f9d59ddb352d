/** Text to tokens, for all languages of guests. Nothing throws, and every character is looked at once. */
import { blockCommentEnd } from '@slight/wit/lex.ts';
import type { StringForm } from './csharp-quotes.ts';
import { readPiece, stringForm } from './csharp-quotes.ts';
import { beginsPattern, readPattern } from './javascript-pattern.ts';
import { readQuoted } from './quotes.ts';
import type { GuestLanguage } from './reading.ts';
import type { Scanner } from './scanner.ts';
import { isDigit, isWordPart } from './scanner.ts';
import { Tokens, kind } from './tokens.ts';

export function lex(text: string, language: GuestLanguage): Tokens {
  const tokens = new Tokens(text, language);
  // a byte order mark, of editors that hand it over
  const scanner: Scanner = { text, language, at: text.startsWith('\uFEFF') ? 1 : 0 };
  const isPython = language === 'python';
  const isSharp = language === 'csharp';
  const isScript = language === 'javascript' || language === 'typescript';
  const nests = language === 'rust';
  // the strings in whose `{` or `${` the scanner is
  const templates: Template[] = [];

  while (scanner.at < text.length) {
    const start = scanner.at;
    const char = text.charCodeAt(start);
    const form = isSharp && stringStarts.has(char) ? stringForm(text, start) : undefined;
    if (form) {
      const piece = readPiece(scanner, form, form.start);
      if (piece.hasHole) templates.push({ form, depth: 0 });
      tokens.push(piece.kind, start, scanner.at);
      continue;
    }
    switch (char < 128 ? (classes[char] ?? mark) : word) {
      case space:
        scanner.at++;
        break;
      case word: {
        scanner.at = wordEnd(text, start);
        const of = isPrefix(scanner, start) ? readQuoted(scanner, start) : kind.word;
        tokens.push(of, start, scanner.at);
        break;
      }
      case digit:
        scanner.at = numberEnd(scanner);
        tokens.push(kind.number, start, scanner.at);
        break;
      case quote: {
        if (char === codes.backquote && !isScript && language !== 'go') {
          scanner.at++;
          break;
        }
        const of = readQuoted(scanner, start);
        if (char === codes.backquote && endsInHole(text, start, scanner.at)) templates.push({ depth: 0 });
        tokens.push(of, start, scanner.at);
        break;
      }
      case hash:
        // in C#, a directive
        if (isPython || isSharp) scanner.at = lineEnd(text, start);
        else tokens.push(kind.mark, start, ++scanner.at);
        break;
      case slash:
        if (!isPython && skipComment(scanner, nests)) break;
        if (isScript && beginsPattern(tokens)) {
          readPattern(scanner);
          tokens.push(kind.other, start, scanner.at);
          break;
        }
        pushMark(tokens, scanner);
        break;
      default: {
        const template = templates.at(-1);
        if (template?.depth === 0 && char === codes.close) {
          // the string goes on behind what was put in
          const hasHole = goOn(scanner, template);
          if (!hasHole) templates.pop();
          tokens.push(kind.other, start, scanner.at);
          break;
        }
        if (template && char === codes.open) template.depth++;
        if (template && char === codes.close) template.depth--;
        pushMark(tokens, scanner);
      }
    }
  }
  return tokens;
}

/** A string that something is put in. */
interface Template {
  /** Of C#. */
  readonly form?: StringForm;
  /** How many braces are open in what is put in. */
  depth: number;
}

/** Reads on from the brace that ends what was put in; true where more is put in. */
function goOn(scanner: Scanner, { form }: Template): boolean {
  const start = scanner.at;
  if (form) return readPiece(scanner, form, start + 1).hasHole;
  readQuoted(scanner, start);
  return endsInHole(scanner.text, start, scanner.at);
}

/** What a string of C# begins with: `"`, `$`, `@`. */
const stringStarts: ReadonlySet<number> = new Set([0x22, 0x24, 0x40]);

const codes = { backquote: 0x60, open: 0x7b, close: 0x7d };

const space = 0;
const word = 1;
const digit = 2;
const quote = 3;
const hash = 4;
const slash = 5;
const mark = 6;

/** What a character of ASCII begins. */
const classes = Uint8Array.from({ length: 128 }, (_, char) => {
  if (char <= 0x20) return space;
  if (isDigit(char)) return digit;
  if (isWordPart(char)) return word;
  const written = String.fromCharCode(char);
  if (written === '"' || written === "'" || written === '`') return quote;
  if (written === '#') return hash;
  return written === '/' ? slash : mark;
});

/** Marks of two characters that mean another thing than one after the other. */
const pairs: ReadonlySet<string> = new Set(
  '== != <= >= := += -= *= /= %= &= |= ^= => -> :: ?. ++ -- && || ??'.split(' '),
);

const pairStarts: ReadonlySet<number> = new Set([...pairs].map((pair) => pair.charCodeAt(0)));

function pushMark(tokens: Tokens, scanner: Scanner): void {
  const { text, at } = scanner;
  const isPair = pairStarts.has(text.charCodeAt(at)) && pairs.has(text.slice(at, at + 2));
  scanner.at += isPair ? 2 : 1;
  tokens.push(kind.mark, at, scanner.at);
}

function wordEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && isWordPart(text.charCodeAt(at))) at++;
  return at;
}

function numberEnd({ text, at, language }: Scanner): number {
  let end = at + 1;
  for (; end < text.length; end++) {
    const char = text.charCodeAt(end);
    if (isWordPart(char)) continue;
    // 1.5, and C's 1'000
    const joins = char === 0x2e || (char === 0x27 && (language === 'cpp' || language === 'c'));
    if (!joins || !isDigit(text.charCodeAt(end + 1))) break;
  }
  return end;
}

/** What may stand directly in front of a quote, and belongs to the literal. */
const prefixes: Readonly<Record<GuestLanguage, ReadonlySet<string>>> = {
  rust: new Set(['r', 'b', 'br', 'c', 'cr']),
  c: new Set(['u8', 'u', 'U', 'L']),
  csharp: new Set(),
  cpp: new Set(['u8', 'u', 'U', 'L', 'R', 'u8R', 'uR', 'UR', 'LR']),
  javascript: new Set(),
  typescript: new Set(),
  go: new Set(),
  python: new Set('r u b f br rb fr rf t tr rt'.split(' ')),
};

/** True where the word that was read is no word but the beginning of a literal: `r#"…"`. */
function isPrefix({ text, at, language }: Scanner, start: number): boolean {
  if (at - start > 3) return false;
  const next = text.charCodeAt(at);
  const before = text.slice(start, at);
  if (next === 0x22 || next === 0x27)
    return prefixes[language].has(language === 'python' ? before.toLowerCase() : before);
  // r#match is a word
  return language === 'rust' && next === 0x23 && /^(?:r|br|cr)$/.test(before) && isRawString(text, at);
}

function isRawString(text: string, hashes: number): boolean {
  let at = hashes;
  while (text.charCodeAt(at) === 0x23) at++;
  return text.charCodeAt(at) === 0x22;
}

/** True where a template, or a piece of one, ends in `${`. */
function endsInHole(text: string, start: number, end: number): boolean {
  return end - start > 2 && text.charCodeAt(end - 1) === codes.open && text.charCodeAt(end - 2) === 0x24;
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** Skips the comment that begins here, where one does. */
function skipComment(scanner: Scanner, nests: boolean): boolean {
  const { text, at } = scanner;
  const second = text.charCodeAt(at + 1);
  if (second === 0x2f) {
    scanner.at = lineEnd(text, at);
    return true;
  }
  if (second !== 0x2a) return false;
  if (nests) {
    scanner.at = blockCommentEnd(text, at) ?? text.length;
  } else {
    const end = text.indexOf('*/', at + 2);
    scanner.at = end === -1 ? text.length : end + 2;
  }
  return true;
}
