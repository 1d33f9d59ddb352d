/** WIT files with what they can see, read when somebody asks: as they are in the editor, else as they are on disk. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from '@slight/slightfile/wit/parse.ts';
import type { WitSource, WitSurroundings } from '@slight/slightfile/wit/surroundings.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Documents } from '../documents.ts';
import { pathOf, uriOf } from '../uri.ts';

export interface WitFilesOptions {
  readonly documents: Documents;
  /** The folder with the packages that slight ships; without it, there are none. */
  readonly shipped?: string | undefined;
}

/** The paths of the WIT files of a folder, and of those below its `deps/`. */
interface Listing {
  readonly own: readonly string[];
  readonly deps?: readonly string[];
}

export class WitFiles {
  readonly #options: WitFilesOptions;
  readonly #listings = new Map<string, Promise<Listing>>();
  readonly #onDisk = new Map<string, Promise<WitSource | undefined>>();
  #shipped: Promise<readonly WitSource[]> | undefined;

  constructor(options: WitFilesOptions) {
    this.#options = options;
  }

  /** A document that is open, as it is now. */
  open(uri: string): WitSource | undefined {
    return this.#options.documents.read(uri, readWit);
  }

  /** What a file can see. A file that is on no disk sees itself, and what slight ships. */
  async surroundings(uri: string): Promise<WitSurroundings> {
    const file = pathOf(uri);
    const shipped = await this.shipped();
    if (file === undefined) return { own: [this.open(uri)].filter((one) => one !== undefined), shipped };
    const { own, deps } = await this.#list(file);
    const [ownSources, depsSources] = await Promise.all([this.#sources(own), deps && this.#sources(deps)]);
    return { own: ownSources, ...(depsSources && { deps: depsSources }), shipped };
  }

  /** The packages of the component model that slight ships. */
  async shipped(): Promise<readonly WitSource[]> {
    this.#shipped ??= this.#readShipped();
    return await this.#shipped;
  }

  /** A file by its path. Undefined where it is not there. */
  async source(file: string): Promise<WitSource | undefined> {
    const open = this.#options.documents.uriOf(file);
    const known = open === undefined ? undefined : this.open(open);
    if (known) return known;
    const reading = this.#onDisk.get(file) ?? readSource(file);
    this.#onDisk.set(file, reading);
    return await reading;
  }

  /** Forgets what may have changed on disk: these files, and what is in these folders; else everything. */
  forget(paths?: Iterable<string>): void {
    this.#listings.clear();
    const changed = paths && new Set(paths);
    for (const file of [...this.#onDisk.keys()])
      if (!changed || isInOne(file, changed)) this.#onDisk.delete(file);
  }

  async #list(file: string): Promise<Listing> {
    const folder = path.dirname(file);
    const listing = this.#listings.get(folder) ?? list(folder);
    this.#listings.set(folder, listing);
    const { own, deps } = await listing;
    // a document that was not saved yet is in its folder all the same
    return { own: own.includes(file) ? own : [...own, file], ...(deps && { deps }) };
  }

  async #sources(files: readonly string[]): Promise<readonly WitSource[]> {
    const sources = await Promise.all(files.map((file) => this.source(file)));
    return sources.filter((source) => source !== undefined);
  }

  async #readShipped(): Promise<readonly WitSource[]> {
    const { shipped } = this.#options;
    if (shipped === undefined) return [];
    const files = await below(shipped);
    const sources = await this.#sources(files);
    return sources.filter(({ file }) => file.syntax === 'component');
  }
}

/** Reads a version of a WIT document. It never throws, whatever the text is. */
function readWit(document: TextDocument): WitSource {
  const text = document.getText();
  return { uri: document.uri, text, file: parse(text) };
}

async function readSource(file: string): Promise<WitSource | undefined> {
  try {
    const text = await readFile(file, 'utf8');
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

/** A file of a dependency sees the other dependencies, so `deps/` may also be the folder above. */
async function list(folder: string): Promise<Listing> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const own = entries.filter(isWit).map(({ name }) => path.join(folder, name));
  const deps = entries.some((entry) => entry.isDirectory() && entry.name === 'deps')
    ? path.join(folder, 'deps')
    : depsAbove(folder);
  return { own, ...(deps !== undefined && { deps: await below(deps) }) };
}

/** The `deps` folder that a folder is in or is. */
function depsAbove(folder: string): string | undefined {
  const steps = folder.split(path.sep);
  const at = steps.lastIndexOf('deps');
  return at === -1 || steps.length - at > 3 ? undefined : steps.slice(0, at + 1).join(path.sep);
}

async function below(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  // in an order of its own: SpiderLightning's packages stand before WASI's
  return entries
    .filter(isWit)
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .sort();
}

function isWit(entry: { readonly name: string; isFile(): boolean }): boolean {
  return entry.isFile() && entry.name.endsWith('.wit');
}
