/** What stands in an interface, a world or a file. */
import type { Cursor } from './cursor.ts';
import { atFuncType, parseFunc, parseFuncType, parseResource } from './parse-func.ts';
import { parsePackageName, parsePath } from './parse-path.ts';
import { endStatement, parseStart, type ItemStart } from './parse-start.ts';
import { parseTypeItem } from './parse-members.ts';
import type {
  ImportExport,
  Include,
  Interface,
  Item,
  NestedPackage,
  TopUse,
  Use,
  UseName,
  World,
} from './tree.ts';

/** Where an item stands, which tells what it may be. */
export type Place = 'file' | 'package' | 'interface' | 'world' | 'legacy';

/** Blocks deeper than anyone writes. */
const maxDepth = 50;

/** The items up to the end of the block or the file. What cannot be understood is reported and skipped. */
export function parseItems(cursor: Cursor, place: Place): Item[] {
  const items: Item[] = [];
  if (cursor.depth >= maxDepth) {
    cursor.fault(
      cursor.here(),
      `Blocks are nested more than ${maxDepth} deep here. Move the inner ones out.`,
    );
    while (!cursor.at('end') && !cursor.at('}')) cursor.skipStatement();
    return items;
  }
  cursor.depth += 1;
  while (!cursor.at('end')) {
    if (cursor.at('}')) {
      if (place !== 'file' && place !== 'legacy') break;
      cursor.fault(cursor.here(), 'This `}` closes nothing. Remove it.', '');
      cursor.next();
      continue;
    }
    if (cursor.at(';')) {
      if (cursor.syntax === 'component') cursor.fault(cursor.here(), 'This `;` ends nothing. Remove it.', '');
      cursor.next();
      continue;
    }
    const start = parseStart(cursor);
    const item = parseItem(cursor, place, start);
    if (item) items.push(item);
    else skipUnknown(cursor, place);
  }
  cursor.depth -= 1;
  return items;
}

function parseItem(cursor: Cursor, place: Place, start: ItemStart): Item | undefined {
  const token = cursor.peek();
  if (token.kind !== 'id') return undefined;
  // a name before `:` is a function's, even where it is spelled like a keyword
  const outside = place === 'file' || place === 'package';
  if (!token.escaped && (outside || !cursor.at(':', 1))) {
    const keyword = cursor.source(token);
    if (outside) return parseFileItem(cursor, keyword, start, place);
    if (place === 'world' && (keyword === 'import' || keyword === 'export'))
      return parseImportExport(cursor, keyword, start);
    if (place === 'world' && keyword === 'include') return parseInclude(cursor, start);
    if (keyword === 'use') return parseUse(cursor, start);
    if (keyword === 'resource') return parseResource(cursor, start);
    const type = parseTypeItem(cursor, keyword, start);
    if (type) return type;
  }
  // where the colon is missing, `func` still tells
  const mayBeFunc = place === 'interface' || place === 'legacy';
  return mayBeFunc && (cursor.at(':', 1) || atFuncType(cursor, 1)) ? parseFunc(cursor, start) : undefined;
}

const expected: Record<Place, string> = {
  file: '`package`, `interface`, `world` or `use` begins an item of a file',
  package: '`interface`, `world` or `use` begins an item of a package',
  interface: '`use`, a type, a resource or `name: func(…)` stands in an interface',
  world: '`import`, `export`, `include`, `use` or a type stands in a world',
  legacy: '`use`, a type, `resource` or `name: func(…)` stands in a file of the legacy syntax',
};

function skipUnknown(cursor: Cursor, place: Place): void {
  cursor.fault(cursor.here(), `${expected[place]}, not ${cursor.describe()}.`);
  const before = cursor.progress;
  cursor.skipStatement(() => beginsItem(cursor, place));
  if (cursor.progress === before) cursor.next();
}

const fileWords = ['package', 'interface', 'world', 'use'];
const interfaceWords = ['use', 'type', 'record', 'variant', 'enum', 'flags', 'resource'];
const worldWords = ['import', 'export', 'include', ...interfaceWords];

/** True where an item surely begins, whatever stands before it. */
function beginsItem(cursor: Cursor, place: Place): boolean {
  const inside = place === 'world' ? worldWords : interfaceWords;
  const words = place === 'file' || place === 'package' ? fileWords : inside;
  if (cursor.at('id', 1) && words.some((word) => cursor.atWord(word))) return true;
  return inside === interfaceWords && cursor.at('id') && cursor.at(':', 1) && atFuncType(cursor, 2);
}

function parseFileItem(cursor: Cursor, keyword: string, start: ItemStart, place: Place): Item | undefined {
  switch (keyword) {
    case 'package':
      if (place === 'package')
        cursor.fault(cursor.here(), 'A package cannot stand in another one. Move it out of these braces.');
      return parseNestedPackage(cursor, start);
    case 'interface':
      return parseInterface(cursor, start);
    case 'world':
      return parseWorld(cursor, start);
    case 'use':
      return parseTopUse(cursor, start);
    default:
      return undefined;
  }
}

/** `package a:b { … }`; a second `package a:b;` is reported, and read as an empty one. */
function parseNestedPackage(cursor: Cursor, start: ItemStart): NestedPackage {
  const keyword = cursor.here();
  cursor.next();
  const name = parsePackageName(cursor);
  let items: Item[] = [];
  if (cursor.at('{')) items = parseBlock(cursor, 'package', `The package \`${name.name.value}\``);
  else {
    endStatement(cursor);
    cursor.fault(
      keyword,
      'A file names its package once, before everything else. Other packages stand in braces: `package a:b { … }`.',
    );
  }
  return { kind: 'package', ...start.base, span: cursor.since(start.at), name, items };
}

function parseInterface(cursor: Cursor, start: ItemStart): Interface {
  cursor.next();
  const name = cursor.name('an interface');
  const items = parseBlock(cursor, 'interface', `The interface \`${name.value}\``);
  return { kind: 'interface', ...start.base, span: cursor.since(start.at), name, items };
}

function parseWorld(cursor: Cursor, start: ItemStart): World {
  cursor.next();
  const name = cursor.name('a world');
  const items = parseBlock(cursor, 'world', `The world \`${name.value}\``);
  return { kind: 'world', ...start.base, span: cursor.since(start.at), name, items };
}

/** `{ … }` */
function parseBlock(cursor: Cursor, place: Place, what: string): Item[] {
  if (!cursor.expect('{', `${what} has its items in braces`)) return [];
  const items = parseItems(cursor, place);
  cursor.expect('}', `${what} is not closed`);
  return items;
}

/** `use wasi:io/streams@0.2.0 as s;` */
function parseTopUse(cursor: Cursor, start: ItemStart): TopUse {
  cursor.next();
  const path = parsePath(cursor);
  const as = cursor.eatWord('as') ? cursor.name('what is used') : undefined;
  endStatement(cursor);
  return { kind: 'top-use', ...start.base, span: cursor.since(start.at), path, ...(as && { as }) };
}

/** `use store.{bucket, error as e};`, legacy `use { bucket } from store`. */
function parseUse(cursor: Cursor, start: ItemStart): Use {
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
  cursor.expect('.', 'The names that are used follow the interface, as `.{a, b}`');
  const names = parseUseNames(cursor);
  endStatement(cursor);
  return { kind: 'use', ...start.base, span: cursor.since(start.at), from, names };
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

/** `import wasi:io/poll@0.2.0;`, `export run: func();`, `import x: interface { … }`. */
function parseImportExport(cursor: Cursor, kind: 'import' | 'export', start: ItemStart): ImportExport {
  cursor.next();
  const base = () => ({ kind, ...start.base, span: cursor.since(start.at) });
  // `name: func(…)`, `name: interface { … }` or `name: a:b/c`; but `a:b/c` alone is a path
  const named = cursor.at('id') && cursor.at(':', 1) && !(cursor.at('id', 2) && cursor.at('/', 3));
  if (!named || isLongPath(cursor)) {
    const path = parsePath(cursor);
    endStatement(cursor);
    return { ...base(), target: { kind: 'path', path } };
  }
  const name = cursor.name(`an ${kind}`);
  cursor.next();
  if (cursor.atWord('interface')) {
    cursor.next();
    const items = parseBlock(cursor, 'interface', `The interface \`${name.value}\``);
    return { ...base(), name, target: { kind: 'interface', items } };
  }
  if (atFuncType(cursor)) {
    const type = parseFuncType(cursor);
    endStatement(cursor);
    return { ...base(), name, target: { kind: 'func', type } };
  }
  const path = parsePath(cursor);
  endStatement(cursor);
  return { ...base(), name, target: { kind: 'path', path } };
}

/** True at `a:b:c/d`: a path whose namespace has several parts. */
function isLongPath(cursor: Cursor): boolean {
  let ahead = 0;
  while (cursor.at('id', ahead) && cursor.at(':', ahead + 1)) ahead += 2;
  // `name: a:b/c` has the same marks as `a:b:c/d`, and is told apart by the white space after its colon
  return ahead >= 4 && cursor.at('/', ahead + 1) && cursor.peek(1).end === cursor.peek(2).start;
}

/** `include imports;`, `include imports with { a as b }` */
function parseInclude(cursor: Cursor, start: ItemStart): Include {
  cursor.next();
  const path = parsePath(cursor);
  const isRenaming = cursor.eatWord('with');
  const names = isRenaming ? parseUseNames(cursor, true) : [];
  // the names' brace ends it (WIT.md, "Item: include")
  if (!isRenaming) endStatement(cursor);
  return { kind: 'include', ...start.base, span: cursor.since(start.at), path, with: names };
}
