/** The WIT text of what a binary package holds. */
import type { PackageDocs } from './docs.ts';
import type { ComponentEntry, FuncEntry, Member, Named, PackageItem, ValueEntry } from './entries.ts';
import { spelled } from '@slight/wit/keywords.ts';

/** Names a path as it is written in the package: without the package where it is its own. */
export type PathOf = (path: string) => string;

export function printInterface(
  name: string,
  items: readonly PackageItem[],
  pathOf: PathOf,
  docs: PackageDocs,
): readonly string[] {
  return [...docs.lines(), ...braces(`interface ${spelled(name)}`, itemLines(items, pathOf, docs))];
}

export function printWorld(
  name: string,
  { imports, exports }: ComponentEntry,
  pathOf: PathOf,
  docs: PackageDocs,
): readonly string[] {
  const types = imports.filter(({ what: { is } }) => is === 'use' || is === 'type' || is === 'resource');
  const rest = imports.filter((item) => !types.includes(item) && resourceOf(item.name) === undefined);
  const methods = imports.filter((item) => resourceOf(item.name) !== undefined);
  return [
    ...docs.lines(),
    ...braces(`world ${spelled(name)}`, [
      ...itemLines([...types, ...methods], pathOf, docs),
      ...rest.flatMap((item) => externLines('import', item, pathOf, docs)),
      ...exports.flatMap((item) => externLines('export', item, pathOf, docs)),
    ]),
  ];
}

function externLines(
  keyword: 'import' | 'export',
  { name, what }: PackageItem,
  pathOf: PathOf,
  docs: PackageDocs,
): readonly string[] {
  if (what.is === 'func') {
    const { plain, isAsync } = plainName(name, what);
    const said = docs.at(`func_${keyword}s`, plain).lines();
    return [...said, `${keyword} ${spelled(plain)}: ${signature(what, isAsync)};`];
  }
  if (what.is !== 'interface') return [];
  if (name.includes('/')) return [`${keyword} ${pathOf(name)};`];
  const inner = docs.at(`interface_${keyword}s`, name);
  return braces(`${keyword} ${spelled(name)}: interface`, itemLines(what.items, pathOf, inner));
}

/** Uses first, then types and functions in their order, the functions of a resource in it. */
function itemLines(items: readonly PackageItem[], pathOf: PathOf, docs: PackageDocs): readonly string[] {
  const uses = Map.groupBy(
    items.flatMap(({ name, what }) => (what.is === 'use' ? [{ name, of: what.of }] : [])),
    ({ of }) => of.owner,
  );
  const methods = Map.groupBy(items, ({ name }) => resourceOf(name));
  return [
    ...Array.from(uses, ([owner, names]) => `use ${pathOf(owner)}.{${names.map(useName).join(', ')}};`),
    ...items.flatMap(({ name, what }): readonly string[] => {
      switch (what.is) {
        case 'type':
          return typeLines(name, what.of, docs.at('types', name));
        case 'resource': {
          const functions = methods.get(name) ?? [];
          const said = docs.at('types', name).lines();
          if (functions.length === 0) return [...said, `resource ${spelled(name)};`];
          const lines = functions.flatMap((each) => methodLines(name, each, docs));
          return [...said, ...braces(`resource ${spelled(name)}`, lines)];
        }
        case 'func': {
          if (resourceOf(name) !== undefined) return [];
          const { plain, isAsync } = plainName(name, what);
          return [...docs.at('funcs', plain).lines(), `${spelled(plain)}: ${signature(what, isAsync)};`];
        }
        default:
          return [];
      }
    }),
  ];
}

function useName({ name, of }: { readonly name: string; readonly of: Named }): string {
  return of.name === name ? spelled(name) : `${spelled(of.name)} as ${spelled(name)}`;
}

function typeLines(name: string, { text, declared }: ValueEntry, docs: PackageDocs): readonly string[] {
  if (!declared) return [...docs.lines(), `type ${spelled(name)} = ${text};`];
  const lineOf = ({ name: member, rest }: Member): readonly string[] => [
    ...docs.at('items', member).lines(),
    `${spelled(member)}${rest},`,
  ];
  return [
    ...docs.lines(),
    ...braces(`${declared.keyword} ${spelled(name)}`, declared.members.flatMap(lineOf)),
  ];
}

function methodLines(resource: string, { name, what }: PackageItem, docs: PackageDocs): readonly string[] {
  if (what.is !== 'func') return [];
  const said = docs.at('funcs', name).lines();
  const { plain, isAsync } = plainName(name, what);
  if (name.startsWith('[constructor]')) {
    const result = what.result === spelled(resource) ? undefined : what.result;
    return [...said, `${signature({ ...what, result }, false).replace('func', 'constructor')};`];
  }
  const isMethod = /^\[(?:async )?method\]/.test(name);
  const written = signature(isMethod ? { ...what, params: what.params.slice(1) } : what, isAsync);
  return [...said, `${spelled(plain)}: ${isMethod ? '' : 'static '}${written};`];
}

function signature({ params, result }: FuncEntry, isAsync: boolean): string {
  const given = params.map(({ name, type }) => `${spelled(name)}: ${type}`).join(', ');
  return `${isAsync ? 'async ' : ''}func(${given})${result === undefined ? '' : ` -> ${result}`}`;
}

/** `[method]bucket.get` is of `bucket`; a free function is of none. */
function resourceOf(name: string): string | undefined {
  return /^\[(?:constructor|(?:async )?(?:method|static))\]([^.]+)/.exec(name)?.[1];
}

function plainName(
  name: string,
  { isAsync }: FuncEntry,
): { readonly plain: string; readonly isAsync: boolean } {
  const bare = name.replace(/^\[[^\]]*\]/, '');
  const at = resourceOf(name) === undefined ? -1 : bare.indexOf('.');
  return { plain: bare.slice(at + 1), isAsync: isAsync || name.startsWith('[async') };
}

function braces(head: string, lines: readonly string[]): readonly string[] {
  return [`${head} {`, ...lines.map((line) => `  ${line}`), '}'];
}
