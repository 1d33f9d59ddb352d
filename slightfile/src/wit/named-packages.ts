/** Which packages a text speaks of, without reading it: so that those that nobody speaks of need not be read either. */

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

/** From the start of a word, so that each character is looked at once. */
const path = /(?<![\w%:-])([\w%-]+(?::[\w%-]+)+)\/[\w%-]*(?:@([\w.+-]*[\w+-]))?/g;
