/** Values without quotes or brackets: numbers, dates, times, booleans, and words that are none of these. */
import { looksLikeDate, looksLikeTime, readDatetime } from './datetime.ts';
import { readNumber } from './number.ts';
import type { Place, Scanner } from './scanner.ts';
import { cite, code, contentEnd, isBlank, isLineEnd, report } from './scanner.ts';
import type { Value } from './tree.ts';

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
  if (reading === undefined) scanner.at = contentEnd({ text, at: end }, place);
  const unread = { start, end: scanner.at };
  report(scanner, unread, reading?.message ?? explain(text.slice(start, scanner.at)));
  return { kind: 'missing', span: unread };
}

function tokenEnd(text: string, start: number): number {
  let at = start;
  while (!isBlank(text.charCodeAt(at)) && !isLineEnd(text, at) && !'\r,]}#"\'[{='.includes(text.charAt(at)))
    at++;
  return at;
}

function explain(unread: string): string {
  const lower = unread.toLowerCase();
  if (lower === 'true' || lower === 'false') return `TOML writes ${cite(lower)} in small letters.`;
  // not repeated: it may be a password
  return 'This is not a value that TOML knows. A string needs quotes around it.';
}
