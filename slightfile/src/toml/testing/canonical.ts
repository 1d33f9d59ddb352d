/** Values of three TOML readers in one form, so that they can be compared. */
import { TomlDate } from 'smol-toml';
import type { Document, Node, Table } from '../tree.ts';

/**
 * A value as text-like data. Numbers become `int:1` and `float:1` where the reader tells them apart, and `number:1`
 * where it does not; dates and times become their kind and their instant in milliseconds.
 */
export type Canonical = string | Canonical[] | Map<string, Canonical>;

export interface CanonicalOptions {
  /** @iarna/toml has one type of number for integers and floats. */
  readonly numbers: 'apart' | 'together';
}

export function ofDocument({ root }: Document, options: CanonicalOptions): Canonical {
  return ofTable(root, options);
}

function ofTable({ members }: Table, options: CanonicalOptions): Canonical {
  return sorted([...members].map(([name, { value }]) => [name, ofNode(value, options)]));
}

/** Tables have no order in TOML. */
function sorted(members: [string, Canonical][]): Canonical {
  return new Map(members.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function ofNode(node: Node, options: CanonicalOptions): Canonical {
  switch (node.kind) {
    case 'table':
      return ofTable(node, options);
    case 'inline-table':
      return ofTable(node.table, options);
    case 'table-array':
      return node.tables.map((table) => ofTable(table, options));
    case 'array':
      return node.items.map((item) => ofNode(item, options));
    case 'string':
      return `string:${node.value}`;
    case 'boolean':
      return `boolean:${node.value}`;
    case 'integer':
      return options.numbers === 'apart' ? `int:${node.value}` : `number:${Number(node.value)}`;
    case 'float':
      return floatOf(node.value, options);
    case 'datetime':
      return `${node.type}:${instantOf(node.value)}`;
    case 'missing':
      throw new Error('A document without errors has no missing value.');
  }
}

function floatOf(value: number, { numbers }: CanonicalOptions): string {
  if (numbers === 'together') return `number:${value === 0 ? 0 : value}`;
  return `float:${Object.is(value, -0) ? '-0' : value}`;
}

/** Milliseconds, as JavaScript's own `Date` reads them. */
function instantOf(written: string): number {
  const text = written.replace(' ', 'T').toUpperCase();
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return Date.parse(text);
  const timed = text.charAt(2) === ':' ? `0000-01-01T${text}` : text;
  return Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(timed.slice(11)) ? timed : `${timed}Z`);
}

/** What @iarna/toml adds to a date. */
interface Flags {
  readonly isFloating?: boolean;
  readonly isDate?: boolean;
  readonly isTime?: boolean;
}

/** What @iarna/toml's or smol-toml's `parse` returned. */
export function ofForeign(value: unknown, options: CanonicalOptions): Canonical {
  if (Array.isArray(value)) return value.map((item: unknown) => ofForeign(item, options));
  switch (typeof value) {
    case 'string':
      return `string:${value}`;
    case 'boolean':
      return `boolean:${value}`;
    case 'bigint':
      return options.numbers === 'apart' ? `int:${value}` : `number:${Number(value)}`;
    case 'number':
      return floatOf(value, options);
    default:
  }
  if (value instanceof Date) return `${typeOfDate(value)}:${value.getTime()}`;
  return sorted(Object.entries(value ?? {}).map(([name, item]) => [name, ofForeign(item, options)]));
}

function typeOfDate(date: Date & Flags): string {
  const { isDate, isTime, isFloating } = date instanceof TomlDate ? flagsOf(date) : date;
  if (isDate) return 'local-date';
  if (isTime) return 'local-time';
  return isFloating ? 'local-datetime' : 'offset-datetime';
}

function flagsOf(date: TomlDate): Flags {
  return { isFloating: date.isLocal(), isDate: date.isDate(), isTime: date.isTime() };
}
