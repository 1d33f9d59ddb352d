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
import { beginsEntry, beginsStatement, skipNested } from './recovery.ts';
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
        ? 'A value is missing behind this `=`.'
        : `${nameOf(key)} has no value: write one behind the \`=\`.`,
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
      report(scanner, key.span, `${nameOf(key)} has no value: write \`=\` and a value behind it.`);
  } else if (isDigit(char) || '"\'[{'.includes(scanner.text.charAt(scanner.at))) {
    report(scanner, key.span, `\`=\` is missing between ${nameOf(key)} and its value.`);
    const value = readValue(scanner, place, depth + key.parts.length);
    return { key, value, span: { start, end: value.span.end } };
  } else {
    scanner.at = contentEnd(scanner, place);
    report(
      scanner,
      { start, end: scanner.at },
      `\`=\` is missing behind ${nameOf(key)}. A key with spaces needs quotes.`,
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

function readInlineTable(scanner: Scanner, depth: number): InlineTable {
  const { text, at: start } = scanner;
  const entries: Entry[] = [];
  const table = openTable('inline', { start, end: start + 1 });
  let separated = true;
  let oneLine = true;
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
    const goesOn = (): boolean =>
      char === code.closeBrace || char === code.comma || (separated && beginsEntry(text, at));
    if (at >= text.length || char === code.closeBracket || (crossed && !goesOn())) {
      restore(scanner, before);
      const span = { start, end: before.at };
      if (!explained) report(scanner, span, 'This table is not closed: `}` is missing at its end.');
      return finish(before.at, false);
    }
    if (crossed && oneLine) {
      oneLine = false;
      const span = { start, end: before.at };
      report(scanner, span, 'A table in braces must stand on one line. For more lines, use a `[header]`.');
    }
    if (char === code.closeBrace) {
      scanner.at++;
      if (separated && entries.length > 0) {
        report(
          scanner,
          { start: before.at - 1, end: before.at },
          'No comma may stand behind the last entry of a table in braces.',
        );
      }
      return finish(scanner.at, true);
    }
    if (char === code.comma) {
      if (separated)
        report(scanner, { start: at, end: at + 1 }, 'An entry is missing in front of this comma.');
      separated = true;
      scanner.at++;
      continue;
    }
    const reading = readEntry(scanner, 'braces', depth);
    if (reading === undefined) continue;
    const { entry, complete } = reading;
    const { start: keyStart, end: keyEnd } = entry.key.span;
    if (!separated && !explained && keyEnd > keyStart)
      report(scanner, entry.key.span, 'A comma is missing in front of this entry.');
    separated = false;
    entries.push(entry);
    if (complete) defineEntry(scanner, table, entry.key, entry.value);
  }
}
