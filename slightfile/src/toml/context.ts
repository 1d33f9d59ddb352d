/** What the cursor is on: the question behind every completion and hover. */
import type { Span } from '@slight/text/span.ts';
import { touches } from '@slight/text/span.ts';
import { lastFrom, tableAbove, tableAt } from './lookup.ts';
import type {
  ArrayValue,
  Comment,
  Document,
  Entry,
  Header,
  InlineTable,
  Key,
  KeyPart,
  Section,
  Table,
  Value,
} from './tree.ts';

/**
 * Every path is the names from the root on: of the table that a key is in (`['capability']` at `[[capability]]`, and at
 * `resource` below it), and of the thing that a value is the value of (`['capability', 'resource']`).
 */
export type Context =
  | { readonly kind: 'comment'; readonly comment: Comment }
  | HeaderContext
  | KeyContext
  | ValueContext
  | ItemContext
  | BlankContext
  /** Behind a complete value or header, in front of `=`, or in what cannot be read: nothing can be written here. */
  | { readonly kind: 'none'; readonly section: Section };

/** In the brackets of `[a.b]` or `[[a.b]]`, closed or not. */
export interface HeaderContext {
  readonly kind: 'header';
  readonly section: Section;
  readonly header: Header;
  /** The part that the cursor touches, or else the one behind it, or else the last; perhaps one that is still missing. */
  readonly part: KeyPart;
  /** The part's place in the key. */
  readonly index: number;
  /** The names of the parts in front of it. */
  readonly path: readonly string[];
  /** The table that has, or would have, the part as a member; absent where there is none yet. */
  readonly table?: Table;
}

/** On a key, be it the only thing on its line (`reso|`, then `entry.equals` is absent) or not. */
export interface KeyContext {
  readonly kind: 'key';
  readonly section: Section;
  readonly entry: Entry;
  readonly part: KeyPart;
  readonly index: number;
  readonly path: readonly string[];
  /** The table that has, or would have, the part as a member; absent where there is none yet. */
  readonly table?: Table;
  /** The table in braces that the key stands in. */
  readonly braces?: InlineTable;
}

/** On a value or where one should be. A `missing` value's span is what completion replaces, perhaps nothing. */
export interface ValueContext {
  readonly kind: 'value';
  readonly section: Section;
  /** The innermost entry: the one whose value, or an item of whose arrays, this is. */
  readonly entry: Entry;
  readonly value: Value;
  readonly path: readonly string[];
}

/** Between the brackets of an array, on none of its items. */
export interface ItemContext {
  readonly kind: 'item';
  readonly section: Section;
  readonly entry: Entry;
  readonly array: ArrayValue;
  readonly path: readonly string[];
}

/** Where a key can begin: on a line with nothing in front of the cursor, or between braces, on whichever line. */
export interface BlankContext {
  readonly kind: 'blank';
  readonly section: Section;
  readonly path: readonly string[];
  readonly table: Table;
  readonly braces?: InlineTable;
}

/** What the cursor at `offset` is on. Whatever is half typed counts as what it is about to be. */
export function contextAt(document: Document, offset: number): Context {
  const comment = lastFrom(document.comments, offset - 1);
  if (comment !== undefined && offset <= comment.span.end) return { kind: 'comment', comment };
  const section = lastFrom(document.sections, offset) ?? topOf(document);
  const entry = lastFrom(section.entries, offset);
  const path = section.header?.key.parts.map((part) => part.name) ?? [];
  const scope: Scope = { document, section, table: section.table, path };
  if (entry !== undefined) {
    if (isOnLineOf(document.text, entry.span, offset)) return inEntry(scope, entry, offset);
  } else if (section.header !== undefined && isOnLineOf(document.text, section.header.span, offset)) {
    return inHeader(document, section, section.header, offset);
  }
  const line = document.text.slice(document.text.lastIndexOf('\n', offset - 1) + 1, offset);
  // A byte order mark may begin the first line.
  return /^\uFEFF?[ \t]*$/.test(line)
    ? { kind: 'blank', section, path, table: section.table }
    : { kind: 'none', section };
}

/** What an entry stands in: the lines below a header, or braces. */
interface Scope {
  readonly document: Document;
  readonly section: Section;
  readonly table: Table;
  readonly path: readonly string[];
  readonly braces?: InlineTable;
}

function topOf(document: Document): Section {
  const [top] = document.sections;
  return top ?? { entries: [], span: { start: 0, end: 0 }, table: document.root };
}

/** True up to the end of the line that the span ends on. */
function isOnLineOf(text: string, span: Span, offset: number): boolean {
  return offset <= span.end || !text.slice(span.end, offset).includes('\n');
}

/** True where only blanks are between the two: the cursor is still where the half-typed thing goes on. */
function goesOn(text: string, end: number, offset: number): boolean {
  return offset <= end || /^[ \t]*$/.test(text.slice(end, offset));
}

function inHeader(document: Document, section: Section, header: Header, offset: number): Context {
  const { key, span, closed } = header;
  const behind = document.text.slice(key.span.end, offset).includes(']');
  if (behind || !(closed ? offset <= span.end : goesOn(document.text, span.end, offset)))
    return { kind: 'none', section };
  const { part, index } = partAt(key, offset);
  const path = key.parts.slice(0, index).map(({ name }) => name);
  const table = tableAbove(document, section, path);
  return { kind: 'header', section, header, part, index, path, ...(table && { table }) };
}

function partAt(key: Key, offset: number): { readonly part: KeyPart; readonly index: number } {
  const found = key.parts.findIndex(({ span }) => offset <= span.end);
  const index = found === -1 ? key.parts.length - 1 : found;
  const part = key.parts[index];
  return { part: part ?? { name: '', style: 'bare', span: { start: offset, end: offset } }, index };
}

function inEntry(scope: Scope, entry: Entry, offset: number): Context {
  const { document, section, braces } = scope;
  const { key, equals } = entry;
  if (touches(key.span, offset)) {
    const { part, index } = partAt(key, offset);
    const names = key.parts.slice(0, index).map(({ name }) => name);
    const table = tableAt(scope.table, names);
    const path = [...scope.path, ...names];
    return {
      kind: 'key',
      section,
      entry,
      part,
      index,
      path,
      ...(table && { table }),
      ...(braces && { braces }),
    };
  }
  const written = equals === undefined ? entry.value.span.start : equals + 1;
  if (offset < written || !goesOn(document.text, entry.span.end, offset)) return { kind: 'none', section };
  if (equals === undefined && entry.value.kind === 'missing') return { kind: 'none', section };
  const path = [...scope.path, ...key.parts.map(({ name }) => name)];
  return inValue({ ...scope, path }, entry, entry.value, offset);
}

/** `scope.path` is that of the value here. */
function inValue(scope: Scope, entry: Entry, value: Value, offset: number): Context {
  const { document, section, path } = scope;
  const { start, end } = value.span;
  const isWithin = start < offset && (offset < end || (isOpen(value) && goesOn(document.text, end, offset)));
  if (value.kind === 'array' && isWithin) {
    const item = value.items.find(({ span }) => touches(span, offset)) ?? openLast(value.items, offset);
    return item ? inValue(scope, entry, item, offset) : { kind: 'item', section, entry, array: value, path };
  }
  if (value.kind === 'inline-table' && isWithin) return inBraces(scope, value, offset);
  if (offset <= end || isOpen(value)) return { kind: 'value', section, entry, value, path };
  return { kind: 'none', section };
}

function inBraces(scope: Scope, braces: InlineTable, offset: number): Context {
  const { document, section, path } = scope;
  const { table } = braces;
  const entry = lastFrom(braces.entries, offset);
  if (entry !== undefined) {
    const { span, value } = entry;
    const isInside = offset <= span.end || (isOpen(value) && goesOn(document.text, span.end, offset));
    if (isInside) return inEntry({ ...scope, table, braces }, entry, offset);
  }
  const before = document.text.slice(entry?.span.end ?? braces.span.start, offset);
  const separator = /[{,]\s*$/.test(before.replace(/#.*/g, ''));
  return separator ? { kind: 'blank', section, path, table, braces } : { kind: 'none', section };
}

/** The last of the items that begins in front of the cursor, if it still goes on there. */
function openLast(items: readonly Value[], offset: number): Value | undefined {
  const last = lastFrom(items, offset);
  return last && isOpen(last) && offset > last.span.end && last === items.at(-1) ? last : undefined;
}

/** True for a value that is not closed, or not there: it goes on to where the cursor is. */
function isOpen(value: Value): boolean {
  switch (value.kind) {
    case 'array':
    case 'inline-table':
      return !value.closed;
    case 'missing':
      return value.span.start === value.span.end;
    case 'string':
      return value.inner.end === value.span.end;
    default:
      return false;
  }
}
