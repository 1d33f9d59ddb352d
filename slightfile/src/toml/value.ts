/** Values, and the entries that hold them: the part of the grammar that contains itself. */
import { readBare } from './bare.ts';
import { maxDepth, readKey } from './key.ts';
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
  restore,
  save,
  skipBlanks,
  skipLines,
} from './scanner.ts';
import { beginsStatement, indentationOf, skipNested } from './recovery.ts';
import { readString } from './string.ts';
import { defineEntry, openTable } from './tables.ts';
import type { ArrayValue, Entry, InlineTable, Key, Value } from './tree.ts';
import { isMissing } from './tree.ts';

export interface EntryReading {
  readonly entry: Entry;
  /** False where the key is half typed: the entry then defines nothing. */
  readonly complete: boolean;
}

/** Reads `key = value`, as much of it as is there; undefined where there is nothing like it. `depth` counts what it lies in. */
export function readEntry(
  scanner: Scanner,
  place: 'line' | 'braces',
  depth: number,
): EntryReading | undefined {
  const { key, complete } = readKey(scanner);
  const nameless = key.parts.length === 1 && key.parts.every(isMissing);
  const equals = scanner.at;
  const sign = scanner.text.charCodeAt(equals);
  if (sign === code.equals) {
    if (nameless)
      report(scanner, { start: equals, end: equals + 1 }, 'A key is missing in front of this `=`.');
  } else if (sign === code.colon && !nameless) {
    report(scanner, { start: equals, end: equals + 1 }, 'Between a key and its value TOML has `=`, not `:`.');
  } else {
    if (nameless) {
      skipNonsense(scanner, place);
      return undefined;
    }
    return { entry: readWithoutEquals(scanner, key, place, depth), complete };
  }
  scanner.at++;
  skipBlanks(scanner);
  let value: Value;
  if (endsContent(scanner, place)) {
    value = { kind: 'missing', span: { start: scanner.at, end: scanner.at } };
    const span = { start: key.span.start, end: equals + 1 };
    report(
      scanner,
      span,
      nameless
        ? 'A value is missing after this `=`.'
        : `${nameOf(key)} has no value: write one after the \`=\`.`,
    );
  } else value = readValue(scanner, place, depth + key.parts.length);
  return { entry: { key, equals, value, span: { start: key.span.start, end: value.span.end } }, complete };
}

function nameOf(key: Key): string {
  return cite(key.parts.map((part) => part.name).join('.'));
}

/** A key with no `=` behind it: still being typed, or `=` was forgotten. */
function readWithoutEquals(scanner: Scanner, key: Key, place: Place, depth: number): Entry {
  const { start, end } = key.span;
  const char = scanner.text.charCodeAt(scanner.at);
  if (endsContent(scanner, place)) {
    if (!isExplained(scanner, end))
      report(scanner, key.span, `${nameOf(key)} has no value: write \`=\` and a value after it.`);
  } else if (isDigit(char) || '"\'[{'.includes(scanner.text.charAt(scanner.at))) {
    report(scanner, key.span, `\`=\` is missing between ${nameOf(key)} and its value.`);
    const value = readValue(scanner, place, depth + key.parts.length);
    return { key, value, span: { start, end: value.span.end } };
  } else {
    scanner.at = contentEnd(scanner, place);
    report(
      scanner,
      { start, end: scanner.at },
      `\`=\` is missing after ${nameOf(key)}. A key with spaces needs quotes.`,
    );
    return {
      key,
      value: { kind: 'missing', span: { start: end, end: scanner.at } },
      span: { start, end: scanner.at },
    };
  }
  scanner.at = end;
  return { key, value: { kind: 'missing', span: { start: end, end } }, span: key.span };
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

function readValue(scanner: Scanner, place: Place, depth: number): Value {
  switch (scanner.text.charCodeAt(scanner.at)) {
    case code.quote:
    case code.apostrophe:
      return readString(scanner);
    case code.openBracket:
      return depth < maxDepth ? readArray(scanner, depth) : skipNested(scanner);
    case code.openBrace:
      return depth < maxDepth ? readInlineTable(scanner, depth) : skipNested(scanner);
    default:
      return readBare(scanner, place);
  }
}

function readArray(scanner: Scanner, depth: number): ArrayValue {
  const { text, at: start } = scanner;
  const items: Value[] = [];
  let separated = true;
  scanner.at++;
  for (;;) {
    const before = save(scanner);
    const explained = isExplained(scanner, before.at);
    const crossed = skipLines(scanner);
    const { at } = scanner;
    const char = text.charCodeAt(at);
    if (char === code.closeBracket) {
      scanner.at++;
      return { kind: 'array', items, span: { start, end: scanner.at }, closed: true };
    }
    if (at >= text.length || char === code.closeBrace || (crossed && beginsStatement(text, at))) {
      restore(scanner, before);
      const span = { start, end: before.at };
      if (!explained) report(scanner, span, 'This array is not closed: `]` is missing at its end.');
      return { kind: 'array', items, span, closed: false };
    }
    if (char === code.comma) {
      if (separated)
        report(scanner, { start: at, end: at + 1 }, 'A value is missing in front of this comma.');
      separated = true;
      scanner.at++;
      continue;
    }
    const item = readValue(scanner, 'array', depth + 1);
    if (!separated && !explained) report(scanner, item.span, 'A comma is missing in front of this value.');
    separated = false;
    items.push(item);
  }
}

/** https://toml.io/en/v1.1.0#inline-table */
function readInlineTable(scanner: Scanner, depth: number): InlineTable {
  const { text, at: start } = scanner;
  const entries: Entry[] = [];
  const table = openTable('inline', { start, end: start + 1 });
  const inner = scanner.newer.length;
  // where the first of several lines ends, and the comma that was read last
  let lineEnd: number | undefined;
  let comma: number | undefined;
  // of the line with the brace, where the first entry is on another
  let indent: number | undefined;
  scanner.at++;
  const finish = (end: number, closed: boolean): InlineTable => {
    table.span = { start, end };
    return { kind: 'inline-table', entries, table, span: table.span, closed };
  };
  for (;;) {
    const before = save(scanner);
    const explained = isExplained(scanner, before.at);
    const crossed = skipLines(scanner);
    const { at } = scanner;
    const char = text.charCodeAt(at);
    const separated = entries.length === 0 || comma !== undefined;
    // a line without the comma in front of it is the table's own where it stands as such lines do
    const goesOn = (): boolean =>
      char === code.closeBrace ||
      char === code.comma ||
      (char !== code.openBracket &&
        (separated || (indent !== undefined && indentationOf(text, at) > indent)));
    if (at >= text.length || char === code.closeBracket || (crossed && !goesOn())) {
      restore(scanner, before);
      const span = { start, end: before.at };
      if (!explained) report(scanner, span, 'This table is not closed: `}` is missing at its end.');
      return finish(before.at, false);
    }
    if (crossed) {
      lineEnd ??= before.at;
      if (entries.length === 0) indent ??= indentationOf(text, start);
    }
    if (char === code.closeBrace) {
      scanner.at++;
      const read = finish(scanner.at, true);
      if (lineEnd !== undefined) {
        const others = scanner.newer
          .splice(inner)
          .filter(({ kind }) => kind === 'escape' || kind === 'seconds');
        scanner.newer.push({ kind: 'lines', span: { start, end: lineEnd }, table: read }, ...others);
      } else if (comma !== undefined) {
        scanner.newer.push({ kind: 'comma', span: { start: comma, end: comma + 1 } });
      }
      return read;
    }
    if (char === code.comma) {
      if (entries.length === 0 || comma !== undefined)
        report(scanner, { start: at, end: at + 1 }, 'An entry is missing in front of this comma.');
      comma = at;
      scanner.at++;
      continue;
    }
    const known = scanner.errors.length;
    const reading = readEntry(scanner, 'braces', depth);
    if (reading === undefined) continue;
    const { entry, complete } = reading;
    if (!separated && !explained && scanner.errors.length === known)
      report(scanner, entry.key.span, 'A comma is missing in front of this entry.');
    comma = undefined;
    entries.push(entry);
    if (complete) defineEntry(scanner, table, entry.key, entry.value);
  }
}
