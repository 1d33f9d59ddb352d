/** What stands in an interface, a world or a file. */
import type { Cursor } from './cursor.ts';
import { atFuncType, atMeantFuncType, parseFunc, parseFuncType, parseResource } from './parse-func.ts';
import { wordsIn, type Place } from './item-words.ts';
import { pathMeant } from './meant-path.ts';
import { keywordAt } from './meant-words.ts';
import { parsePackageName, parsePath } from './parse-path.ts';
import { endStatement, parseStart, type ItemStart } from './parse-start.ts';
import { parseTypeItem } from './parse-members.ts';
import { parseInclude, parseTopUse, parseUse } from './parse-use.ts';
import type { ImportExport, Interface, Item, NestedPackage, World } from './tree.ts';

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
    const keyword = keywordAt(cursor, wordsIn(place));
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

/** True where an item surely begins, whatever stands before it. */
function beginsItem(cursor: Cursor, place: Place): boolean {
  const words = wordsIn(place);
  if (cursor.at('id', 1) && words.some((word) => cursor.atWord(word))) return true;
  return place !== 'world' && cursor.at('id') && cursor.at(':', 1) && atFuncType(cursor, 2);
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

/** `import wasi:io/poll@0.2.0;`, `export run: func();`, `import x: interface { … }`. */
function parseImportExport(cursor: Cursor, kind: 'import' | 'export', start: ItemStart): ImportExport {
  cursor.next();
  const base = () => ({ kind, ...start.base, span: cursor.since(start.at) });
  // `name: func(…)`, `name: interface { … }` or `name: a:b/c`; but `a:b/c` alone is a path
  const named = cursor.at('id') && cursor.at(':', 1) && !(cursor.at('id', 2) && cursor.at('/', 3));
  if (!named || isLongPath(cursor) || pathMeant(cursor)) {
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
  if (atMeantFuncType(cursor)) {
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
