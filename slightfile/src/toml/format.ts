/** The layout of a document: edits that change blanks and line ends, and nothing that they stand between. */
import type { LineEnd } from '@slight/text/line-ends.ts';
import { lineEndOf, withOwnLineEnds } from '@slight/text/line-ends.ts';
import type { TextEdit } from '@slight/text/problem.ts';
import type { Span } from '@slight/text/span.ts';
import { isBlank } from './scanner.ts';
import type { Comment, Document, Entry, Header, Key, Value } from './tree.ts';

export interface FormatOptions {
  /** What the lines of arrays and braces are indented by; two spaces if not given. */
  readonly indent?: string;
}

/**
 * The edits that bring a document into one layout: a blank line above each header (and the comments right above it),
 * `key = value`, no indentation, no white space at line ends, one line end at the end. Comments, quotes, order and
): { readonly text: string; readonly comma: boolean } {
  const { document } = layout;
  const line = '\n' + layout.indent.repeat(depth);
 */
export function format(document: Document, { indent = '  ' }: FormatOptions = {}): TextEdit[] {
  if (document.errors.length > 0) return [];
  const { text } = document;
  const layout: Layout = { document, indent, lineEnd: lineEndOf(text), edits: [] };
  const items = itemsOf(document);
  const gaps = gapsAbove(layout, items);
  let end = text.startsWith('\uFEFF') ? 1 : 0;
  for (const [index, item] of items.entries()) {
    setGap(layout, end, item.span.start, gaps[index] ?? '');
    end = item.span.end;
    if (item.kind === 'header') layHeader(layout, item.header);
    else if (item.kind === 'entry') layEntry(layout, item.entry, 0);
    else end = trimmedEnd(text, item.span);
  }
  setGap(layout, end, text.length, items.length === 0 ? '' : '\n');
  return layout.edits;
}

interface Layout {
  readonly document: Document;
  readonly indent: string;
  /** What a line ends with that is new. */
  readonly lineEnd: LineEnd;
  readonly edits: TextEdit[];
}

/** What has a line, or the end of one, to itself. */
type Item =
  | { readonly kind: 'header'; readonly span: Span; readonly header: Header }
  | { readonly kind: 'entry'; readonly span: Span; readonly entry: Entry }
  | { readonly kind: 'comment'; readonly span: Span };

/** Headers, entries and the comments between them, in source order; comments inside of a value are the value's own. */
function itemsOf({ sections, comments }: Document): Item[] {
  const items: Item[] = [];
  let next = 0;
  const takeComments = (before: number): void => {
    for (let at = comments[next]; at !== undefined && at.span.start < before; at = comments[++next]) {
      items.push({ kind: 'comment', span: at.span });
    }
  };
  const take = (item: Item): void => {
    takeComments(item.span.start);
    items.push(item);
    while ((comments[next]?.span.start ?? Infinity) < item.span.end) next++;
  };
  for (const { header, entries } of sections) {
    if (header !== undefined) take({ kind: 'header', span: header.span, header });
    for (const entry of entries) take({ kind: 'entry', span: entry.span, entry });
  }
  takeComments(Infinity);
  return items;
}

/** `wanted` has its line ends as `\n`. */
function setGap({ document, lineEnd, edits }: Layout, start: number, end: number, wanted: string): void {
  const before = document.text.slice(start, end);
  const text = withOwnLineEnds(before, wanted, lineEnd);
  if (before !== text) edits.push({ span: { start, end }, text });
}

/** What belongs between each item and the one above it. */
function gapsAbove({ document }: Layout, items: readonly Item[]): string[] {
  const lines = items.map(({ span }, index) =>
    linesBetween(document.text, items[index - 1]?.span.end ?? 0, span.start),
  );
  // From below: a comment goes with the header that stands right under it, or under the next such comment.
  const leads: boolean[] = [];
  for (let index = items.length - 1; index >= 0; index--) {
    const ownLine = index === 0 || lines[index] !== 0;
    const isLeading =
      items[index]?.kind === 'comment' && ownLine && lines[index + 1] === 1 && leads[index + 1];
    leads[index] = items[index]?.kind === 'header' || (isLeading ?? false);
  }
  return items.map((_, index) => {
    if (index === 0) return '';
    if (lines[index] === 0) return ' ';
    const opens = leads[index] && !(leads[index - 1] && items[index - 1]?.kind === 'comment');
    return opens || (lines[index] ?? 0) > 1 ? '\n\n' : '\n';
  });
}

function linesBetween(text: string, start: number, end: number): number {
  return text.slice(start, end).split('\n').length - 1;
}

/** Where a comment ends without the blanks at its end. */
function trimmedEnd(text: string, { end }: Span): number {
  let last = end;
  while (isBlank(text.charCodeAt(last - 1))) last--;
  return last;
}

function layHeader(layout: Layout, { kind, key, span }: Header): void {
  const brackets = kind === 'array' ? 2 : 1;
  setGap(layout, span.start + brackets, key.span.start, '');
  layKey(layout, key);
  setGap(layout, key.span.end, span.end - brackets, '');
}

function layKey(layout: Layout, { parts }: Key): void {
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1];
    if (before !== undefined) setGap(layout, before.span.end, part.span.start, '.');
  }
}

/** `depth` counts the brackets around, and the braces over several lines. */
function layEntry(layout: Layout, { key, value }: Entry, depth: number): void {
  layKey(layout, key);
  setGap(layout, key.span.end, value.span.start, ' = ');
  layValue(layout, value, depth);
}

function layValue(layout: Layout, value: Value, depth: number): void {
  if (value.kind === 'array') {
    layList(layout, value.span, value.items, { pad: '', depth: depth + 1 }, (item) => {
      layValue(layout, item, depth + 1);
    });
  } else if (value.kind === 'inline-table') {
    layList(layout, value.span, value.entries, { pad: ' ', depth: depth + 1 }, (entry, isOver) => {
      layEntry(layout, entry, isOver ? depth + 1 : depth);
    });
  }
}

interface ListLayout {
  /** What stands inside of the brackets or braces where they are on one line. */
  readonly pad: string;
  /** How far the lines between them are indented. */
  readonly depth: number;
}

/** What stands between brackets or braces keeps its lines and its comments; `lay` is told whether there are several lines. */
function layList<T extends { readonly span: Span }>(
  layout: Layout,
  span: Span,
  things: readonly T[],
  { pad, depth }: ListLayout,
  lay: (thing: T, isOver: boolean) => void,
): void {
  const starts = [...things.map((thing) => thing.span.start), span.end - 1];
  const ends = [span.start + 1, ...things.map((thing) => thing.span.end)];
  const gaps = starts.map((start, index) => gapInList(layout, ends[index] ?? start, start, depth));
  const isOver = gaps.some(({ text }) => text !== '');
  for (const [index, { text, comma }] of gaps.entries()) {
    const [from = 0, to = 0, thing] = [ends[index], starts[index], things[index]];
    if (thing !== undefined) {
      setGap(layout, from, to, index === 0 ? text || pad : `,${text || ' '}`);
      lay(thing, isOver);
    } else if (text === '') setGap(layout, from, to, index === 0 ? '' : pad);
    else {
      const lines = text.slice(0, text.lastIndexOf('\n') + 1) + layout.indent.repeat(depth - 1);
      setGap(layout, from, to, (comma ? ',' : '') + lines);
    }
  }
}

/** The comments between two things in a list, and whether there is a line end or a comma. */
function gapInList(
  layout: Layout,
  start: number,
  end: number,
  depth: number,
): { readonly text: string; readonly comma: boolean } {
  const { document } = layout;
  const line = '\n' + layout.indent.repeat(depth);
  let text = '';
  let comma = false;
  let from = start;
  const look = (to: number): boolean => {
    const between = document.text.slice(from, to);
    comma ||= between.includes(',');
    return between.includes('\n');
  };
  for (const { span } of commentsIn(document.comments, start, end)) {
    text += `${look(span.start) ? line : ' '}${document.text.slice(span.start, trimmedEnd(document.text, span))}`;
    from = span.end;
  }
  if (look(end)) text += line;
  return { text, comma };
}

function commentsIn(comments: readonly Comment[], start: number, end: number): readonly Comment[] {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((comments[middle]?.span.start ?? Infinity) < start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while ((comments[last]?.span.start ?? Infinity) < end) last++;
  return comments.slice(low, last);
}
