/** C: `keyvalue_keyvalue_open(&name, …)`, where wit-bindgen's strings are set to a literal above the call. */
import { cStrings, isBehindDirective } from './c-strings.ts';
import { kindsOf, openersBy, snake } from './openers.ts';
import type { Site } from './site.ts';
import { spanOf } from './site.ts';
import type { Tokens } from './tokens.ts';

export function cSites(tokens: Tokens): Site[] {
  const calls: number[] = [];
  for (let index = 0; index < tokens.count; index++) {
    if (tokens.isWord(index) && tokens.is(index + 1, '(') && isCall(tokens, index)) calls.push(index);
  }
  if (calls.length === 0) return [];
  const argumentOf = cStrings(tokens, new Set(calls.map((call) => call + 2)));
  return calls.map((call) => ({
    kinds: kindsOf(byName.get(tokens.at(call)) ?? []),
    callee: spanOf(tokens, call, call),
    argument: argumentOf(call + 2),
  }));
}

/** `keyvalue_keyvalue_open`, `spiderlightning_keyvalue_keyvalue_static_keyvalue_open`, `wasi_keyvalue_store_open`. */
const byName = openersBy(({ package: inPackage, interface: name, resource, function: called }) => {
  const outer = inPackage ? [inPackage.namespace, inPackage.name, name] : [name];
  const inner = resource === undefined ? [called] : [resource, called];
  const join = (...parts: readonly string[]): string => parts.map(snake).join('_');
  return inPackage && resource !== undefined
    ? [join(...outer, 'static', ...inner), join(...outer, ...inner)]
    : [join(...outer, ...inner)];
});

/** Words in front of a call; another word there is the type of a declaration. */
const statements: ReadonlySet<string> = new Set(['return', 'else', 'do', 'co_await', 'co_return', 'not']);

function isCall(tokens: Tokens, name: number): boolean {
  return byName.has(tokens.at(name)) && isCalled(tokens, name);
}

/** True where a name, with a bracket behind it, is called and not declared. */
export function isCalled(tokens: Tokens, name: number): boolean {
  const isTyped = tokens.isWord(name - 1) && !statements.has(tokens.at(name - 1));
  return !isTyped || isBehindDirective(tokens, name);
}
