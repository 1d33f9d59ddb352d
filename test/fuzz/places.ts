/** Where the ranges of an answer lie. Whatever its shape, each is found with the document that it is in. */
import type { Position } from 'vscode-languageserver-types';
import { isBefore } from './text.ts';

export interface Places {
  /** By URI, in the order of the answer. */
  readonly positions: ReadonlyMap<string, readonly Position[]>;
  /** The version that an edit names for its document, by URI. */
  readonly versions: ReadonlyMap<string, number | null>;
  /** What is wrong with the answer by itself, whatever the texts are. */
  readonly faults: readonly string[];
}

interface Found {
  readonly positions: Map<string, Position[]>;
  readonly versions: Map<string, number | null>;
  readonly faults: string[];
}

/** @param uri the document that the answer is about, where it names none */
export function placesIn(answer: unknown, uri: string): Places {
  const found: Found = { positions: new Map(), versions: new Map(), faults: [] };
  look(found, answer, uri);
  return found;
}

type Fields = Readonly<Record<string, unknown>>;

function look(found: Found, value: unknown, uri: string): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (typeof value[0] === 'number') return;
    checkEdits(found, value);
    for (const item of value) look(found, item, uri);
    return;
  }
  const fields = value as Fields;
  if (isPosition(fields)) add(found, uri, fields);
  else if (isPosition(fields['start']) && isPosition(fields['end'])) lookAtRange(found, fields, uri);
  else lookAtFields(found, fields, uri);
}

function lookAtRange(found: Found, fields: Fields, uri: string): void {
  const { start, end } = fields as { start: Position; end: Position };
  add(found, uri, start);
  add(found, uri, end);
  if (isBefore(end, start))
    found.faults.push(`a range that ends before it starts: ${JSON.stringify(fields)}`);
}

function lookAtFields(found: Found, fields: Fields, uri: string): void {
  const target = fields['targetUri'];
  const document = fields['textDocument'] as { uri: string; version?: number | null } | undefined;
  const own = typeof target === 'string' ? target : (document?.uri ?? stringOf(fields['uri']) ?? uri);
  if (document?.version !== undefined) found.versions.set(document.uri, document.version);
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'originSelectionRange') look(found, value, uri);
    else if (name === 'changes' && !Array.isArray(value)) lookByUri(found, value as Fields);
    // what the client hands back as it is means nothing to it
    else if (name !== 'data') look(found, value, own);
  }
  checkNesting(found, fields);
}

function lookByUri(found: Found, changes: Fields): void {
  for (const [uri, edits] of Object.entries(changes)) look(found, edits, uri);
}

/** Edits of one text must not overlap (LSP 3.17, "TextEdit[]"), and none ends within a `\r\n`. */
function checkEdits(found: Found, items: readonly unknown[]): void {
  for (const item of items) {
    // half of a line end would be a line end of its own, and its other half another one
    if (isRecord(item) && stringOf(item['newText'])?.endsWith('\r')) {
      found.faults.push(`an edit that ends with half a line end: ${JSON.stringify(item)}`);
    }
  }
  const ranges = items
    .filter((item) => isRecord(item) && 'newText' in item && 'range' in item)
    .map((item) => (item as { range: { start: Position; end: Position } }).range)
    .sort((one, other) => order(one.start, other.start) || order(one.end, other.end));
  for (const [index, range] of ranges.entries()) {
    const before = ranges[index - 1];
    if (before && isBefore(range.start, before.end)) {
      found.faults.push(`edits that overlap: ${JSON.stringify([before, range])}`);
    }
  }
}

/** A symbol's name lies in the symbol, and a selection in the one around it. */
function checkNesting(found: Found, { range, selectionRange, parent }: Fields): void {
  if (!isRange(range)) return;
  if (isRange(selectionRange) && !isIn(selectionRange, range)) {
    found.faults.push(`a selection outside of its range: ${JSON.stringify({ range, selectionRange })}`);
  }
  if (isRecord(parent) && isRange(parent['range']) && !isIn(range, parent['range'])) {
    found.faults.push(`a range outside of its parent: ${JSON.stringify({ range, parent: parent['range'] })}`);
  }
}

function order(one: Position, other: Position): number {
  return one.line - other.line || one.character - other.character;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

function isIn(inner: Range, outer: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function add(found: Found, uri: string, position: Position): void {
  const known = found.positions.get(uri);
  if (known) known.push(position);
  else found.positions.set(uri, [position]);
}

function isRange(value: unknown): value is Range {
  return isRecord(value) && isPosition(value['start']) && isPosition(value['end']);
}

function isPosition(value: unknown): value is Position {
  return isRecord(value) && typeof value['line'] === 'number' && typeof value['character'] === 'number';
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
