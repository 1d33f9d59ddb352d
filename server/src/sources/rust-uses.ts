/** What a Rust source brings into scope: `use` in all of its forms, and what it declares itself. */
import type { Tokens } from './tokens.ts';

export interface Uses {
  /** By the name that it has here, the paths that are used by it: several where functions differ. */
  readonly named: ReadonlyMap<string, readonly Path[]>;
  /** `keyvalue` for `use keyvalue::*`. */
  readonly globs: readonly Path[];
  /** The types and modules that are declared in the source. */
  readonly declared: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  /** True where a macro of wit-bindgen makes types that nothing here names. */
  readonly generates: boolean;
}

export type Path = readonly string[];

export function usesOf(tokens: Tokens): Uses {
  const named = new Map<string, Path[]>();
  const globs: Path[] = [];
  const declared = new Set<string>();
  const functions = new Set<string>();
  let generates = false;
  for (let index = 0; index < tokens.count; index++) {
    if (!tokens.isWord(index)) continue;
    const word = tokens.at(index);
    if (word === 'use') index = readUse(tokens, index + 1, { named, globs });
    else if (word.startsWith('wit_bindgen')) generates = true;
    else if (word === 'fn') functions.add(tokens.at(index + 1));
    else if (declarators.has(word) && tokens.isWord(index + 1)) declared.add(tokens.at(++index));
  }
  return { named, globs, declared, functions, generates };
}

const declarators: ReadonlySet<string> = new Set(['mod', 'struct', 'enum', 'union', 'trait', 'type']);

/** Longer paths are nobody's, and would make deep nesting dear. */
const longest = 16;

/** As many globs, and paths of one name, are asked for every call. */
const most = 32;

interface Found {
  readonly named: Map<string, Path[]>;
  readonly globs: Path[];
}

/** Reads `a::{b, c as d, e::*};` up to its end, or to where it is none. Returns the last token of it. */
function readUse(tokens: Tokens, from: number, found: Found): number {
  const prefixes: Path[] = [];
  let path: Path = [];
  let alias: string | undefined;
  const end = (): void => {
    // in braces, self is the path itself
    const whole = path.at(-1) === 'self' && path.length > 1 ? path.slice(0, -1) : path;
    const name = alias ?? whole.at(-1);
    if (name === '*') {
      if (found.globs.length < most) found.globs.push(whole.slice(0, -1));
    } else if (name !== undefined && name !== '_' && path.length > (prefixes.at(-1)?.length ?? 0)) {
      const paths = found.named.get(name);
      if (paths && paths.length < most) paths.push(whole);
      else if (!paths) found.named.set(name, [whole]);
    }
    path = prefixes.at(-1) ?? [];
    alias = undefined;
  };
  for (let index = from; index < tokens.count; index++) {
    if (tokens.is(index, 'as') && tokens.isWord(index + 1)) alias = tokens.at(++index);
    else if (tokens.isWord(index) || tokens.is(index, '*')) {
      if (path.length < longest) path = [...path, tokens.at(index)];
    } else if (tokens.is(index, '{')) prefixes.push(path);
    else if (tokens.is(index, ',')) end();
    else if (tokens.is(index, '}')) {
      end();
      prefixes.pop();
      // the braces were the end of the path
      path = prefixes.at(-1) ?? [];
      if (prefixes.length === 0) return index;
    } else if (!tokens.is(index, '::')) {
      end();
      return tokens.is(index, ';') ? index : index - 1;
    }
  }
  return tokens.count;
}
