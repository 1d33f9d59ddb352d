/** What a JavaScript or TypeScript source imports of the interfaces that open something. */
import { interfaceName, openers } from './openers.ts';
import type { Opener } from './openers.ts';
import { innerOf } from './literal.ts';
import type { Tokens } from './tokens.ts';

export interface Imported {
  /** Those of the interface that is imported from; none where it is another module. */
  readonly openers: readonly Opener[];
  /** `Keyvalue` or `open`; absent where the name is that of the whole interface. */
  readonly member?: string;
}

/** What is imported, by the token of the name that it has here. */
export function importsOf(tokens: Tokens): ReadonlyMap<number, Imported> {
  const found = new Map<number, Imported>();
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.isWord(index) || tokens.is(index - 1, '.')) continue;
    const isImport = tokens.is(index, 'import');
    if ((isImport || tokens.is(index, 'require')) && tokens.is(index + 1, '(')) {
      if (tokens.isString(index + 2)) readLeft(tokens, index, openersOf(tokens, index + 2), found);
    } else if (isImport) index = readStatement(tokens, index + 1, found);
  }
  return found;
}

/** By `wasi:keyvalue/store`; the version is left out. */
const byInterface: ReadonlyMap<string, readonly Opener[]> = Map.groupBy(
  openers.filter((opener) => opener.package),
  interfaceName,
);

function openersOf(tokens: Tokens, specifier: number): readonly Opener[] {
  const { start, end } = innerOf(tokens, specifier);
  const [name = ''] = tokens.text.slice(start, end).split('@');
  return byInterface.get(name) ?? [];
}

/** `import a, { b as c } from '…'`, `import * as d from '…'`. Returns its last token. */
function readStatement(tokens: Tokens, from: number, found: Map<number, Imported>): number {
  const locals: { readonly at: number; readonly member?: string }[] = [];
  let index = from;
  if (tokens.is(index, 'type') && !tokens.is(index + 1, ',') && !tokens.is(index + 1, 'from')) index++;
  if (tokens.isWord(index)) locals.push({ at: index++ });
  if (tokens.is(index, ',')) index++;
  if (tokens.is(index, '*') && tokens.is(index + 1, 'as')) {
    locals.push({ at: index + 2 });
    index += 3;
  } else if (tokens.is(index, '{')) {
    index++;
    for (; tokens.isWord(index) || tokens.is(index, ','); index++) {
      if (tokens.is(index, ',')) continue;
      if (tokens.is(index, 'type') && tokens.isWord(index + 1) && !tokens.is(index + 1, 'as')) index++;
      const member = tokens.at(index);
      if (tokens.is(index + 1, 'as')) index += 2;
      locals.push({ at: index, ...(member !== 'default' && { member }) });
    }
    if (tokens.is(index, '}')) index++;
  }
  if (!tokens.is(index, 'from') || !tokens.isString(index + 1)) return Math.max(from, index) - 1;
  const of = openersOf(tokens, index + 1);
  for (const { at, member } of locals)
    found.set(at, { openers: of, ...(member !== undefined && { member }) });
  return index + 1;
}

/** What `const store = await import('…')` and `const { open: o } = require('…')` have on their left. */
function readLeft(tokens: Tokens, call: number, of: readonly Opener[], found: Map<number, Imported>): void {
  let index = call - 1;
  if (tokens.is(index, 'await')) index--;
  if (!tokens.is(index--, '=')) return;
  if (tokens.isWord(index)) {
    found.set(index, { openers: of });
    return;
  }
  if (!tokens.is(index, '}')) return;
  // more names than an interface has are not looked at
  for (const least = index - 64; --index > least && !tokens.is(index, '{');) {
    if (!tokens.isWord(index)) continue;
    const isRenamed = tokens.is(index - 1, ':') && tokens.isWord(index - 2);
    found.set(index, { openers: of, member: tokens.at(isRenamed ? index - 2 : index) });
    if (isRenamed) index -= 2;
  }
}
