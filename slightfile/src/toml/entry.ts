/** `key = value`, as much of it as is there. */
import type { Fix } from '@slight/text/problem.ts';
import { foreignSeparator } from './habits.ts';
import { readKey } from './key.ts';
import type { Place, Scanner } from './scanner.ts';
import {
  cite,
  code,
  contentEnd,
  contentStops,
  isDigit,
  isExplained,
  isLineEnd,
  report,
  skipBlanks,
} from './scanner.ts';
import type { Entry, Key, TomlError, Value } from './tree.ts';
import { isMissing } from './tree.ts';
import { tomlString } from './write.ts';

export interface EntryReading {
  readonly entry: Entry;
  /** False where the key is half typed: the entry then defines nothing. */
  readonly complete: boolean;
}

/** Reads a value; it comes from outside, because a value may hold entries. */
export type ReadValue = (scanner: Scanner, place: Place, depth: number) => Value;

/** Reads `key = value`; undefined where there is nothing like it. `depth` counts what it lies in. */
export function readEntry(
  scanner: Scanner,
  place: 'line' | 'braces',
  depth: number,
  readValue: ReadValue,
): EntryReading | undefined {
  const { text } = scanner;
  const { key, complete } = readKey(scanner);
  const nameless = key.parts.length === 1 && key.parts.every(isMissing);
  const equals = scanner.at;
  const foreign = nameless ? 0 : foreignSeparator(text, equals);
  if (foreign === 0 && text.charCodeAt(equals) !== code.equals) {
    if (!nameless) return { entry: readWithoutEquals(scanner, key, { place, depth, readValue }), complete };
    skipNonsense(scanner, place);
    return undefined;
  }
  if (nameless) report(scanner, { start: equals, end: equals + 1 }, 'A key is missing in front of this `=`.');
  scanner.at += Math.max(foreign, 1);
  skipBlanks(scanner);
  let value: Value;
  if (endsContent(scanner, place)) {
    value = { kind: 'missing', span: { start: scanner.at, end: scanner.at } };
    reportNoValue(scanner, key, equals, foreign);
  } else {
    const known = scanner.errors.length;
    value = readValue(scanner, place, depth + key.parts.length);
    if (foreign > 0) reportSeparator(scanner, { key, equals, value }, scanner.errors.splice(known));
  }
  return { entry: { key, equals, value, span: { start: key.span.start, end: value.span.end } }, complete };
}

function reportNoValue(scanner: Scanner, key: Key, equals: number, foreign: number): void {
  const { start, end } = key.span;
  const nameless = start === end;
  const span = { start, end: equals + Math.max(foreign, 1) };
  const message = nameless
    ? 'A value is missing after this `=`.'
    : foreign > 0
      ? `${nameOf(key)} has no value: write \`=\` and a value after it.`
      : `${nameOf(key)} has no value: write one after the \`=\`.`;
  report(scanner, span, message);
}

/** Reports another mark than `=`; a value without quotes after it comes from the same habit, and is one fault with it. */
function reportSeparator(
  scanner: Scanner,
  { key, equals, value }: Pick<Required<Entry>, 'key' | 'equals' | 'value'>,
  within: readonly TomlError[],
): void {
  const gap = { start: key.span.end, end: value.span.start };
  const edits = [{ span: gap, text: ' = ' }];
  const [unread, ...more] = within;
  if (unread?.fix && more.length === 0 && value.kind === 'missing') {
    const span = { start: equals, end: value.span.end };
    const message = 'TOML has `=` between a key and its value, and quotes around a string.';
    const fix: Fix = {
      title: 'Write it with = and quotes',
      edits: [...edits, ...unread.fix.edits],
      preferred: true,
    };
    report(scanner, span, message, fix);
    return;
  }
  const written = scanner.text.slice(equals, gap.end).trimEnd();
  const span = { start: equals, end: equals + written.length };
  const message = `Between a key and its value TOML has \`=\`, not ${cite(written)}.`;
  report(scanner, span, message, { title: 'Write =', edits, preferred: true });
  scanner.errors.push(...within);
}

function nameOf(key: Key): string {
  return cite(key.parts.map((part) => part.name).join('.'));
}

/** A key with no `=` behind it: still being typed, or `=` was forgotten. */
function readWithoutEquals(
  scanner: Scanner,
  key: Key,
  {
    place,
    depth,
    readValue,
  }: { readonly place: Place; readonly depth: number; readonly readValue: ReadValue },
): Entry {
  const { text } = scanner;
  const { start, end } = key.span;
  const char = text.charCodeAt(scanner.at);
  if (endsContent(scanner, place)) {
    if (!isExplained(scanner, end))
      report(scanner, key.span, `${nameOf(key)} has no value: write \`=\` and a value after it.`);
    scanner.at = end;
    return { key, value: { kind: 'missing', span: { start: end, end } }, span: key.span };
  }
  if (isDigit(char) || '"\'[{'.includes(text.charAt(scanner.at))) {
    const fix: Fix = {
      title: 'Write =',
      edits: [{ span: { start: end, end: scanner.at }, text: ' = ' }],
      preferred: true,
    };
    report(scanner, key.span, `\`=\` is missing between ${nameOf(key)} and its value.`, fix);
    const value = readValue(scanner, place, depth + key.parts.length);
    return { key, value, span: { start, end: value.span.end } };
  }
  scanner.at = contentEnd(scanner, place);
  const span = { start, end: scanner.at };
  const message = `\`=\` is missing after ${nameOf(key)}. A key with spaces needs quotes.`;
  report(scanner, span, message, withEquals(key, text.slice(end, scanner.at)));
  return { key, value: { kind: 'missing', span: { start: end, end: scanner.at } }, span };
}

/** `my key = …` with its key in quotes, or `key word` with what lacks. */
function withEquals({ parts, span: { start, end } }: Key, rest: string): Fix | undefined {
  const [words = '', sign] = /^[^=]*?(?=[ \t]*(=|$))/.exec(rest) ?? [];
  const [only] = parts;
  if (parts.length > 1 || only?.style !== 'bare' || !(only.name + rest).isWellFormed() || /["'=]/.test(words))
    return undefined;
  if (sign === '=') {
    const text = tomlString(only.name + words);
    return { title: `Write ${text}`, edits: [{ span: { start, end: end + words.length }, text }] };
  }
  const text = ` = ${tomlString(words.trim().replace(/[ \t]*[,;]+$/, ''))}`;
  return {
    title: 'Write it with = and quotes',
    edits: [{ span: { start: end, end: end + rest.length }, text }],
  };
}

function skipNonsense(scanner: Scanner, place: Place): void {
  const start = scanner.at;
  scanner.at = contentEnd(scanner, place);
  const message =
    place === 'line' ? 'This is neither `key = value` nor a `[header]`.' : 'This is not `key = value`.';
  report(scanner, { start, end: scanner.at }, message);
}

/** True where nothing more comes that could be a value. */
function endsContent(scanner: Scanner, place: Place): boolean {
  const { text, at } = scanner;
  return isLineEnd(text, at) || contentStops(place).includes(text.charAt(at));
}
