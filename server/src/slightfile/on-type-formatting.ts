import { lineEndOf } from '@slight/text/line-ends.ts';
import { format } from '@slight/slightfile/toml/format.ts';
import { countFrom, lastFrom } from '@slight/slightfile/toml/lookup.ts';
import { parse } from '@slight/slightfile/toml/parse.ts';
import type { Section, Value } from '@slight/slightfile/toml/tree.ts';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import type { File } from './file.ts';
import { rangeOf } from '../lsp/ranges.ts';

/**
 * The edits behind a typed character. A new line lays out the line that was left; the `]` that closes a header, and the
 * line behind one, put a blank line above it. White space changes and nothing else, and of the line that is being typed
 * nothing at all.
 */
export function onTypeFormatting(file: File, position: Position, typed: string): TextEdit[] {
  if (typed === ']') return closesHeader(file, position) ? blankAbove(file, position.line) : [];
  const left = position.line - 1;
  if (typed !== '\n' || left < 0) return [];
  return [...blankAbove(file, left), ...layOut(file, left)];
}

/** The line as formatting by itself would leave it: one that holds one header or entry, whole. */
function layOut(file: File, line: number): TextEdit[] {
  const { document } = file;
  const start = document.offsetAt({ line, character: 0 });
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  const content = text.replace(/\r?\n$/, '');
  if (!isOneThing(file, start, start + content.length)) return [];
  // by itself, because a document with an error elsewhere, as one that is being typed has, is not formatted
  return format(parse(`${content}\n`)).flatMap(({ span, text: wanted }) => {
    const isAtEnd = span.end > content.length;
    const end = isAtEnd ? content.length : span.end;
    const newText = isAtEnd ? wanted.replace(/\n$/, '') : wanted;
    if (content.slice(span.start, end) === newText) return [];
    return [{ range: rangeOf(file, { start: start + span.start, end: start + end }), newText }];
  });
}

/** True for a line with a header or an entry that begins and ends there, and that is not in a value still to be closed. */
function isOneThing({ slightfile: { document } }: File, start: number, end: number): boolean {
  const section = lastFrom(document.sections, end);
  if (!section || hangsOpen(section, start)) return false;
  const thing = lastFrom(section.entries, end) ?? section.header;
  return thing !== undefined && start <= thing.span.start && thing.span.end <= end;
}

/** True where what stands above an offset goes on for as long as nobody closes it. */
function hangsOpen({ entries }: Section, offset: number): boolean {
  return entries.some(({ span, value }) => span.start < offset && isOpen(value));
}

function isOpen(value: Value): boolean {
  switch (value.kind) {
    case 'array':
    case 'inline-table':
      return !value.closed;
    case 'string':
      return value.style.startsWith('multiline') && value.inner.end === value.span.end;
    default:
      return false;
  }
}

function closesHeader({ document, slightfile }: File, position: Position): boolean {
  const offset = document.offsetAt(position);
  const header = lastFrom(slightfile.document.sections, offset)?.header;
  return header !== undefined && offset <= header.span.end;
}

/** A blank line above the header on a line, and the comments that stand right above it, where there is none. */
function blankAbove(file: File, line: number): TextEdit[] {
  const { document, slightfile } = file;
  const { text, sections } = slightfile.document;
  const index = countFrom(sections, document.offsetAt({ line: line + 1, character: 0 }) - 1) - 1;
  const header = sections[index]?.header;
  const above = sections[index - 1];
  if (header?.closed !== true || document.positionAt(header.span.start).line !== line) return [];
  if (above && hangsOpen(above, header.span.start)) return [];
  const top = { line: topOfComments(file, line), character: 0 };
  if (top.line === 0) return [];
  const before = document.getText({ start: { line: top.line - 1, character: 0 }, end: top });
  if (before.trim() === '') return [];
  return [{ range: { start: top, end: top }, newText: lineEndOf(text) }];
}

/** The first of the lines right above this one that hold a comment and nothing else; else the line itself. */
function topOfComments({ document, slightfile }: File, line: number): number {
  const { text, comments } = slightfile.document;
  let top = line;
  while (top > 0) {
    const start = document.offsetAt({ line: top - 1, character: 0 });
    const end = document.offsetAt({ line: top, character: 0 });
    const comment = lastFrom(comments, end - 1);
    if (!comment || comment.span.start < start || text.slice(start, comment.span.start).trim() !== '') break;
    top--;
  }
  return top;
}
