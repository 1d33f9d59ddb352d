/** Go: `store.Open("orders")`, where the package `store` is imported from bindings. */
import { literalAt } from './literal.ts';
import type { Literal } from './literal.ts';
import { innerOf } from './literal.ts';
import { kindsOf, openers, openersBy, pascal, snake } from './openers.ts';
import type { Opener } from './openers.ts';
import type { Site } from './site.ts';
import { plainArgument, remembered, spanOf } from './site.ts';
import type { Tokens } from './tokens.ts';

export function goSites(tokens: Tokens): Site[] {
  const sites: Site[] = [];
  let imports: ReadonlyMap<string, readonly Opener[]> | undefined;
  const constant = remembered((name) => constantNamed(tokens, name));
  const isRebound = remembered((name) => tokens.places(name).some((place) => isBound(tokens, place)));
  for (let index = 2; index < tokens.count; index++) {
    if (!tokens.isWord(index) || !tokens.is(index + 1, '(') || !tokens.is(index - 1, '.')) continue;
    if (!functions.has(tokens.at(index)) || !tokens.isWord(index - 2) || tokens.is(index - 3, '.')) continue;
    imports ??= importsOf(tokens);
    const called = tokens.at(index);
    const inPackage = tokens.at(index - 2);
    const kinds = kindsOf(
      (imports.get(inPackage) ?? []).filter((opener) => spellings(opener).includes(called)),
    );
    if (kinds.length === 0 || isRebound(inPackage)) continue;
    sites.push({
      kinds,
      callee: spanOf(tokens, index - 2, index),
      argument: plainArgument(tokens, index + 2, (word) => constant(tokens.at(word))),
    });
  }
  return sites;
}

/** `KeyvalueOpen`, and `Open` where no resource has it; `SqlOpen`, and `SQLOpen` by wit-bindgen-go, which knows initialisms. */
function spellings({ resource = '', function: called }: Opener): readonly string[] {
  const name = pascal(resource) + pascal(called);
  return resource === 'sql' ? [name, resource.toUpperCase() + pascal(called)] : [name];
}

const functions: ReadonlySet<string> = new Set(openers.flatMap(spellings));

/** `wasi/keyvalue/store`, the end of a path of wit-bindgen-go; `wasi_keyvalue_store`, that of wit-bindgen. */
const byPath = openersBy(({ package: inPackage, interface: name }) => {
  if (!inPackage) return [];
  const parts = [inPackage.namespace, inPackage.name, name];
  return [parts.join('/'), parts.map(snake).join('_')];
});

/** The imports that open something, by the name that they have here. */
function importsOf(tokens: Tokens): ReadonlyMap<string, readonly Opener[]> {
  const found = new Map<string, readonly Opener[]>();
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.is(index, 'import')) continue;
    const isGroup = tokens.is(index + 1, '(');
    const last = isGroup ? tokens.brackets.closing(index + 1) : index + 3;
    for (index++; index < last; index++) {
      if (!tokens.isString(index)) continue;
      const { start, end } = innerOf(tokens, index);
      const path = tokens.text.slice(start, end).split('/');
      const name = path.at(-1) ?? '';
      const of = byPath.get(name) ?? byPath.get(path.slice(-3).join('/'));
      const isNamed = tokens.isWord(index - 1) && !tokens.is(index - 1, 'import');
      // wit-bindgen-go leaves the hyphens of a folder out of the package's name
      if (of) found.set(isNamed ? tokens.at(index - 1) : name.replaceAll('-', ''), of);
      if (!isGroup) break;
    }
  }
  return found;
}

/** The string of `const name = "orders"`, where the source has nothing else of that name. */
function constantNamed(tokens: Tokens, name: string): Literal | undefined {
  let found: Literal | undefined;
  for (const place of tokens.places(name)) {
    if (!isBound(tokens, place)) continue;
    const declared = isConstant(tokens, place) ? constantAt(tokens, place) : undefined;
    if (!declared || found) return undefined;
    found = declared;
  }
  return found;
}

function constantAt(tokens: Tokens, name: number): Literal | undefined {
  const index = tokens.is(name + 1, 'string') ? name + 2 : name + 1;
  if (!tokens.is(index, '=') || !tokens.isString(index + 1)) return undefined;
  const next = index + 2;
  const isWhole = tokens.is(next, ';') || tokens.is(next, ')') || tokens.beginsLine(next);
  return isWhole ? literalAt(tokens, index + 1) : undefined;
}

/** `const name` at the top, or a line of its own in `const (…)` there. */
function isConstant(tokens: Tokens, place: number): boolean {
  const around = tokens.brackets.around(place);
  if (around === -1) return tokens.is(place - 1, 'const');
  const isGroup = tokens.is(around - 1, 'const') && tokens.brackets.around(around) === -1;
  return isGroup && (tokens.beginsLine(place) || tokens.is(place - 1, '('));
}

/** True where a word declares or sets what it names: `name := …`, `name, err := …`, `name string`, `var name`. */
function isBound(tokens: Tokens, place: number): boolean {
  if (tokens.is(place - 1, '.')) return false;
  if (/^(?:var|const|func|type)$/.test(tokens.at(place - 1))) return true;
  if (tokens.isWord(place + 1) && !tokens.beginsLine(place + 1)) return !operators.has(tokens.at(place - 1));
  if (/^(?::=|=|\*|\[|\+=)$/.test(tokens.at(place + 1))) return true;
  // of several on the left, or of several parameters
  for (let index = place; index < place + 16 && tokens.isWord(index); index += 2) {
    if (/^:?=$/.test(tokens.at(index + 1)) || (index > place && tokens.isWord(index + 1))) return true;
    if (!tokens.is(index + 1, ',')) return false;
  }
  return false;
}

/** Words in front of a value. */
const operators: ReadonlySet<string> = new Set(['return', 'case', 'range', 'go', 'defer']);
