/** Which packages a text speaks of, without reading it: so that those that nobody speaks of need not be read either. */

import { idOf } from './packages.ts';
import { parse } from './parse.ts';

/** A package as a path names it. */
export interface NamedPackage {
  /** `wasi:io` */
  readonly id: string;
  /** Empty where the path says none, or is not written to its end. */
  readonly version: string;
}

/** Every package that some path of the text leads into, each version once; what stands in comments is among them. */
export function namedPackages(text: string): readonly NamedPackage[] {
  const found = new Map<string, NamedPackage>();
  for (const [, id = '', version = ''] of text.matchAll(path)) {
    const plain = id.replaceAll('%', '');
    found.set(`${plain}@${version}`, { id: plain, version });
  }
  return [...found.values()];
}

/** The package that the text of a file says at its start that it is; undefined where it says none, as legacy files do. */
export function packageNamed(text: string): NamedPackage | undefined {
  const [head] = /^\s*(?:\/\/.*\s+)*package\s[^;]*;/.exec(text) ?? [];
  const name = head === undefined ? undefined : parse(head).package;
  return name && { id: idOf(name), version: name.version?.value ?? '' };
}

/** From the start of a word, so that each character is looked at once. */
const path = /(?<![\w%:-])([\w%-]+(?::[\w%-]+)+)\/[\w%-]*(?:@([\w.+-]*[\w+-]))?/g;
