/** Values without quotes or brackets: numbers, dates, times, booleans, and words that are none of these. */
import type { Fix } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import { looksLikeDate, looksLikeTime, readDatetime } from './datetime.ts';
import { replaceWith, writing } from './habits.ts';
import { readNumber } from './number.ts';
import type { Place, Scanner } from './scanner.ts';
import { cite, code, contentEnd, isBlank, isForeignSpace, isLineEnd, report } from './scanner.ts';
import type { Value } from './tree.ts';
import { tomlString } from './write.ts';

/** Reads the value here; what cannot be read is `missing`, and reported, up to where the next thing may begin. */
export function readBare(scanner: Scanner, place: Place): Value {
  const { text, at: start } = scanner;
  let end = tokenEnd(text, start);
  const spaced = end === start + 10 && text.charCodeAt(end) === code.space && looksLikeDate(text, start);
  if (spaced && looksLikeTime(text, end + 1)) end = tokenEnd(text, end + 1);
  const token = text.slice(start, end);
  const span = { start, end };
  scanner.at = end;
  if (token === 'true' || token === 'false') return { kind: 'boolean', value: token === 'true', span };
  const reading = readDatetime(token) ?? readNumber(token);
  if (reading?.kind === 'datetime') {
    const { type, secondsAt } = reading;
    if (secondsAt !== undefined) scanner.newer.push({ kind: 'seconds', span, at: start + secondsAt });
    return { kind: 'datetime', type, value: token, span };
  }
  if (reading !== undefined && reading.kind !== 'wrong') return { ...reading, span };
  if (reading === undefined) scanner.at = unreadEnd(text, start, end, place);
  const unread = { start, end: scanner.at };
  reportUnread(scanner, unread, reading?.message);
  return { kind: 'missing', span: unread };
}

/** The braces of a `${store.KEY}` without quotes are part of it, also where a brace would end it. */
function unreadEnd(text: string, start: number, end: number, place: Place): number {
  const near = text.startsWith('${', start) ? text.slice(end, end + longestReference) : '';
  const reference = /^[^}\r\n]*\}/.exec(near)?.[0] ?? '';
  return contentEnd({ text, at: end + reference.length }, place);
}

/** How far the end of a `${store.KEY}` is looked for. */
const longestReference = 300;

function tokenEnd(text: string, start: number): number {
  let at = start;
  for (; !isLineEnd(text, at); at++) {
    const char = text.charCodeAt(at);
    if (isBlank(char) || isForeignSpace(char) || '\r,;]}#"\'[{='.includes(text.charAt(at))) break;
  }
  return at;
}

function reportUnread(scanner: Scanner, span: Span, fault: string | undefined): void {
  const written = scanner.text.slice(span.start, span.end);
  const lower = written.toLowerCase();
  if (lower === 'true' || lower === 'false') {
    const fix = replaceWith(`Write ${lower}`, span, lower);
    report(scanner, span, `TOML writes ${cite(lower)} in small letters.`, fix);
  } else if (/^(?:null|nil|none|undefined)$/.test(lower)) {
    const message = `TOML has no ${cite(written)}: leave the entry out where it has no value.`;
    report(scanner, span, message);
  } else {
    // the value is not repeated: it may be a password
    const message = fault ?? 'This is not a value that TOML knows. A string needs quotes around it.';
    report(scanner, span, message, inQuotes(span, written));
  }
}

/** What was written as a string, without the mark that ends a line elsewhere; nothing where a quote in it says that more is wrong. */
function inQuotes(span: Span, written: string): Fix | undefined {
  const meant = written.replace(/[ \t]*[,;]+$/, '').replace(/["']$/, '');
  if (meant === '' || /["']|(?:^|\s)=(?:\s|$)/.test(meant)) return undefined;
  return writing('Put it in quotes', span, tomlString(meant), meant);
}
