/** The reader of TOML 1.1 (https://toml.io/en/v1.1.0): lines into sections. */
import type { Span } from '@slight/text/span.ts';
import type { Fix } from '@slight/text/problem.ts';
import { readEntry } from './entry.ts';
import { replaceWith, skipForeignComment } from './habits.ts';
import { opensHeader, readHeader } from './header.ts';
import { withOldLineEnds } from './old-line-ends.ts';
import { beginsStatement } from './recovery.ts';
import type { Scanner } from './scanner.ts';
import { cite, code, contentEnd, isExplained, report, skipBlanks, skipLines } from './scanner.ts';
import type { OpenTable } from './tables.ts';
import { defineEntry, defineHeader, openTable } from './tables.ts';
import type { Document, Entry, Header, Section } from './tree.ts';
import { readValue } from './value.ts';

/**
 * Reads a document, whatever it is: every error is in `errors`, and the rest is understood. It never throws, and the
 * time it takes grows with the length of the text alone.
 */
export function parse(text: string): Document {
  const meant = withOldLineEnds(text);
  if (meant === undefined) return readLines(text);
  const document = readLines(meant.text);
  return { ...document, text, errors: [meant.error, ...document.errors].sort(bySpan) };
}

function readLines(text: string): Document {
  const scanner: Scanner = { text, at: 0, errors: [], comments: [], newer: [], endless: new Set() };
  if (text.charCodeAt(0) === code.byteOrderMark) scanner.at = 1;
  const root = openTable('root', { start: 0, end: text.length });
  let section = openSection(undefined, root, 0);
  const sections: Section[] = [section];
  for (skipLines(scanner); scanner.at < text.length; skipLines(scanner)) {
    if (opensHeader(text, scanner.at)) {
      const { header, complete } = readHeader(scanner);
      const { start, end } = header.span;
      const alone = openTable(header.kind === 'array' ? 'array-element' : 'header', header.span);
      section = openSection(header, complete ? defineHeader(scanner, root, header) : alone, start);
      section.span.end = end;
      sections.push(section);
    } else if (!skipForeignComment(scanner)) {
      const reading = readEntry(scanner, 'line', 0, readValue);
      if (reading !== undefined) {
        const { entry, complete } = reading;
        section.entries.push(entry);
        section.span.end = entry.span.end;
        if (complete) defineEntry(scanner, section.table, entry.key, entry.value);
      }
    }
    endLine(scanner);
  }
  const { comments, errors, newer } = scanner;
  return { text, root, sections, comments, errors: errors.sort(bySpan), newer: newer.sort(bySpan) };
}

function bySpan(one: { readonly span: Span }, other: { readonly span: Span }): number {
  return one.span.start - other.span.start;
}

interface OpenSection extends Section {
  readonly entries: Entry[];
  readonly table: OpenTable;
  readonly span: { readonly start: number; end: number };
}

function openSection(header: Header | undefined, table: OpenTable, start: number): OpenSection {
  return { ...(header && { header }), entries: [], table, span: { start, end: start } };
}

/** What stands behind an entry or a header on its line is too much. */
function endLine(scanner: Scanner): void {
  const explained = isExplained(scanner, scanner.at);
  const before = scanner.at;
  skipBlanks(scanner);
  if (skipForeignComment(scanner)) return;
  const start = scanner.at;
  const end = contentEnd(scanner, 'line');
  if (end === start) return;
  scanner.at = end;
  if (explained) return;
  const span = { start, end };
  const rest = scanner.text.slice(start, end);
  if (/^["';,:\])}]{1,3}$/.test(rest)) {
    const message = `This ${cite(rest)} is too much: only a comment stands after an entry or a header.`;
    report(scanner, span, message, replaceWith(`Remove ${rest}`, { start: before, end }, ''));
  } else {
    const message = 'A new line is missing in front of this: a line holds one entry or header.';
    const fix = beginsStatement(scanner.text, start) ? onNewLine(scanner, before, start) : undefined;
    report(scanner, span, message, fix);
  }
}

function onNewLine({ text }: Scanner, start: number, end: number): Fix {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return { title: 'Put it on a line of its own', edits: [{ span: { start, end }, text: newline }] };
}
