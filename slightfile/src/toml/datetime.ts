/** Dates and times (https://toml.io/en/v1.1.0#offset-date-time and RFC 3339, section 5.6). */
import { code, isDigit } from './scanner.ts';
import type { DatetimeValue } from './tree.ts';

/** What kind of date or time a text is, or why it is none; undefined where it does not even look like one. */
export type DatetimeReading =
  | {
      readonly kind: 'datetime';
      readonly type: DatetimeValue['type'];
      /** Where in the text the seconds should be that are left out, as only TOML 1.1 allows. */
      readonly secondsAt?: number;
    }
  | { readonly kind: 'wrong'; readonly message: string }
  | undefined;

/** True where the text at `at` begins as `1979-` does. */
export function looksLikeDate(text: string, at: number): boolean {
  return areDigits(text, at, 4) && text.charCodeAt(at + 4) === code.minus;
}

/** True where the text at `at` begins as `07:` does. */
export function looksLikeTime(text: string, at: number): boolean {
  return areDigits(text, at, 2) && text.charCodeAt(at + 2) === code.colon;
}

export function readDatetime(token: string): DatetimeReading {
  if (looksLikeTime(token, 0)) return readTime(token, 0, 'local-time');
  if (!looksLikeDate(token, 0)) return undefined;
  if (!areDigits(token, 5, 2) || token.charCodeAt(7) !== code.minus || !areDigits(token, 8, 2))
    return malformed;
  const month = twoDigits(token, 5);
  if (month < 1 || month > 12) return wrong('A month is from 01 to 12.');
  const day = twoDigits(token, 8);
  const days = daysOf(Number(token.slice(0, 4)), month);
  if (day < 1 || day > days) return wrong(`The day is from 01 to ${days} in this month.`);
  if (token.length === 10) return ofType('local-date');
  return 'Tt '.includes(token.charAt(10)) ? readTime(token, 11, 'local-datetime') : malformed;
}

const malformed: DatetimeReading = {
  kind: 'wrong',
  message:
    'This is no date or time that TOML knows. It reads like 1979-05-27, 07:32:00 or 1979-05-27T07:32:00Z; put anything else in quotes.',
};

function wrong(message: string): DatetimeReading {
  return { kind: 'wrong', message };
}

function ofType(type: DatetimeValue['type']): DatetimeReading {
  return { kind: 'datetime', type };
}

function readTime(token: string, at: number, local: 'local-time' | 'local-datetime'): DatetimeReading {
  if (!looksLikeTime(token, at) || !areDigits(token, at + 3, 2)) return malformed;
  const hasSeconds = token.charCodeAt(at + 5) === code.colon;
  if (hasSeconds && !areDigits(token, at + 6, 2)) return malformed;
  if (twoDigits(token, at) > 23) return wrong('An hour is from 00 to 23.');
  if (twoDigits(token, at + 3) > 59) return wrong('A minute is from 00 to 59.');
  // RFC 3339 has a second 60, the leap second.
  if (hasSeconds && twoDigits(token, at + 6) > 60) return wrong('A second is from 00 to 59.');
  let end = hasSeconds ? at + 8 : at + 5;
  if (hasSeconds && token.charCodeAt(end) === code.dot) {
    const fraction = ++end;
    while (isDigit(token.charCodeAt(end))) end++;
    if (end === fraction) return malformed;
  }
  const reading =
    end === token.length ? ofType(local) : local === 'local-time' ? malformed : readOffset(token, end);
  return hasSeconds || reading?.kind !== 'datetime' ? reading : { ...reading, secondsAt: at + 5 };
}

function readOffset(token: string, at: number): DatetimeReading {
  const offset = ofType('offset-datetime');
  const sign = token.charAt(at);
  if (sign === 'Z' || sign === 'z') return token.length === at + 1 ? offset : malformed;
  if (sign !== '+' && sign !== '-') return malformed;
  if (!looksLikeTime(token, at + 1) || !areDigits(token, at + 4, 2) || token.length !== at + 6)
    return malformed;
  const inRange = twoDigits(token, at + 1) <= 23 && twoDigits(token, at + 4) <= 59;
  return inRange ? offset : wrong('A time offset is from -23:59 to +23:59.');
}

function areDigits(text: string, at: number, count: number): boolean {
  for (let index = at; index < at + count; index++) {
    if (!isDigit(text.charCodeAt(index))) return false;
  }
  return true;
}

function twoDigits(text: string, at: number): number {
  return Number(text.slice(at, at + 2));
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
