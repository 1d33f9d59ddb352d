/** Python: `store.open("orders")`, where `store` is imported from the bindings of componentize-py. */
import { literalAt } from './literal.ts';
import type { Literal } from './literal.ts';
import { kindsOf, openers, openersBy, pascal, snake } from './openers.ts';
import type { Opener } from './openers.ts';
import type { Site } from './site.ts';
import { plainArgument, remembered, spanOf } from './site.ts';
import { kind } from './tokens.ts';
import type { Tokens } from './tokens.ts';

export function pythonSites(tokens: Tokens): Site[] {
  const sites: Site[] = [];
  const imports = importsOf(tokens);
  const renamed = [...imports].filter(([, { member }]) => functions.has(member ?? ''));
  const called = new Set([...functions, ...renamed.map(([name]) => name)]);
  const constant = remembered((name) => constantNamed(tokens, name));
  const isRebound = remembered((name) => tokens.places(name).some((place) => isBound(tokens, place)));
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.isWord(index) || !called.has(tokens.at(index)) || !tokens.is(index + 1, '(')) continue;
    const first = chainStart(tokens, index);
    if (first === undefined || tokens.is(first - 1, 'def')) continue;
    const words: string[] = [];
    for (let at = first; at <= index; at += 2) words.push(tokens.at(at));
    const kinds = kindsOf(openersOf(words, imports));
    if (kinds.length === 0 || isRebound(words[0] ?? '')) continue;
    // name="orders"
    const isNamed = tokens.isWord(index + 2) && tokens.is(index + 3, '=');
    sites.push({
      kinds,
      callee: spanOf(tokens, first, index),
      argument: plainArgument(tokens, isNamed ? index + 4 : index + 2, (word) => constant(tokens.at(word))),
    });
  }
  return sites;
}

const functions: ReadonlySet<string> = new Set(openers.map((opener) => snake(opener.function)));

/** `Keyvalue.open`, or `open` where no resource has it. */
function memberOf(opener: Opener): string {
  const called = snake(opener.function);
  return opener.resource === undefined ? called : `${pascal(opener.resource)}.${called}`;
}

/** By the module's name: that of the interface or, where two worlds' interfaces share it, the package's in front. */
const byModule = openersBy(({ package: inPackage, interface: name }) =>
  inPackage ? [snake(name), [inPackage.namespace, inPackage.name, name].map(snake).join('_')] : [],
);

interface Imported {
  readonly openers: readonly Opener[];
  /** `Keyvalue` or `open`; absent where the name is that of the interface's module. */
  readonly member?: string;
}

/** What is imported of interfaces, by the name, with its dots, that it has here. */
function importsOf(tokens: Tokens): ReadonlyMap<string, Imported> {
  const found = new Map<string, Imported>();
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.isWord(index) || !tokens.beginsLine(index)) continue;
    if (tokens.is(index, 'from')) index = readFrom(tokens, index + 1, found);
    else if (tokens.is(index, 'import')) {
      const { path, next } = dotted(tokens, index + 1);
      const of = interfaceAt(path);
      const name = tokens.is(next, 'as') ? tokens.at(next + 1) : path.join('.');
      if (of) found.set(name, { openers: of });
    }
  }
  return found;
}

/** `from wit_world.imports import store as s, keyvalue`. Returns its last token. */
function readFrom(tokens: Tokens, from: number, found: Map<string, Imported>): number {
  const { path, next } = dotted(tokens, from);
  if (!tokens.is(next, 'import')) return from;
  const module = interfaceAt(path);
  let index = next + 1;
  if (tokens.is(index, '(')) index++;
  for (; tokens.isWord(index); index++) {
    const member = tokens.at(index);
    if (tokens.is(index + 1, 'as')) index += 2;
    const of = module ?? interfaceAt([...path, member]);
    if (of) found.set(tokens.at(index), { openers: of, ...(module && { member }) });
    if (!tokens.is(index + 1, ',')) return index;
    index++;
  }
  return index - 1;
}

function dotted(tokens: Tokens, from: number): { readonly path: readonly string[]; readonly next: number } {
  const path: string[] = [];
  let index = from;
  for (; tokens.isWord(index); index += 2) {
    path.push(tokens.at(index));
    if (!tokens.is(index + 1, '.')) return { path, next: index + 1 };
  }
  return { path, next: index };
}

/** `wit_world.imports.store`: the world's module may have another name. */
function interfaceAt(path: readonly string[]): readonly Opener[] | undefined {
  const [imports, name] = path.slice(-2);
  return path.length === 3 && imports === 'imports' ? byModule.get(name ?? '') : undefined;
}

function openersOf(words: readonly string[], imports: ReadonlyMap<string, Imported>): readonly Opener[] {
  for (let length = words.length; length > 0; length--) {
    const imported = imports.get(words.slice(0, length).join('.'));
    if (!imported) continue;
    const rest = words.slice(length);
    const called = (imported.member === undefined ? rest : [imported.member, ...rest]).join('.');
    return imported.openers.filter((opener) => memberOf(opener) === called);
  }
  return [];
}

/** The first word of `a.b.open`; undefined where it begins with more than words. */
function chainStart(tokens: Tokens, last: number): number | undefined {
  let first = last;
  // a world, imports, an interface, a resource and a function are five
  while (last - first < 10 && tokens.is(first - 1, '.') && tokens.isWord(first - 2)) first -= 2;
  return tokens.is(first - 1, '.') ? undefined : first;
}

/** The string of `NAME = "orders"` at the top, where the source binds that name nowhere else. */
function constantNamed(tokens: Tokens, name: string): Literal | undefined {
  const [place, ...more] = tokens.places(name).filter((one) => isBound(tokens, one));
  if (place === undefined || more.length > 0 || !isTop(tokens, place)) return undefined;
  const index = tokens.is(place + 1, ':') && tokens.isWord(place + 2) ? place + 3 : place + 1;
  if (!tokens.is(index, '=') || !tokens.isString(index + 1)) return undefined;
  const literal = literalAt(tokens, index + 1);
  const next = literal.last + 1;
  const isWhole = tokens.kind(next) === kind.end || tokens.beginsLine(next) || tokens.is(next, ';');
  return isWhole ? literal : undefined;
}

/** True for the first word of a line that is not indented. */
function isTop(tokens: Tokens, place: number): boolean {
  const start = tokens.start(place);
  return start === 0 || /[\r\n]/.test(tokens.text.charAt(start - 1));
}

/** True where a word binds what it names: it is set, or is a parameter, or is put there by `for`, `as`, `global`. */
function isBound(tokens: Tokens, place: number): boolean {
  if (tokens.is(place - 1, '.')) return false;
  if (/^(?:for|as|def|class|global|nonlocal|del|lambda)$/.test(tokens.at(place - 1)))
    // an import of another name is what is asked for
    return !(tokens.is(place - 1, 'as') && isImport(tokens, place));
  const around = tokens.brackets.around(place);
  const isSet = /^(?::?=|[-+*/%|&^]=)$/.test(tokens.at(place + 1));
  // NAME: str = …
  const isTyped = tokens.is(place + 1, ':') && tokens.isWord(place + 2) && tokens.beginsLine(place);
  if (around === -1 || !tokens.is(around, '(')) return isSet || isTyped || isUnpacked(tokens, place);
  if (tokens.is(around - 2, 'def')) return !tokens.is(place - 1, '=');
  // f(name=…) is an argument, (name, other) = … is a target
  return tokens.is(place + 1, ':=') || tokens.is(tokens.brackets.closing(around) + 1, '=');
}

/** `a, name = …`. */
function isUnpacked(tokens: Tokens, place: number): boolean {
  let index = place + 1;
  while (index < place + 16 && tokens.is(index, ',') && tokens.isWord(index + 1)) index += 2;
  return index > place + 1 && tokens.is(index, '=');
}

/** True for a word in a statement that imports, which may go over several lines in parentheses. */
function isImport(tokens: Tokens, place: number): boolean {
  if (tokens.is(tokens.brackets.around(place) - 1, 'import')) return true;
  let index = place;
  for (const least = place - 64; index > least && !tokens.beginsLine(index);) index--;
  return tokens.is(index, 'from') || tokens.is(index, 'import');
}
