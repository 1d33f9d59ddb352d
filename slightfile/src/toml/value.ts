/** Values, and what lies between brackets and braces: the part of the grammar that contains itself. */
import type { Fix } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import { readBare } from './bare.ts';
import { readEntry } from './entry.ts';
import { isForeignQuote, readForeignString, replaceWith, skipForeignComment } from './habits.ts';
import { maxDepth } from './key.ts';
import { beginsStatement, indentationOf, skipNested } from './recovery.ts';
import type { Place, Scanner } from './scanner.ts';
import { code, isExplained, report, restore, save, skipLines } from './scanner.ts';
import { readString } from './string.ts';
import { defineEntry, openTable } from './tables.ts';
import type { ArrayValue, Entry, InlineTable, Value } from './tree.ts';

export function readValue(scanner: Scanner, place: Place, depth: number): Value {
  switch (scanner.text.charCodeAt(scanner.at)) {
    case code.quote:
    case code.apostrophe:
      return readString(scanner);
    case code.openBracket:
      return depth < maxDepth ? readArray(scanner, depth) : skipNested(scanner);
    case code.openBrace:
      return depth < maxDepth ? readInlineTable(scanner, depth) : skipNested(scanner);
    default:
      if (isForeignQuote(scanner.text.charAt(scanner.at))) return readForeignString(scanner, place);
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
      if (separated) {
        const span = { start: at, end: at + 1 };
        report(scanner, span, 'A value is missing in front of this comma.', withoutComma(span));
      }
      separated = true;
      scanner.at++;
      continue;
    }
    if (skipForeignComment(scanner)) continue;
    const item = readValue(scanner, 'array', depth + 1);
    if (!separated && !explained)
      report(scanner, item.span, 'A comma is missing in front of this value.', withComma(items.at(-1)));
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
      if (separated) {
        const span = { start: at, end: at + 1 };
        report(scanner, span, 'An entry is missing in front of this comma.', withoutComma(span));
      }
      comma = at;
      scanner.at++;
      continue;
    }
    if (skipForeignComment(scanner)) continue;
    const known = scanner.errors.length;
    const reading = readEntry(scanner, 'braces', depth, readValue);
    if (reading === undefined) continue;
    const { entry, complete } = reading;
    if (!separated && !explained && scanner.errors.length === known)
      report(
        scanner,
        entry.key.span,
        'A comma is missing in front of this entry.',
        withComma(entries.at(-1)),
      );
    comma = undefined;
    entries.push(entry);
    if (complete) defineEntry(scanner, table, entry.key, entry.value);
  }
}

function withComma(last: { readonly span: Span } | undefined): Fix | undefined {
  const end = last?.span.end;
  if (end === undefined) return undefined;
  return { title: 'Add the comma', edits: [{ span: { start: end, end }, text: ',' }], preferred: true };
}

function withoutComma(span: Span): Fix {
  return replaceWith('Remove the comma', span, '');
}
