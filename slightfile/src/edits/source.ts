/** Where the things of a document stand in its text, for edits. Made once a document, when a fix first asks. */
import { lineEndOf } from '@slight/text/line-ends.ts';
import { countFrom } from '../toml/lookup.ts';
import type { Document, Entry, Key, KeyPart, Section, Table, Value } from '../toml/tree.ts';

export interface Source {
  readonly text: string;
  /** That of most lines. */
  readonly newline: string;
  /** The entry whose key has a part that begins at this offset; those of inline tables too. */
  entryAt(offset: number): Placed | undefined;
  /** The header and lines that are this table. */
  sectionOf(table: Table): Section | undefined;
  /** Whether all that stands from the header up to the next one could be read. */
  isRead(section: Section): boolean;
  /** Every place that spells a key of a table: in entries, in headers, in headers of what lies below. */
  namings(table: Table, key: string): readonly KeyPart[];
}

export interface Placed {
  readonly entry: Entry;
  /** Whether it stands in an inline table rather than on a line of its own. */
  readonly inline: boolean;
}

export function sourceOf(document: Document): Source {
  const { sections, errors } = document;
  let index: Index | undefined;
  const get = () => (index ??= indexOf(document));
  return {
    text: document.text,
    newline: lineEndOf(document.text),
    entryAt: (offset) => get().entries.get(offset),
    sectionOf: (table) => get().sections.get(table),
    isRead: ({ span }) => {
      const next = sections[countFrom(sections, span.start)]?.span.start ?? document.text.length + 1;
      return countFrom(errors, next - 1) === countFrom(errors, span.start - 1);
    },
    namings: (table, key) => get().namings.get(table)?.get(key) ?? [],
  };
}

interface Index {
  readonly entries: Map<number, Placed>;
  readonly sections: Map<Table, Section>;
  readonly namings: Map<Table, Map<string, KeyPart[]>>;
}

function indexOf(document: Document): Index {
  const index: Index = { entries: new Map(), sections: new Map(), namings: new Map() };
  /** Of each `[[list]]`, the element that headers below it go into. */
  const current = new Map<object, Table>();
  for (const section of document.sections) {
    if (section.header) {
      index.sections.set(section.table, section);
      follow(index, document.root, section.header.key, current);
      const list = listOf(document.root, section.header.key, current);
      if (section.header.kind === 'array' && list) current.set(list, section.table);
    }
    for (const entry of section.entries) addEntry(index, section.table, entry, false, current);
  }
  return index;
}

function addEntry(
  index: Index,
  table: Table,
  entry: Entry,
  inline: boolean,
  current: Map<object, Table>,
): void {
  for (const { span } of entry.key.parts) index.entries.set(span.start, { entry, inline });
  follow(index, table, entry.key, current);
  addValue(index, entry.value, current);
}

function addValue(index: Index, value: Value, current: Map<object, Table>): void {
  if (value.kind === 'array') for (const item of value.items) addValue(index, item, current);
  if (value.kind !== 'inline-table') return;
  for (const entry of value.entries) addEntry(index, value.table, entry, true, current);
}

/** Notes each part of a dotted key with the table that it is a key of. */
function follow(index: Index, from: Table, key: Key, current: Map<object, Table>): void {
  let table: Table | undefined = from;
  for (const part of key.parts) {
    if (!table) return;
    const keys = index.namings.get(table) ?? new Map<string, KeyPart[]>();
    index.namings.set(table, keys);
    const places = keys.get(part.name);
    if (places) places.push(part);
    else keys.set(part.name, [part]);
    table = below(table, part, current);
  }
}

function below(table: Table, part: KeyPart, current: Map<object, Table>): Table | undefined {
  const node = table.members.get(part.name)?.value;
  if (node?.kind === 'table') return node;
  return node?.kind === 'table-array' ? current.get(node) : undefined;
}

/** The list that an array header adds to. */
function listOf(root: Table, key: Key, current: Map<object, Table>): object | undefined {
  let table: Table | undefined = root;
  for (const part of key.parts.slice(0, -1)) table = table && below(table, part, current);
  const node = table?.members.get(key.parts.at(-1)?.name ?? '')?.value;
  return node?.kind === 'table-array' ? node : undefined;
}
