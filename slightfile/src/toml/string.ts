/** Strings: basic and literal, on one line and on several (https://toml.io/en/v1.1.0#string). */
import type { Fix } from '@slight/text/problem.ts';
import { closesValue, mayBeQuote, replaceWith } from './habits.ts';
import type { Scanner } from './scanner.ts';
import { cite, code, isBlank, isControl, isLineEnd, lineEnd, report, reportControls } from './scanner.ts';
import type { Escape, StringValue } from './tree.ts';

/** Reads the string whose opening quote is here. One that is not closed ends with its line. */
export function readString(scanner: Scanner): StringValue {
  const { text, at } = scanner;
  const quote = text.charCodeAt(at);
  const threefold = text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  return threefold ? readMultiline(scanner, quote) : readLine(scanner, quote);
}

/** Reads a string of one line; what three quotes mean is not asked (a key has no multi-line form). */
export function readLine(
  scanner: Scanner,
  quote: number,
): StringValue & { readonly style: 'basic' | 'literal' } {
  const { text } = scanner;
  const start = scanner.at;
  const style = quote === code.quote ? 'basic' : 'literal';
  let value = '';
  let from = start + 1;
  let at = from;
  const escapes: Escape[] = [];
  // where another quote than the one at its beginning may be meant to close it
  let wrongQuote: number | undefined;
  while (!isLineEnd(text, at)) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      scanner.at = at + 1;
      const inner = { start: start + 1, end: at };
      return {
        kind: 'string',
        value: value + text.slice(from, at),
        style,
        span: { start, end: at + 1 },
        inner,
        ...(escapes.length > 0 && { escapes }),
      };
    }
    if (char === code.backslash && style === 'basic') {
      value += text.slice(from, at);
      scanner.at = at;
      const begin = value.length;
      value += readEscape(scanner);
      escapes.push({ value: { start: begin, end: value.length }, written: { start: at, end: scanner.at } });
      at = from = scanner.at;
    } else if (isControl(char)) at = reportControls(scanner, at, 'string');
    else {
      if (mayBeQuote(char) && wrongQuote === undefined && closesValue(text, at)) wrongQuote = at;
      at++;
    }
  }
  scanner.at = at;
  const span = { start, end: at };
  const mark = text.charAt(start);
  if (wrongQuote === undefined)
    report(scanner, span, `This string is not closed: \`${mark}\` is missing at its end.`);
  else {
    const wrong = { start: wrongQuote, end: wrongQuote + 1 };
    const message = `This string begins with \`${mark}\` and ends with \`${text.charAt(wrongQuote)}\`: write \`${mark}\` on both sides.`;
    report(scanner, span, message, replaceWith(`Write ${mark} at its end`, wrong, mark));
  }
  return {
    kind: 'string',
    value: value + text.slice(from, at),
    style,
    span,
    inner: { start: start + 1, end: at },
    ...(escapes.length > 0 && { escapes }),
  };
}

function readMultiline(scanner: Scanner, quote: number): StringValue {
  const { text } = scanner;
  const start = scanner.at;
  const style = quote === code.quote ? 'multiline-basic' : 'multiline-literal';
  const [errors, newer] = [scanner.errors.length, scanner.newer.length];
  let value = '';
  // A line end right behind the opening quotes is not part of the value.
  let from = start + 3;
  if (isLineEnd(text, from)) from += text.charCodeAt(from) === code.carriageReturn ? 2 : 1;
  let at = from;
  const escapes: Escape[] = [];
  if (from > start + 3)
    escapes.push({ value: { start: 0, end: 0 }, written: { start: start + 3, end: from } });
  while (at < text.length && !scanner.endless.has(quote)) {
    const char = text.charCodeAt(at);
    if (char === quote) {
      const end = endOfQuotes(text, at, quote);
      if (end - at >= 3) {
        scanner.at = end;
        const inner = { start: start + 3, end: end - 3 };
        return {
          kind: 'string',
          value: value + text.slice(from, end - 3),
          style,
          span: { start, end },
          inner,
          ...(escapes.length > 0 && { escapes }),
        };
      }
      at = end;
    } else if (char === code.backslash && style === 'multiline-basic') {
      value += text.slice(from, at);
      scanner.at = at;
      const begin = value.length;
      value += skipLineEnding(scanner) ? '' : readEscape(scanner);
      escapes.push({ value: { start: begin, end: value.length }, written: { start: at, end: scanner.at } });
      at = from = scanner.at;
    } else if (isControl(char) && !isLineEnd(text, at)) at = reportControls(scanner, at, 'string');
    else at += char === code.carriageReturn ? 2 : 1;
  }
  // No end up to the end of the text: someone is about to write this string, and the lines below are not part of it.
  scanner.endless.add(quote);
  scanner.errors.length = errors;
  scanner.newer.length = newer;
  const end = lineEnd(text, start);
  scanner.at = end;
  const quotes = style === 'multiline-basic' ? '`"""`' : "`'''`";
  report(scanner, { start, end }, `This string is not closed: ${quotes} is missing at its end.`);
  const inner = { start: start + 3, end };
  return { kind: 'string', value: text.slice(inner.start, end), style, span: { start, end }, inner };
}

/** Where a row of quotes ends that may close the string: of five, the first two still belong to the value. */
function endOfQuotes(text: string, at: number, quote: number): number {
  let end = at + 1;
  while (end < at + 5 && text.charCodeAt(end) === quote) end++;
  return end;
}

/** A backslash as the last thing of its line: it, the line end and all white space behind are not part of the value. */
function skipLineEnding(scanner: Scanner): boolean {
  const { text } = scanner;
  let at = scanner.at + 1;
  while (isBlank(text.charCodeAt(at))) at++;
  if (at >= text.length || !isLineEnd(text, at)) return false;
  while (at < text.length && (isBlank(text.charCodeAt(at)) || isLineEnd(text, at))) {
    at += text.charCodeAt(at) === code.carriageReturn ? 2 : 1;
  }
  scanner.at = at;
  return true;
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
  '"': '"',
  '\\': '\\',
};

const backslashRemedy = 'For a backslash write `\\\\`, or put the string in single quotes.';

function asBackslash(start: number): Fix {
  return { title: 'Write a backslash, \\\\', edits: [{ span: { start, end: start }, text: '\\' }] };
}

/** How many digits these have behind them. */
const hexadecimal: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads the escape whose backslash is here; of one that means nothing, the text as it stands. */
function readEscape(scanner: Scanner): string {
  const { text } = scanner;
  const start = scanner.at;
  if (isLineEnd(text, start + 1)) {
    scanner.at = start + 1;
    return '\\';
  }
  const letter = text.charAt(start + 1);
  const digits = hexadecimal[letter];
  scanner.at = start + 2;
  const meant = escapes[letter];
  if (letter === 'e') scanner.newer.push({ kind: 'escape', span: { start, end: scanner.at } });
  if (meant !== undefined) return meant;
  if (digits !== undefined) return readUnicode(scanner, start, digits);
  // A character outside the basic plane is two units long, and must not be cut.
  scanner.at = start + 1 + String.fromCodePoint(text.codePointAt(start + 1) ?? 0).length;
  const written = text.slice(start, scanner.at);
  const message = `${cite(written)} is not an escape that TOML knows. ${backslashRemedy}`;
  report(scanner, { start, end: scanner.at }, message, asBackslash(start));
  return written;
}

function readUnicode(scanner: Scanner, start: number, digits: number): string {
  const { text } = scanner;
  let point = 0;
  while (scanner.at < start + 2 + digits) {
    const digit = hexDigit(text.charCodeAt(scanner.at));
    if (digit === undefined) break;
    point = point * 16 + digit;
    scanner.at++;
  }
  const written = text.slice(start, scanner.at);
  const span = { start, end: scanner.at };
  if (scanner.at < start + 2 + digits) {
    report(
      scanner,
      span,
      `${cite(text.slice(start, start + 2))} needs ${digits} hexadecimal digits after it. ${backslashRemedy}`,
      asBackslash(start),
    );
    return written;
  }
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
    report(scanner, span, `${cite(written)} is not a Unicode character.`);
    return written;
  }
  if (digits === hexadecimal['x']) scanner.newer.push({ kind: 'escape', span });
  return String.fromCodePoint(point);
}

/** The value of a hexadecimal digit; undefined for any other character. */
export function hexDigit(char: number): number | undefined {
  if (char >= 0x30 && char <= 0x39) return char - 0x30;
  if (char >= 0x61 && char <= 0x66) return char - 0x57;
  if (char >= 0x41 && char <= 0x46) return char - 0x37;
  return undefined;
}
