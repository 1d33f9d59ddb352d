/** WIT files with what they can see, read when somebody asks: as they are in the editor, else as they are on disk. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { idsIn } from '@slight/wit/packages.ts';
import { parse } from '@slight/wit/parse.ts';
import type { NamedPackage } from '@slight/wit/named-packages.ts';
import type { PackageCopy, PackageElsewhere, WitSource, WitSurroundings } from '@slight/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { withoutMark } from '@slight/text/byte-order-mark.ts';
import type { Documents } from '../documents.ts';
import { pathOf, uriOf } from '../lsp/uri.ts';
import type { ElsewhereOptions } from './elsewhere.ts';
import { PackagesElsewhere } from './elsewhere.ts';
import { isEncoded, readEncoded } from './encoded/package.ts';
import type { Listing } from './folders.ts';
import { list } from './folders.ts';
import { encodedIn } from './package-uri.ts';
import { ShippedPackages } from './shipped.ts';

export interface WitFilesOptions {
  readonly documents: Documents;
  /** The folder with the packages that slight ships; without it, there are none. */
  readonly shipped?: string | undefined;
  /** The rest of the workspace; without it, no file is looked for there. */
  readonly elsewhere?: ElsewhereOptions;
}

export class WitFiles {
  readonly shipped: ShippedPackages;
  readonly #documents: Documents;
  readonly #elsewhere: PackagesElsewhere | undefined;
  readonly #listings = new Map<string, Promise<Listing>>();
  readonly #onDisk = new Map<string, Promise<WitSource | undefined>>();

  constructor({ documents, shipped, elsewhere }: WitFilesOptions) {
    this.#documents = documents;
    this.#elsewhere = elsewhere && new PackagesElsewhere(elsewhere);
    this.shipped = new ShippedPackages(shipped);
  }

  /** A document that is open, as it is now. */
  open(uri: string): WitSource | undefined {
    return this.#documents.read(uri, readWit);
  }

  /**
   * What a file can see; of what slight ships, the packages that it names, and those that they need. A file that is on
   * no disk sees itself, and what slight ships.
   */
  async surroundings(uri: string): Promise<WitSurroundings> {
    const near = await this.#near(uri);
    const all = [...near.own, ...(near.deps ?? [])];
    const shipped = await this.shipped.namedBy(all, idsIn(all));
    const around = { ...near, shipped, known: await this.shipped.ids() };
    const file = pathOf(uri);
    const elsewhere = file === undefined ? undefined : await this.#elsewhereFor(file, around);
    return { ...around, ...(elsewhere && { elsewhere }) };
  }

  /** The same, with all that slight ships: what the file could name. */
  async choices(uri: string): Promise<WitSurroundings> {
    const around = await this.surroundings(uri);
    const has = idsIn([...around.own, ...(around.deps ?? []), ...around.shipped]);
    const others = await this.shipped.all();
    return {
      ...around,
      shipped: [...around.shipped, ...others.filter((each) => idsIn([each]).isDisjointFrom(has))],
    };
  }

  /** What a client shows under the URI of a package; undefined where there is none. */
  async packageText(uri: string): Promise<string | undefined> {
    return (await this.#packageSource(uri))?.text;
  }

  /** A file by its path. Undefined where it is not there. */
  async source(file: string): Promise<WitSource | undefined> {
    const open = this.#documents.uriOf(file);
    const known = open === undefined ? undefined : this.open(open);
    if (known) return known;
    const reading = this.#onDisk.get(file) ?? readSource(file);
    this.#onDisk.set(file, reading);
    return await reading;
  }

  /** Forgets what may have changed on disk: these files, and what is in these folders; else everything. */
  forget(paths?: Iterable<string>): void {
    this.#elsewhere?.forget(paths);
    this.#listings.clear();
    const changed = paths && new Set(paths);
    for (const file of [...this.#onDisk.keys()])
      if (!changed || isInOne(file, changed)) this.#onDisk.delete(file);
  }

  /** Other files of the workspace may have been found. */
  forgetFound(): void {
    this.#elsewhere?.forget([]);
  }

  async #near(uri: string): Promise<Omit<WitSurroundings, 'shipped'>> {
    const file = pathOf(uri);
    if (file === undefined) {
      const source = this.open(uri) ?? (await this.#packageSource(uri));
      const encoded = encodedIn(uri);
      return { own: source ? [source] : [], ...(encoded !== undefined && (await this.#depsOf(encoded))) };
    }
    const { own } = await this.#list(file);
    const [sources, deps] = await Promise.all([this.#sources(own), this.#depsOf(file)]);
    return { own: sources, ...deps };
  }

  /** What a file sees below the `deps/` of its package. */
  async #depsOf(file: string): Promise<Pick<WitSurroundings, 'deps' | 'unread'>> {
    const { deps } = await this.#list(file);
    if (!deps) return {};
    const sources = await Promise.all(deps.map((each) => this.source(each)));
    const unread = deps.filter((_, index) => !sources[index]).map((each) => pathFrom(file, each));
    return {
      deps: sources.filter((source) => source !== undefined),
      ...(unread.length > 0 && { unread }),
    };
  }

  /** The packages that a file's folder names, nobody around has, and another folder does. */
  async #elsewhereFor(
    file: string,
    { own, deps = [], shipped }: WitSurroundings,
  ): Promise<ReadonlyMap<string, PackageElsewhere> | undefined> {
    if (!this.#elsewhere) return undefined;
    const has = idsIn([...own, ...deps, ...shipped]);
    const found = new Map<string, PackageElsewhere>();
    for (const named of own.flatMap((source) => this.shipped.namedIn(source))) {
      const at = has.has(named.id) ? undefined : this.#elsewhere.find(named);
      if (at === undefined) continue;
      found.set(nameOf(named), {
        place: pathFrom(file, path.dirname(at)),
        copies: await this.#copiesOf(named, has),
      });
    }
    return found.size > 0 ? found : undefined;
  }

  /** A package that lies elsewhere, and those that it needs and nobody has. */
  async #copiesOf(first: NamedPackage, has: ReadonlySet<string>): Promise<readonly PackageCopy[]> {
    const copies = new Map<string, PackageCopy>();
    const waiting = [first];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const name = nameOf(next);
      const at = copies.has(name) || has.has(next.id) ? undefined : this.#elsewhere?.find(next);
      if (at === undefined) continue;
      const sources = await this.#sources((await this.#list(at)).own);
      copies.set(name, { name, sources });
      waiting.push(...sources.flatMap((source) => this.shipped.namedIn(source)));
    }
    return [...copies.values()];
  }

  async #packageSource(uri: string): Promise<WitSource | undefined> {
    const encoded = encodedIn(uri);
    return encoded === undefined ? await this.shipped.byUri(uri) : await this.source(encoded);
  }

  async #list(file: string): Promise<Listing> {
    const folder = path.dirname(file);
    const listing = this.#listings.get(folder) ?? list(folder);
    this.#listings.set(folder, listing);
    const { own, deps } = await listing;
    // straight in deps/, each file is a package of its own
    if (path.basename(folder) === 'deps') return { own: [file], ...(deps && { deps }) };
    // a document that was not saved yet is in its folder all the same
    return { own: own.includes(file) ? own : [...own, file], ...(deps && { deps }) };
  }

  async #sources(files: readonly string[]): Promise<readonly WitSource[]> {
    const sources = await Promise.all(files.map((file) => this.source(file)));
    return sources.filter((source) => source !== undefined);
  }
}

function nameOf({ id, version }: NamedPackage): string {
  return version === '' ? id : `${id}@${version}`;
}

/** The path of a file as it is written in another one's folder. */
function pathFrom(file: string, other: string): string {
  return path.relative(path.dirname(file), other).split(path.sep).join('/');
}

/** Reads a version of a WIT document. It never throws, whatever the text is. */
function readWit(document: TextDocument): WitSource {
  const text = document.getText();
  return { uri: document.uri, text, file: parse(text) };
}

/** A file, as WIT: what an encoded package says is its text. */
async function readSource(file: string): Promise<WitSource | undefined> {
  try {
    if (isEncoded(file)) return await readEncoded(file);
    const text = withoutMark(await readFile(file, 'utf8'));
    return { uri: uriOf(file), text, file: parse(text) };
  } catch {
    return undefined;
  }
}

function isInOne(file: string, paths: ReadonlySet<string>): boolean {
  for (let at = file; ; at = path.dirname(at)) {
    if (paths.has(at)) return true;
    if (at === path.dirname(at)) return false;
  }
}
