/** Rust: `Keyvalue::open("orders")`, `wasi::keyvalue::store::open("orders")`, and what `use` makes of them. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { kindsOf, openers, openersBy, pascal, snake } from './openers.ts';
import type { Opener } from './openers.ts';
import type { Constant } from './rust-argument.ts';
import { argumentAt, constantNamed } from './rust-argument.ts';
import type { Path, Uses } from './rust-uses.ts';
import { usesOf } from './rust-uses.ts';
import type { Site } from './site.ts';
import { remembered, spanOf } from './site.ts';
import type { Tokens } from './tokens.ts';

export function rustSites(tokens: Tokens): Site[] {
  const sites: Site[] = [];
  const source = sourceOf(tokens);
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.isWord(index) || !source.isFunction(tokens.at(index))) continue;
    const open = callOf(tokens, index);
    const callee = open === undefined ? undefined : pathTo(tokens, index);
    if (open === undefined || !callee) continue;
    const kinds = source.kinds(callee.path.join('::'));
    if (kinds.length === 0) continue;
    const argument = argumentAt(tokens, open + 1, source.constant);
    sites.push({ kinds, callee: spanOf(tokens, callee.first, index), argument });
  }
  return sites;
}

/** What names mean in a source, by their spelling. */
interface Source {
  /** True of the functions that open something, and of what `use` calls them. */
  readonly isFunction: (name: string) => boolean;
  readonly kinds: (path: string) => readonly CapabilityKind[];
  readonly constant: (name: string) => Constant | undefined;
}

function sourceOf(tokens: Tokens): Source {
  const uses = usesOf(tokens);
  const renamed = [...uses.named]
    .filter(([, paths]) => paths.some((path) => functions.has(path.at(-1) ?? '')))
    .map(([name]) => name);
  const called = new Set([...functions, ...renamed]);
  return {
    isFunction: (name) => called.has(name),
    kinds: remembered((path) => kindsOf(openersOf(path.split('::'), uses))),
    constant: remembered((name) => (uses.named.has(name) ? undefined : constantNamed(tokens, name))),
  };
}

const functions: ReadonlySet<string> = new Set(openers.map((opener) => snake(opener.function)));

/** `Keyvalue::open` and `keyvalue::Keyvalue::open`, with the package in front where there is one. */
function tailOf(opener: Opener): string[] {
  const resource = opener.resource === undefined ? [] : [pascal(opener.resource)];
  return [...resource, snake(opener.function)];
}

const byPath = openersBy((opener) => {
  const inner = [snake(opener.interface), ...tailOf(opener)];
  const { package: inPackage } = opener;
  return [(inPackage ? [inPackage.namespace, snake(inPackage.name), ...inner] : inner).join('::')];
});

/** What a type's name alone tells; those of WASI are too common for that. */
const byType = openersBy(
  (opener) => [tailOf(opener).join('::')],
  openers.filter((opener) => opener.package?.namespace !== 'wasi'),
);

/** Types that are SpiderLightning's wherever they come from. */
const unmistakable: ReadonlySet<string> = new Set(['Keyvalue::open', 'DistributedLocking::open']);

/** The module of a crate that has bindings which somebody wrote by hand, or put there. */
const handWritten = 'spiderlightning';

/** Modules that bindings are put in, in front of a legacy interface. */
const surroundings: ReadonlySet<string> = new Set(['crate', 'self', 'super', 'bindings', 'wit', 'imports']);

/** What the path calls, as the source's `use`s resolve it. Where they disagree, nothing. */
function openersOf(path: Path, uses: Uses): readonly Opener[] {
  const [head = '', second] = path;
  const named = uses.named.get(head);
  if (named) {
    const found = named.map((used) => matching(resolve([...used, ...path.slice(1)], uses), uses));
    return found.every(({ length }) => length > 0) ? found.flat() : [];
  }
  const direct = matching(path, uses);
  if (direct.length > 0) return direct;
  if (second === undefined ? uses.functions.has(head) : uses.declared.has(head)) return [];
  for (const glob of uses.globs) {
    const found = matching(resolve([...glob, ...path], uses), uses);
    if (found.length > 0) return found;
  }
  const alone = path.join('::');
  return second !== undefined && (uses.generates || unmistakable.has(alone)) ? (byType.get(alone) ?? []) : [];
}

/** A used path may itself begin with a name that is used; once more is enough in practice. */
function resolve(path: Path, uses: Uses): Path {
  const named = uses.named.get(path[0] ?? '');
  const [used] = named ?? [];
  return named?.length === 1 && used && used[0] !== path[0] ? [...used, ...path.slice(1)] : path;
}

function matching(path: Path, uses: Uses): readonly Opener[] {
  for (const length of [5, 4]) {
    if (path.length < length) continue;
    const found = byPath.get(path.slice(-length).join('::'));
    // what a guest exports it does not open
    if (found?.[0]?.package) return path.at(-length - 1) === 'exports' ? [] : found;
  }
  // crates that wrap one package are called by it: my_wasi_keyvalue::store::open
  const [crate = '', ...inside] = path;
  const wrapped = /(?:^|_)(wasi|spiderlightning)_(.+)$/.exec(crate);
  if (wrapped) return byPath.get([wrapped[1], wrapped[2], ...inside].join('::')) ?? [];
  const own = path.slice(0, -3);
  if (!own.every((segment) => surroundings.has(segment))) return [];
  const [module = '', ...inModule] = path.slice(-3);
  const alone = inModule.join('::');
  if (module === handWritten && unmistakable.has(alone)) return byType.get(alone) ?? [];
  // a module of the source itself is not a binding
  return uses.declared.has(module) ? [] : (byPath.get(path.slice(-3).join('::')) ?? []);
}

/** The bracket of a call's arguments, behind the function's name; undefined where it is not called. */
function callOf(tokens: Tokens, name: number): number | undefined {
  if (tokens.is(name - 1, 'fn') || tokens.is(name - 1, '.')) return undefined;
  if (tokens.is(name + 1, '(')) return name + 1;
  if (!tokens.is(name + 1, '::') || !tokens.is(name + 2, '<')) return undefined;
  let depth = 0;
  for (let index = name + 2; index < name + 64; index++) {
    if (tokens.is(index, '<')) depth++;
    if (tokens.is(index, '>') && --depth === 0) return tokens.is(index + 1, '(') ? index + 1 : undefined;
  }
  return undefined;
}

/** The path that ends in the word at `last`; none where it begins with more than words: `<T as X>::open`. */
function pathTo(tokens: Tokens, last: number): { readonly path: Path; readonly first: number } | undefined {
  let first = last;
  while (tokens.is(first - 1, '::') && tokens.isWord(first - 2)) first -= 2;
  const words: string[] = [];
  for (let index = first; index <= last; index += 2) words.push(tokens.at(index));
  while (words.length > 1 && /^(?:crate|self|super)$/.test(words[0] ?? '')) words.shift();
  if (!tokens.is(first - 1, '::')) return { path: words, first };
  // ::wasi is a crate
  return tokens.is(first - 2, '>') ? undefined : { path: words, first: first - 1 };
}
