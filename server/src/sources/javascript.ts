/** JavaScript and TypeScript: `Keyvalue.open('orders')`, where `Keyvalue` is imported from an interface. */
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { importsOf } from './javascript-imports.ts';
import { scopeOf } from './javascript-scope.ts';
import type { Binding } from './javascript-scope.ts';
import { camel, kindsOf, openers, pascal } from './openers.ts';
import type { Opener } from './openers.ts';
import type { Site } from './site.ts';
import { plainArgument, spanOf } from './site.ts';
import type { Tokens } from './tokens.ts';

export function javascriptSites(tokens: Tokens): Site[] {
  const sites: Site[] = [];
  const imports = importsOf(tokens);
  const scope = scopeOf(tokens, imports);
  const renamed = [...imports].filter(([, { member }]) => functions.has(member ?? ''));
  // a source that imports an interface does not get it as a global
  const hasGlobals = imports.values().every((imported) => imported.openers.length === 0);
  const called = new Set([...functions, ...renamed.map(([local]) => tokens.at(local))]);
  const roots = new Set(Array.from(imports.keys(), (local) => tokens.at(local)));
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.isWord(index) || !called.has(tokens.at(index)) || !tokens.is(index + 1, '(')) continue;
    const first = chainStart(tokens, index);
    if (first === undefined) continue;
    const words = wordsOf(tokens, first, index);
    // most that is called open is of something else, for which no scope is made
    if (!roots.has(words[0] ?? '') && !(hasGlobals && globals.has(words.join('.')))) continue;
    const kinds = kindsOfChain(words, scope(words[0] ?? '', first));
    // a method of that name, or a function
    if (kinds.length === 0 || tokens.is(tokens.brackets.closing(index + 1) + 1, '{')) continue;
    const constant = (word: number) => scope(tokens.at(word), word)?.literal;
    sites.push({
      kinds,
      callee: spanOf(tokens, first, index),
      argument: plainArgument(tokens, index + 2, constant),
    });
  }
  return sites;
}

const functions: ReadonlySet<string> = new Set(openers.map((opener) => camel(opener.function)));

/** `Keyvalue.open`, or `open` where no resource has it. */
function memberOf(opener: Opener): string {
  const called = camel(opener.function);
  return opener.resource === undefined ? called : `${pascal(opener.resource)}.${called}`;
}

/** Globals: slight's own engine gave scripts the resources of all interfaces; and types whose names say enough. */
const globals: ReadonlyMap<string, CapabilityKind> = new Map([
  ['keyvalue.open', 'keyvalue'],
  ['pub.open', 'messaging'],
  ['sub.open', 'messaging'],
  ['configs.open', 'configs'],
  ['sql.open', 'sql'],
  ['distributed_locking.open', 'distributed_locking'],
  ['container.open', 'blobstore'],
  ['Keyvalue.open', 'keyvalue'],
  ['Kv.open', 'keyvalue'],
  ['Mq.open', 'messaging'],
  ['Lockd.open', 'distributed_locking'],
  ['DistributedLocking.open', 'distributed_locking'],
  ['Configs.open', 'configs'],
]);

/** The first word of `a.b.open`; undefined where it begins with more than words. */
function chainStart(tokens: Tokens, last: number): number | undefined {
  let first = last;
  // an interface, a resource and a function are three
  while (last - first < 6 && isDot(tokens, first - 1) && tokens.isWord(first - 2)) first -= 2;
  return isDot(tokens, first - 1) || tokens.is(first - 1, 'function') ? undefined : first;
}

function isDot(tokens: Tokens, index: number): boolean {
  return tokens.is(index, '.') || tokens.is(index, '?.');
}

function wordsOf(tokens: Tokens, first: number, last: number): readonly string[] {
  const words: string[] = [];
  for (let index = first; index <= last; index += 2) words.push(tokens.at(index));
  return words;
}

function kindsOfChain(words: readonly string[], binding: Binding | undefined): readonly CapabilityKind[] {
  if (!binding) {
    const global = globals.get(words.join('.'));
    return global === undefined ? [] : [global];
  }
  const [, ...rest] = words;
  const { imported } = binding;
  if (!imported) return [];
  const called = (imported.member === undefined ? rest : [imported.member, ...rest]).join('.');
  return kindsOf(imported.openers.filter((opener) => memberOf(opener) === called));
}
