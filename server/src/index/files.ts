/** What is known of files: as they are on disk, and as they are open in the editor, which counts instead. */
import { isDeepStrictEqual } from 'node:util';
import type { App } from './apps.ts';
import { Apps } from './apps.ts';
import type { Entry } from './cache.ts';
import type { Facts } from './facts.ts';
import type { FileKind } from './kind.ts';

interface OpenFile {
  readonly kind: FileKind['kind'];
  readonly facts: () => Facts;
  /** True where it would not be read from the disk, so that it belongs to no app. */
  isAside: boolean;
  /** The path that it is known by on disk, where a link led the editor to it. */
  known?: string | undefined;
}

/** By path. */
export class Files {
  readonly #entries = new Map<string, Entry>();
  readonly #open = new Map<string, OpenFile>();
  readonly #apps = new Apps();
  #version = 0;

  /** Those on disk. */
  get entries(): ReadonlyMap<string, Entry> {
    return this.#entries;
  }

  /** Grows whenever a file is read anew, or is gone. */
  get version(): number {
    return this.#version;
  }

  /** True where that is news. */
  set(file: string, entry: Entry | undefined): boolean {
    const before = this.#entries.get(file);
    if (entry === before) return false;
    this.#version++;
    if (entry) this.#entries.set(file, entry);
    else this.#entries.delete(file);
    this.#place(file);
    return entry?.time !== before?.time || !isDeepStrictEqual(entry?.facts, before?.facts);
  }

  /** What a file says. */
  facts(file: string): Facts | undefined {
    return this.#open.get(file)?.facts() ?? this.#entries.get(file)?.facts;
  }

  /** When a file was last changed on disk, in milliseconds since the Unix epoch. */
  time(file: string): number | undefined {
    return this.#entries.get(this.#open.get(file)?.known ?? file)?.time;
  }

  app(file: string): App | undefined {
    return this.#apps.of(file);
  }

  apps(): Iterable<App> {
    return this.#apps.all();
  }

  open(file: string, kind: FileKind['kind'], facts: () => Facts): void {
    this.#open.set(file, { kind, facts, isAside: false });
    this.#place(file);
  }

  close(file: string): void {
    const known = this.#open.get(file)?.known;
    this.#open.delete(file);
    this.#place(file);
    if (known !== undefined) this.#place(known);
  }

  /** Those that are open, and what they are. */
  allOpen(): readonly (readonly [string, FileKind['kind']])[] {
    return Array.from(this.#open, ([file, { kind }]) => [file, kind]);
  }

  /** True of an open file that belongs to no app. */
  isAside(file: string): boolean {
    return this.#open.get(file)?.isAside === true;
  }

  /**
   * Says of an open file whether it belongs to no app, and by which path it is known on disk. True where that is news.
   */
  placeOpen(file: string, isAside: boolean, known: string | undefined): boolean {
    const open = this.#open.get(file);
    if (!open || (open.isAside === isAside && open.known === known)) return false;
    const before = open.known;
    open.isAside = isAside;
    open.known = known;
    for (const one of [file, before, known]) if (one !== undefined) this.#place(one);
    return true;
  }

  /** Puts a file into its app, or takes it out. */
  #place(file: string): void {
    const open = this.#open.get(file);
    const isOpenElsewhere = this.#open.values().some(({ known }) => known === file);
    const kind =
      open && !open.isAside ? open.kind : isOpenElsewhere ? undefined : this.#entries.get(file)?.facts.kind;
    if (kind) this.#apps.add(file, kind);
    else this.#apps.delete(file);
  }
}
