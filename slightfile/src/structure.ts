/** Where a document has not the shape of a slightfile: what the precompiled validator says, in terms of the tree. */
import { validate } from './generated/validate.js';
import type { KeyPart, Document, Member, Node, Table } from './toml/tree.ts';
import { tableOf } from './toml/tree.ts';

export interface Structure {
  /** Members that a slightfile does not have. */
  readonly unknown: readonly Place[];
  /** Values of another type than the schema's. */
  readonly mistyped: readonly Mistyped[];
  /** Members that are not there. */
  readonly missing: readonly {
    readonly table: Table;
    readonly path: readonly string[];
    readonly key: string;
  }[];
}

/** A member of a table. */
export interface Place {
  readonly table: Table;
  /** From the root: `['capability', '3', 'name']`. */
  readonly path: readonly string[];
  readonly member: Member;
}

export interface Mistyped {
  readonly table: Table;
  readonly path: readonly string[];
  /** The key that holds the value, or the list that does. */
  readonly key: KeyPart;
  readonly node: Node;
  readonly wanted: 'string' | 'array' | 'object';
}

export function structureOf(document: Document): Structure {
  const unknown: Place[] = [];
  const mistyped: Mistyped[] = [];
  const missing: Structure['missing'][number][] = [];
  if (validate(shapeOf(document.root))) return { unknown, mistyped, missing };
  for (const { instancePath, keyword, params } of validate.errors ?? []) {
    const path = instancePath.split('/').slice(1).map(unescape);
    if (keyword === 'type') {
      const place = walk(document.root, path);
      if (place && place.node.kind !== 'missing') {
        mistyped.push({ ...place, path, wanted: params['type'] as Mistyped['wanted'] });
      }
      continue;
    }
    const node = path.length === 0 ? document.root : walk(document.root, path)?.node;
    const table = node && tableOf(node);
    if (!table) continue;
    if (keyword === 'required') {
      const key = String(params['missingProperty']);
      // a key that is there without a value yet is not missing
      if (!table.members.has(key)) missing.push({ table, path, key });
    } else if (keyword === 'additionalProperties') {
      const key = String(params['additionalProperty']);
      const member = table.members.get(key);
      if (member && member.value.kind !== 'missing') unknown.push({ table, path: [...path, key], member });
    }
  }
  return { unknown, mistyped, missing };
}

/** A value as the validator needs to see it: it asks for types only, so that what a string says is left out. */
type Shape = '' | 0 | true | undefined | readonly Shape[] | { readonly [key: string]: Shape };

function shapeOf(node: Node): Shape {
  const table = tableOf(node);
  if (table) return shapeOfTable(table);
  switch (node.kind) {
    case 'string':
      return '';
    case 'boolean':
      return true;
    case 'array':
      return node.items.map(shapeOf);
    case 'table-array':
      return node.tables.map(shapeOfTable);
    case 'missing':
      return undefined;
    default:
      // numbers, and dates too, which JSON does not have: neither is a string, a list or a table
      return 0;
  }
}

function shapeOfTable({ members }: Table): Shape {
  const shape: Record<string, Shape> = {};
  for (const [key, { value }] of members) {
    // an ordinary object is much faster to make and read than one without a prototype; only this key sets it
    if (key === '__proto__') Object.defineProperty(shape, key, { value: shapeOf(value), enumerable: true });
    else shape[key] = shapeOf(value);
  }
  return shape;
}

/** The node at a path, with the table and the key that hold it. */
function walk(
  root: Table,
  path: readonly string[],
): { readonly table: Table; readonly key: KeyPart; readonly node: Node } | undefined {
  let node: Node = root;
  let holder: { table: Table; key: KeyPart } | undefined;
  for (const step of path) {
    const table = tableOf(node);
    if (table) {
      const member = table.members.get(step);
      if (!member) return undefined;
      holder = { table, key: member.key };
      node = member.value;
    } else {
      const items: readonly Node[] =
        node.kind === 'table-array' ? node.tables : node.kind === 'array' ? node.items : [];
      const item = items[Number(step)];
      if (!item) return undefined;
      node = item;
    }
  }
  return holder && { ...holder, node };
}

/** JSON pointer, RFC 6901 section 4. */
function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
