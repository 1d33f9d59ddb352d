/** A document's meaning as plain JavaScript values. */
import type { DatetimeValue, Document, Node, Table } from './tree.ts';

/** Tables are objects without a prototype, so that a key may be called `__proto__` or `constructor`. */
export interface PlainTable {
  [key: string]: Plain;
}

/** A date or time stays what it is: no JavaScript type holds all four kinds. */
export interface PlainDatetime {
  readonly type: DatetimeValue['type'];
  readonly datetime: string;
}

/** `undefined` only as an item of an array: the place of one that cannot be read. */
export type Plain = string | number | bigint | boolean | PlainDatetime | undefined | Plain[] | PlainTable;

export interface PlainOptions {
  /**
   * `bigint` (the default) keeps all 64 bits, and tells `1` from `1.0`. `number` is for validators of JSON schemas,
   * which know no other; above 2^53 it is the nearest double.
   */
  readonly integers?: 'bigint' | 'number';
}

/**
 * The plain value of a document or a table; members without a readable value are left out. An item of an array that
 * cannot be read is `undefined`, so that the others keep their index.
 */
export function toPlain(source: Document | Table, options: PlainOptions = {}): PlainTable {
  return plainTable('root' in source ? source.root : source, options);
}

function plainTable(table: Table, options: PlainOptions): PlainTable {
  const plain = Object.create(null) as PlainTable;
  for (const [name, { value }] of table.members) {
    if (value.kind !== 'missing') plain[name] = plainNode(value, options);
  }
  return plain;
}

function plainNode(node: Node, options: PlainOptions): Plain {
  switch (node.kind) {
    case 'table':
      return plainTable(node, options);
    case 'inline-table':
      return plainTable(node.table, options);
    case 'table-array':
      return node.tables.map((table) => plainTable(table, options));
    case 'array':
      return node.items.map((item) => plainNode(item, options));
    case 'integer':
      return options.integers === 'number' ? Number(node.value) : node.value;
    case 'datetime':
      return { type: node.type, datetime: node.value };
    case 'missing':
      return undefined;
    default:
      return node.value;
  }
}
