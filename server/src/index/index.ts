/**
 * The index of a workspace: what each slightfile, source, module and WIT file says of names. It is read in the
 * background, kept on disk, and brought up to date file by file; what is open in the editor counts instead of what is
 * on disk.
 */
import type { App } from './apps.ts';
import type { Entry } from './cache.ts';
import { cacheOf, keeper } from './cache.ts';
import { changesOf } from './changes.ts';
import type { Facts } from './facts.ts';
import type { Aside, Shown, Statistics } from './files.ts';
import { Files } from './files.ts';
import { ignoringFolder } from './ignore-rules.ts';
import type { FileKind } from './kind.ts';
import { isIn, Links } from './links.ts';
import { Places } from './places.ts';
import { readEntry } from './read-facts.ts';
import type { FolderReading, Progress } from './read-folder.ts';
import { readFolder } from './read-folder.ts';
import type { Root } from './roots.ts';
import { Roots } from './roots.ts';
import { turns } from './turns.ts';

export interface IndexOptions {
  /** Where the cache is kept; without it, everything is read again at the next start. */
  readonly cacheFolder?: string | undefined;
  /** Called whenever the facts of some file changed, or the index became complete. */
  readonly onChange: () => void;
  /** Called while a folder is read for the first time. */
  readonly onProgress?: (progress: Progress) => void;
}

export class Index {
  readonly #options: IndexOptions;
  readonly #files = new Files();
  readonly #roots = new Roots();
  /** The roots that were read to their end. */
  readonly #complete = new WeakSet<Root>();
  readonly #turns = turns();
  /** What reads files of folders that were read before: one after the other, so that what was read first is not kept last. */
  #queue: Promise<unknown> = Promise.resolve();
  readonly #keep = keeper();
  #milliseconds = 0;

  constructor(options: IndexOptions) {
    this.#options = options;
  }

  /** Reads a folder in the background. False where it was added before, or lies below one that was. */
  add(folder: string): boolean {
    if (this.#roots.of(folder)) return false;
    const root = this.#roots.add(folder);
    root.reading = this.#read(root);
    return true;
  }

  /** Forgets a folder. */
  remove(folder: string): void {
    const root = this.#roots.get(folder);
    if (!root) return;
    this.#roots.delete(root);
    for (const file of [...this.#files.entries.keys()])
      if (!this.#roots.of(file)) this.#files.set(file, undefined);
    this.#options.onChange();
  }

  dispose(): void {
    for (const { abort } of this.#roots.all()) abort.abort();
  }

  /** True where every folder was read, so that what is not known does not exist. */
  get isComplete(): boolean {
    return this.#roots.all().every((root) => this.#complete.has(root));
  }

  /** Grows whenever a file is read anew or forgotten: `onChange` is called only when all that changed with it are. */
  get version(): number {
    return this.#files.version;
  }

  /** Resolves when it is known which app each file belongs to. */
  async whenPlaced(): Promise<void> {
    await Promise.all(
      this.#roots.all().map(({ placed, reading }) => Promise.race([placed.promise, reading])),
    );
  }

  /** Resolves when every folder that was added is read, and every file that was told to have changed. */
  async whenComplete(): Promise<Statistics> {
    await Promise.all(this.#roots.all().map(({ reading }) => reading));
    await this.#queue;
    return { ...this.#files.statistics(), milliseconds: this.#milliseconds };
  }

  /** What a file says: as it is in the editor, else as it was on disk when it was last read. */
  facts(file: string): Facts | undefined {
    return this.#files.facts(file);
  }

  /** All files of a kind that were found. */
  *files(kind: Facts['kind']): Iterable<string> {
    for (const [file, { facts }] of this.#files.entries) if (facts.kind === kind) yield file;
  }

  /** When a file was last changed, in milliseconds since the Unix epoch. */
  time(file: string): number | undefined {
    return this.#files.time(file);
  }

  /** True of an open file that is not saved as it is. */
  readonly isEdited = (file: string): boolean => this.#files.isEdited(file);

  app(file: string): App | undefined {
    return this.#files.app(file);
  }

  apps(): Iterable<App> {
    return this.#files.apps();
  }

  /** Puts what is open in the editor in front of what is on disk. */
  cover(file: string, kind: FileKind['kind'], ...open: Shown): void {
    this.#files.open(file, kind, ...open);
  }

  /** The file is closed: what is on disk counts again. */
  uncover(file: string): void {
    this.#files.close(file);
  }

  /** Why an open file belongs to no app. */
  aside(file: string): Aside {
    return this.#files.aside(file);
  }

  /** Looks on disk whether open files belong to their apps: one of them, or all. */
  async placeOpen(only?: string): Promise<void> {
    let isChanged = false;
    for (const [file, kind] of this.#files.allOpen()) {
      if (only !== undefined && file !== only) continue;
      const known = this.#roots.known(file);
      const root = this.#roots.of(known);
      if (!root) continue;
      const places = new Places(root.folder);
      const state = {
        isIgnored: !(await places.reads(known, kind)),
        isThere: await places.has(known),
        known: known === file ? undefined : known,
      };
      if (this.#files.placeOpen(file, state)) isChanged = true;
    }
    if (isChanged) this.#options.onChange();
  }

  /** Reads files again that may have changed, come or gone. Resolves to whether any did. */
  async update(files: Iterable<string>): Promise<boolean> {
    return await this.#inTurn(() => this.#update(files));
  }

  /** Looks at every folder again, for editors that do not tell what changes on disk. */
  async rescan(): Promise<void> {
    await this.#inTurn(async () => {
      for (const root of this.#roots.all()) {
        await root.reading;
        root.reading = this.#read(root);
        await root.reading;
      }
    });
  }

  async #inTurn<T>(read: () => Promise<T>): Promise<T> {
    const reading = Promise.allSettled([this.#queue]).then(read);
    this.#queue = reading;
    return await reading;
  }

  async #update(files: Iterable<string>): Promise<boolean> {
    await Promise.all(this.#roots.all().map(({ reading }) => reading));
    const paths = [...new Set(Array.from(files, (file) => this.#roots.paths(file)).flat())];
    let isChanged = false;
    for (const root of this.#roots.all()) {
      const own = paths.filter((file) => {
        const ignoring = ignoringFolder(file);
        return this.#roots.of(file) === root || (ignoring !== undefined && isIn(ignoring, root.folder));
      });
      if (own.length > 0 && (await this.#readChanges(root, own))) isChanged = true;
    }
    if (isChanged) this.#options.onChange();
    return isChanged;
  }

  async #readChanges(root: Root, paths: readonly string[]): Promise<boolean> {
    const places = new Places(root.folder);
    const { files, folders } = await changesOf(paths, places, root.links, this.#files.entries, this.#turns);
    let isChanged = false;
    let isAnyMoved = folders.length > 0;
    const set = (file: string, entry: Entry | undefined): void => {
      if (!entry || !this.#files.entries.has(file)) isAnyMoved = true;
      // meanwhile its folder may have been removed
      if (this.#roots.of(file) && this.#files.set(file, entry)) isChanged = true;
    };
    for (const folder of folders) {
      root.links.forget(folder);
      await readFolder({ ...this.#reading(root, set), folder, places, isKnown: true });
    }
    // a file may be where a folder was
    for (const [file, kind] of files) {
      const known = this.#files.entries.get(file);
      set(file, kind && (await readEntry(file, kind, known, this.#turns)));
    }
    if (isAnyMoved) await this.placeOpen();
    return isChanged;
  }

  async #read(root: Root): Promise<void> {
    const begin = performance.now();
    root.links = new Links();
    const cache = await cacheOf(root.folder, this.#options.cacheFolder);
    const isChanged = await readFolder({
      ...this.#reading(root, (file, entry) => void this.#files.set(file, entry)),
      cache,
      onPlaced: root.placed.resolve,
      onProgress: this.#options.onProgress,
      onRead: () => {
        this.#milliseconds = performance.now() - begin;
        this.#complete.add(root);
        this.#options.onChange();
      },
    });
    await this.placeOpen();
    if (cache === undefined || !isChanged) return;
    const { folder, abort } = root;
    const own = () => this.#files.entries.entries().filter(([file]) => isIn(folder, file));
    this.#keep(cache, own, abort.signal);
  }

  #reading(root: Root, set: FolderReading['set']): FolderReading {
    const { folder, links, abort } = root;
    return {
      folder,
      links,
      places: new Places(folder),
      signal: abort.signal,
      turns: this.#turns,
      entries: this.#files.entries,
      isKnown: this.#complete.has(root),
      set,
    };
  }
}
