/**
 * The index of a workspace: what each slightfile, source, module and WIT file says of names. It is read in the
 * background, kept on disk, and brought up to date file by file; what is open in the editor counts instead of what is
 * on disk.
 */
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { App } from './apps.ts';
import { Apps } from './apps.ts';
import type { Entry } from './cache.ts';
import type { Facts } from './facts.ts';
import type { FileKind } from './kind.ts';
import { readEntry } from './read-facts.ts';
import type { Progress } from './read-folder.ts';
import { isIn, readFolder } from './read-folder.ts';
import { turns } from './turns.ts';
import type { Found } from './walk.ts';
import { findable } from './walk.ts';

export interface IndexOptions {
  /** Where the cache is kept; without it, everything is read again at the next start. */
  readonly cacheFolder?: string | undefined;
  /** Called whenever the facts of some file changed, or the index became complete. */
  readonly onChange: () => void;
  /** Called while a folder is read for the first time. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Statistics {
  readonly files: number;
  readonly bytes: number;
  readonly apps: number;
  /** How long the folders took that were read last, from first to last. */
  readonly milliseconds: number;
}

/** A folder that was added. */
interface Root {
  readonly folder: string;
  readonly abort: AbortController;
  /** Settles when the folder's slightfiles are read, so that it is known which app a file belongs to. */
  readonly placed: PromiseWithResolvers<void>;
  /** Settles when the folder is read. */
  reading: Promise<void>;
}

export class Index {
  readonly #options: IndexOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #overlays = new Map<string, () => Facts>();
  readonly #apps = new Apps();
  readonly #roots = new Map<string, Root>();
  /** The roots that were read to their end. */
  readonly #complete = new WeakSet<Root>();
  readonly #turns = turns();
  /** What reads files of folders that were read before: one after the other, so that what was read first is not kept last. */
  #queue: Promise<unknown> = Promise.resolve();
  #milliseconds = 0;

  constructor(options: IndexOptions) {
    this.#options = options;
  }

  /** Reads a folder in the background. False where it was added before, or lies below one that was. */
  add(folder: string): boolean {
    if (this.#rootOf(folder)) return false;
    const root: Root = {
      folder,
      abort: new AbortController(),
      placed: Promise.withResolvers(),
      reading: Promise.resolve(),
    };
    this.#roots.set(folder, root);
    root.reading = this.#read(root);
    return true;
  }

  /** Forgets a folder. */
  remove(folder: string): void {
    const root = this.#roots.get(folder);
    if (!root) return;
    root.abort.abort();
    this.#roots.delete(folder);
    for (const file of [...this.#entries.keys()]) if (!this.#rootOf(file)) this.#forget(file);
    this.#options.onChange();
  }

  dispose(): void {
    for (const { abort } of this.#roots.values()) abort.abort();
  }

  /** True where every folder was read, so that what is not known does not exist. */
  get isComplete(): boolean {
    return [...this.#roots.values()].every((root) => this.#complete.has(root));
  }

  /** Resolves when it is known which app each file belongs to. */
  async whenPlaced(): Promise<void> {
    await Promise.all(
      [...this.#roots.values()].map(({ placed, reading }) => Promise.race([placed.promise, reading])),
    );
  }

  /** Resolves when every folder that was added is read, and every file that was told to have changed. */
  async whenComplete(): Promise<Statistics> {
    await Promise.all([...this.#roots.values()].map(({ reading }) => reading));
    await this.#queue;
    const bytes = this.#entries.values().reduce((sum, { size }) => sum + size, 0);
    const apps = [...this.#apps.all()].length;
    return { files: this.#entries.size, bytes, apps, milliseconds: this.#milliseconds };
  }

  /** What a file says: as it is in the editor, else as it was on disk when it was last read. */
  facts(file: string): Facts | undefined {
    return this.#overlays.get(file)?.() ?? this.#entries.get(file)?.facts;
  }

  /** All files of a kind that were found. */
  *files(kind: Facts['kind']): Iterable<string> {
    for (const [file, { facts }] of this.#entries) if (facts.kind === kind) yield file;
  }

  /** When a file was last changed, in milliseconds since the Unix epoch. */
  time(file: string): number | undefined {
    return this.#entries.get(file)?.time;
  }

  app(file: string): App | undefined {
    return this.#apps.of(file);
  }

  apps(): Iterable<App> {
    return this.#apps.all();
  }

  /** Puts what is open in the editor in front of what is on disk. */
  cover(file: string, kind: FileKind['kind'], facts: () => Facts): void {
    this.#overlays.set(file, facts);
    this.#apps.add(file, kind);
  }

  /** The file is closed: what is on disk counts again. */
  uncover(file: string): void {
    this.#overlays.delete(file);
    const entry = this.#entries.get(file);
    if (entry) this.#apps.add(file, entry.facts.kind);
    else this.#apps.delete(file);
  }

  /** Reads files again that may have changed, come or gone. Resolves to whether any did. */
  async update(files: Iterable<string>): Promise<boolean> {
    return await this.#inTurn(() => this.#update(files));
  }

  /** Looks at every folder again, for editors that do not tell what changes on disk. */
  async rescan(): Promise<void> {
    await this.#inTurn(async () => {
      for (const root of this.#roots.values()) {
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
    let isChanged = false;
    for (const file of new Set(files)) {
      const root = this.#rootOf(file);
      const kind = root && findable(root.folder, file);
      if (!kind) continue;
      await root.reading;
      const known = this.#entries.get(file);
      const entry = await readEntry(file, kind, known, this.#turns);
      // meanwhile its folder may have been removed
      if (entry === known || !this.#rootOf(file)) continue;
      isChanged ||= !isSame(entry, known);
      if (entry) this.#keep({ path: file, kind }, entry);
      else this.#forget(file);
    }
    if (isChanged) this.#options.onChange();
    return isChanged;
  }

  async #read(root: Root): Promise<void> {
    const { folder, abort } = root;
    const begin = performance.now();
    await readFolder({
      folder,
      signal: abort.signal,
      turns: this.#turns,
      cache: await this.#cacheOf(folder),
      entries: this.#entries,
      isKnown: this.#complete.has(root),
      keep: (found, entry) => this.#keep(found, entry),
      forget: (file) => this.#forget(file),
      onPlaced: root.placed.resolve,
      onProgress: this.#options.onProgress,
      onRead: () => {
        this.#milliseconds = performance.now() - begin;
        this.#complete.add(root);
        this.#options.onChange();
      },
    });
  }

  #keep({ path: file, kind }: Found, entry: Entry): void {
    this.#entries.set(file, entry);
    this.#apps.add(file, kind.kind);
  }

  #forget(file: string): void {
    this.#entries.delete(file);
    if (!this.#overlays.has(file)) this.#apps.delete(file);
  }

  #rootOf(file: string): Root | undefined {
    return [...this.#roots.values()].find(({ folder }) => isIn(folder, file));
  }

  async #cacheOf(folder: string): Promise<string | undefined> {
    const { cacheFolder } = this.#options;
    if (cacheFolder === undefined) return undefined;
    const { createHash } = await import('node:crypto');
    const name = createHash('sha256').update(folder).digest('hex').slice(0, 32);
    return path.join(cacheFolder, `${name}.jsonl`);
  }
}

/** True where a file that was read again, because it might have changed, has not. */
function isSame(one: Entry | undefined, other: Entry | undefined): boolean {
  return one?.time === other?.time && isDeepStrictEqual(one?.facts, other?.facts);
}
