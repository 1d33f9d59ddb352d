import type { Span } from '@slight/text/span.ts';
import { touches } from '@slight/text/span.ts';
import { lastFrom } from '@slight/slightfile/toml/lookup.ts';
import type { Entry, Key, Section, StringValue, Value } from '@slight/slightfile/toml/tree.ts';
import type { Position, SelectionRange } from 'vscode-languageserver-types';
import type { File } from './file.ts';
import { growing } from '../lsp/growing.ts';

/**
 * Of each position, what a selection there grows to: a word, the string that it is in, that with its quotes, the entry,
 * the lines below a header, the block, the file.
 */
export function selectionRanges(file: File, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectionRange(file, file.document.offsetAt(position)));
}

function selectionRange(file: File, offset: number): SelectionRange {
  const { capabilities, secrets, document } = file.slightfile;
  const { text, sections, comments } = document;
  const section = lastFrom(sections, offset);
  const comment = lastFrom(comments, offset);
  const spans = [
    lastFrom(capabilities, offset)?.span,
    lastFrom(secrets, offset)?.span,
    section?.header && section.span,
    ...(section ? spansInSection(section, offset) : []),
    ...(comment ? [comment.span, { start: comment.span.start + 1, end: comment.span.end }] : []),
  ]
    .filter((span) => span !== undefined)
    .filter((span) => touches(span, offset));
  return growing(file, [...spans, ...wordsIn(text, spans.at(-1), offset)]);
}

/** From the outside in. */
function spansInSection({ header, entries }: Section, offset: number): Span[] {
  const entry = lastFrom(entries, offset);
  return [
    ...(header && touches(header.span, offset) ? [header.span, ...spansInKey(header.key, offset)] : []),
    ...(entry && touches(entry.span, offset) ? spansInEntry(entry, offset) : []),
  ];
}

function spansInEntry({ span, key, value }: Entry, offset: number): Span[] {
  const inside = touches(value.span, offset) ? spansInValue(value, offset) : spansInKey(key, offset);
  return [span, ...inside];
}

function spansInKey({ span, parts }: Key, offset: number): Span[] {
  const part = lastFrom(parts, offset);
  return touches(span, offset) && part ? [span, part.span] : [];
}

function spansInValue(value: Value, offset: number): Span[] {
  switch (value.kind) {
    case 'string':
      return [value.span, ...spansInString(value, offset)];
    case 'array': {
      const item = lastFrom(value.items, offset);
      const isOn = item && touches(item.span, offset);
      return [value.span, ...(isOn ? spansInValue(item, offset) : [])];
    }
    case 'inline-table': {
      const entry = lastFrom(value.entries, offset);
      const isOn = entry && touches(entry.span, offset);
      return [value.span, ...(isOn ? spansInEntry(entry, offset) : [])];
    }
    default:
      return [value.span];
  }
}

/** What is between the quotes, and of `${store.KEY}` what is between the braces. */
function spansInString({ value, inner }: StringValue, offset: number): Span[] {
  if (!touches(inner, offset)) return [];
  const isReference = value.startsWith('${') && value.endsWith('}') && !value.includes('\n');
  const body = { start: inner.start + '${'.length, end: inner.end - '}'.length };
  const isVerbatim = inner.end - inner.start === value.length;
  return [inner, ...(isReference && isVerbatim && touches(body, offset) ? [body] : [])];
}

/** The words around the offset, the longer first: with the dots between them, `keyvalue.redis`, and without. */
function wordsIn(text: string, within: Span | undefined, offset: number): Span[] {
  if (!within) return [];
  return [/[\w.\-\u0080-\uffff]/, /[\w\-\u0080-\uffff]/].map((letter) => {
    let { start, end } = { start: offset, end: offset };
    while (start > within.start && letter.test(text.charAt(start - 1))) start--;
    while (end < within.end && letter.test(text.charAt(end))) end++;
    return { start, end };
  });
}
