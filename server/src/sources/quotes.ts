/** Where the literals of each language end. */
import type { Scanner } from './scanner.ts';
import { isWordPart } from './scanner.ts';
import { kind } from './tokens.ts';
import type { Kind } from './tokens.ts';

const codes = {
  newline: 0x0a,
  return: 0x0d,
  double: 0x22,
  hash: 0x23,
  dollar: 0x24,
  single: 0x27,
  backslash: 0x5c,
  backquote: 0x60,
  open: 0x7b,
};

/**
 * Reads the literal whose quote is here: `start` is where its prefix begins. For JavaScript, `}` goes on with a
 * template.
 */
export function readQuoted(scanner: Scanner, start: number): Kind {
  const { text, at, language } = scanner;
  const quote = text.charCodeAt(at);
  switch (language) {
    case 'rust':
      if (quote === codes.single) return readRustQuote(scanner);
      if (/^(?:r|br|cr)/.test(text.slice(start, at))) return readRustRaw(scanner, start);
      return asName(readString(scanner, quote, true), at === start);
    case 'c':
    case 'cpp':
      if (text.slice(start, at).endsWith('R') && quote === codes.double) return readCppRaw(scanner, start);
      // a wide string is no name
      return asName(readString(scanner, quote, false), quote === codes.double && isNarrow(text, start, at));
    case 'csharp':
      // a character; strings are read by csharp-quotes.ts
      return asName(readString(scanner, quote, false), false);
    case 'go':
      if (quote === codes.backquote) return readUntil(scanner, '`', at + 1);
      return asName(readString(scanner, quote, false), quote === codes.double);
    case 'python':
      return readPython(scanner, start);
    default:
      if (quote !== codes.double && quote !== codes.single) return readTemplate(scanner);
      return readString(scanner, quote, false);
  }
}

/** The kind of a literal that may be a name, or that may not. */
function asName(of: Kind, isName: boolean): Kind {
  return isName ? of : kind.other;
}

function isNarrow(text: string, start: number, at: number): boolean {
  return at === start || text.slice(start, at) === 'u8';
}

/** Reads up to the quote; a backslash takes the character behind it along. On one line, it ends with that. */
function readString(scanner: Scanner, quote: number, manyLines: boolean): Kind {
  const { text } = scanner;
  let at = scanner.at + 1;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      scanner.at = at + 1;
      return kind.string;
    }
    if (char === codes.backslash) {
      at++;
      // a backslash at the end of a line takes both of its characters along
      if (text.charCodeAt(at) === codes.return && text.charCodeAt(at + 1) === codes.newline) at++;
    } else if (!manyLines && (char === codes.newline || char === codes.return)) break;
  }
  scanner.at = Math.min(at, text.length);
  return kind.unclosed;
}

/** Reads up to a closing mark in which and before which nothing is escaped. */
function readUntil(scanner: Scanner, closing: string, from: number): Kind {
  const end = scanner.text.indexOf(closing, from);
  scanner.at = end === -1 ? scanner.text.length : end + closing.length;
  return end === -1 ? kind.unclosed : kind.string;
}

/** `'a'`, or the lifetime `'a`. */
function readRustQuote(scanner: Scanner): Kind {
  const { text, at } = scanner;
  if (text.charCodeAt(at + 1) === codes.backslash) {
    // the longest is '\u{10FFFF}'
    const end = text.slice(at + 3, at + 13).indexOf("'");
    scanner.at = end === -1 ? at + 2 : at + 3 + end + 1;
    return kind.other;
  }
  const size = (text.codePointAt(at + 1) ?? 0) > 0xffff ? 2 : 1;
  if (text.charCodeAt(at + 1 + size) === codes.single && text.charCodeAt(at + 1) !== codes.newline) {
    scanner.at = at + size + 2;
    return kind.other;
  }
  scanner.at = at + 1;
  while (isWordPart(text.charCodeAt(scanner.at))) scanner.at++;
  return kind.other;
}

/** `r"…"`, `r##"…"##`. */
function readRustRaw(scanner: Scanner, start: number): Kind {
  const { text, at } = scanner;
  const isText = text.charCodeAt(start) === 0x72;
  let opening = at;
  while (text.charCodeAt(opening) === codes.hash) opening++;
  return asName(readUntil(scanner, `"${'#'.repeat(opening - at)}`, opening + 1), isText);
}

/** `R"delimiter(…)delimiter"`. */
function readCppRaw(scanner: Scanner, start: number): Kind {
  const { text, at } = scanner;
  // a delimiter has 16 characters at most
  const delimiter = /^[^()\\\s"]{0,16}(?=\()/.exec(text.slice(at + 1, at + 18))?.[0];
  if (delimiter === undefined) return readString(scanner, codes.double, false);
  const of = readUntil(scanner, `)${delimiter}"`, at + 2 + delimiter.length);
  return asName(of, isNarrow(text, start, at - 1));
}

function readPython(scanner: Scanner, start: number): Kind {
  const { text, at } = scanner;
  const quote = text.charCodeAt(at);
  const isThreefold = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  const of = isThreefold ? readThreefold(scanner, quote) : readString(scanner, quote, false);
  const prefix = text.slice(start, at).toLowerCase();
  if (prefix.includes('b') || prefix.includes('t')) return kind.other;
  return asName(of, !prefix.includes('f') || !/[{}]/.test(text.slice(at, scanner.at)));
}

function readThreefold(scanner: Scanner, quote: number): Kind {
  const { text } = scanner;
  for (let at = scanner.at + 3; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === codes.backslash) at++;
    else if (char === quote && text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) {
      scanner.at = at + 3;
      return kind.string;
    }
  }
  scanner.at = text.length;
  return kind.unclosed;
}

/** From a backquote, or from the `}` of what was put in, to the next `${` or the backquote at the end. */
function readTemplate(scanner: Scanner): Kind {
  const { text, at: start } = scanner;
  const isWhole = text.charCodeAt(start) === codes.backquote;
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === codes.backslash) at++;
    else if (char === codes.backquote) {
      scanner.at = at + 1;
      return asName(kind.string, isWhole);
    } else if (char === codes.dollar && text.charCodeAt(at + 1) === codes.open) {
      scanner.at = at + 2;
      return kind.other;
    }
  }
  scanner.at = text.length;
  return asName(kind.unclosed, isWhole);
}
