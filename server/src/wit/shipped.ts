/** The packages that slight ships: read once, and parsed when somebody names them, in the version that is asked for. */
import { readFile } from 'node:fs/promises';
import { namedPackages, packageNamed } from '@slight/wit/named-packages.ts';
import type { NamedPackage } from '@slight/wit/named-packages.ts';
import { parse } from '@slight/wit/parse.ts';
import { isReleaseOf, releaseText } from '@slight/wit/releases.ts';
import type { WitSource } from '@slight/wit/surroundings.ts';
import { uriOf } from '../lsp/uri.ts';
import { below } from './folders.ts';
import { shippedUri, versionIn } from './package-uri.ts';

/** A text, and the version of the package that it is. */
interface Shipped {
  readonly id: string;
  readonly version: string | undefined;
  /** Where it is on disk. */
  readonly path: string;
  readonly text: string;
}

export class ShippedPackages {
  readonly #folder: string | undefined;
  readonly #sources = new Map<string, WitSource>();
  readonly #named = new WeakMap<WitSource, readonly NamedPackage[]>();
  #reading: Promise<ReadonlyMap<string, readonly Shipped[]>> | undefined;

  /** @param folder the folder with the packages; without it, there are none */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  /** All of them, in their newest versions. */
  async all(): Promise<readonly WitSource[]> {
    const known = await this.#read();
    return [...known.values()].flat().map((each) => this.#source(each, each.version));
  }

  /** The names of all of them, without reading any as WIT. */
  async ids(): Promise<readonly string[]> {
    return [...(await this.#read()).keys()];
  }

  /**
   * Those that some files name, with those that these need in turn, each in the version that is asked for; where that is
   * none that is known, in those that are.
   * @param without ids of packages that the files have from elsewhere, in whatever version
   */
  async namedBy(sources: Iterable<WitSource>, without: ReadonlySet<string>): Promise<readonly WitSource[]> {
    const known = await this.#read();
    const found = new Set<WitSource>();
    const waiting = [...sources];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      for (const { id, version } of this.namedIn(next)) {
        if (without.has(id)) continue;
        for (const source of this.#releases(known.get(id) ?? [], version)) {
          if (found.has(source)) continue;
          found.add(source);
          waiting.push(source);
        }
      }
    }
    return [...found].sort((one, other) => (one.uri < other.uri ? -1 : 1));
  }

  /** A package by its URI. */
  async byUri(uri: string): Promise<WitSource | undefined> {
    return await this.#placed(uri, (each, version) => this.#source(each, version));
  }

  /** Where the text of a package is on disk: what stands on a line of it stands there, too. */
  async fileOf(uri: string): Promise<string | undefined> {
    return await this.#placed(uri, ({ path }) => uriOf(path));
  }

  async #placed<T>(
    uri: string,
    make: (shipped: Shipped, version: string | undefined) => T,
  ): Promise<T | undefined> {
    const asked = versionIn(uri);
    if (!asked) return undefined;
    const all = (await this.#read()).get(asked.id) ?? [];
    const found = all.find(({ version }) => isReleaseOf(version, asked.version));
    return found && make(found, asked.version);
  }

  /** The packages that a file names, found once. */
  namedIn(source: WitSource): readonly NamedPackage[] {
    const known = this.#named.get(source);
    if (known) return known;
    const named = source.file.syntax === 'legacy' ? [] : namedPackages(source.text);
    this.#named.set(source, named);
    return named;
  }

  #releases(all: readonly Shipped[], version: string): readonly WitSource[] {
    const exact = all.find((each) => isReleaseOf(each.version, version));
    return exact ? [this.#source(exact, version)] : all.map((each) => this.#source(each, each.version));
  }

  #source({ id, version: newest, text }: Shipped, version: string | undefined): WitSource {
    const uri = shippedUri(id, version);
    const known = this.#sources.get(uri);
    if (known) return known;
    const whole = { uri, text, file: parse(text) };
    const released = version === newest || version === undefined ? text : releaseText(whole, version);
    const source = released === text ? whole : { uri, text: released, file: parse(released) };
    this.#sources.set(uri, source);
    return source;
  }

  #read(): Promise<ReadonlyMap<string, readonly Shipped[]>> {
    this.#reading ??= readAll(this.#folder);
    return this.#reading;
  }
}

/** By id; those of one package in the order of their folders. */
async function readAll(folder: string | undefined): Promise<ReadonlyMap<string, readonly Shipped[]>> {
  const files = folder === undefined ? [] : await below(folder);
  const read = await Promise.all(
    files.map(async (path): Promise<Shipped | undefined> => {
      const text = await readFile(path, 'utf8').catch(() => '');
      const name = packageNamed(text);
      return name && { id: name.id, version: name.version || undefined, path, text };
    }),
  );
  return Map.groupBy(
    read.filter((one) => one !== undefined),
    ({ id }) => id,
  );
}
