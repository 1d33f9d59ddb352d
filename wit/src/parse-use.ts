/** What brings names in from elsewhere: `use` and `include`. */
import type { Cursor } from './cursor.ts';
import { parsePath } from './parse-path.ts';
import { endStatement, type ItemStart } from './parse-start.ts';
import type { Include, TopUse, Use, UseName } from './tree.ts';

/** `use wasi:io/streams@0.2.0 as s;` */
export function parseTopUse(cursor: Cursor, start: ItemStart): TopUse {
  cursor.next();
  const path = parsePath(cursor);
  const as = cursor.eatWord('as') ? cursor.name('what is used') : undefined;
  endStatement(cursor);
  return { kind: 'top-use', ...start.base, span: cursor.since(start.at), path, ...(as && { as }) };
}

/** `use store.{bucket, error as e};`, legacy `use { bucket } from store`. */
export function parseUse(cursor: Cursor, start: ItemStart): Use {
  cursor.next();
  if (cursor.syntax === 'legacy') {
    const names = cursor.eat('*') ? ('*' as const) : parseUseNames(cursor);
    if (!cursor.eatWord('from')) {
      cursor.fault(cursor.missing(), `\`from\` is missing: ${cursor.describe()} is here instead.`);
    }
    const from = parsePath(cursor);
    endStatement(cursor);
    return { kind: 'use', ...start.base, span: cursor.since(start.at), from, names };
  }
  const from = parsePath(cursor);
  expectPoint(cursor);
  const names = parseUseNames(cursor);
  endStatement(cursor);
  return { kind: 'use', ...start.base, span: cursor.since(start.at), from, names };
}

/** `include imports;`, `include imports with { a as b }` */
export function parseInclude(cursor: Cursor, start: ItemStart): Include {
  cursor.next();
  const path = parsePath(cursor);
  const isRenaming = cursor.eatWord('with');
  const names = isRenaming ? parseUseNames(cursor, true) : [];
  // the names' brace ends it (WIT.md, "Item: include")
  if (!isRenaming) endStatement(cursor);
  return { kind: 'include', ...start.base, span: cursor.since(start.at), path, with: names };
}

/** The `.` before the names of a `use`; other marks right before them are taken as one. */
function expectPoint(cursor: Cursor): void {
  if (cursor.eat('.')) return;
  const message = `The names that are used follow the interface after a point, as in \`.{a, b}\`: ${cursor.describe()} is here instead.`;
  let count = 0;
  while (count < 2 && (cursor.at(':', count) || cursor.at('/', count))) count += 1;
  if (!cursor.at('{', count)) cursor.fault(cursor.missing(), message);
  else if (count === 0) cursor.fault(cursor.missing(), message, '.');
  else {
    cursor.fault({ start: cursor.peek().start, end: cursor.peek(count - 1).end }, message, '.');
    for (; count > 0; count -= 1) cursor.next();
  }
}

/** `{ a, b as c }`; `isRenaming`, `{ a as b }` only. */
function parseUseNames(cursor: Cursor, isRenaming = false): UseName[] {
  const names: UseName[] = [];
  if (!cursor.expect('{', 'Names stand in braces')) return names;
  while (cursor.at('id')) {
    const name = cursor.name('what is used');
    const as = cursor.eatWord('as') ? cursor.name('what is used') : undefined;
    if (isRenaming && !as) {
      cursor.fault(cursor.missing(), `\`with\` gives another name: write \`${name.value} as …\`.`);
    }
    names.push({ name, ...(as && { as }) });
    if (!cursor.eat(',')) break;
  }
  cursor.expect('}', 'The names are not closed');
  return names;
}
