/** What is known of files: as they are on disk, and as they are open in the editor, which counts instead. */
import { isDeepStrictEqual } from 'node:util';
import type { App } from './apps.ts';
import { Apps } from './apps.ts';
import type { Entry } from './cache.ts';
import type { Facts } from './facts.ts';
import type { FileKind } from './kind.ts';

/** What an editor has open of a file; without a text, nobody asks whether it is edited. */
export type Shown = readonly [facts: () => Facts, text?: () => string];

interface OpenFile {
  readonly kind: FileKind['kind'];
  readonly facts: () => Facts;
  readonly text: () => string;
  aside?: Aside;
  /** False of one that is new in the editor. What the index last read may be gone by then, so the disk itself says it. */
  wasOnDisk: boolean;
  /** The path that it is known by on disk, where a link led the editor to it. */
  known?: string | undefined;
}

/**
 * Why an open file belongs to no app: it would not be read from the disk, or was deleted or moved there. Editors keep
 * documents of such files, VS Code also where no tab shows them.
 */
export type Aside = 'ignored' | 'gone' | undefined;

/** An open file as it is on disk. */
export interface OnDisk {
  readonly isIgnored: boolean;
  readonly isThere: boolean;
  /** The path that it is known by, where that is another. */
  readonly known: string | undefined;
}

/** How much an index has. */
export interface Statistics {
  readonly files: number;
  readonly bytes: number;
  readonly apps: number;
  /** How long the folders took that were read last, from first to last. */
  readonly milliseconds: number;
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

  /** True of an open file that is other in the editor than it was on disk when it was last read. */
  isEdited(file: string): boolean {
    const open = this.#open.get(file);
    if (!open) return false;
    const entry = this.#entries.get(open.known ?? file);
    const size = Buffer.byteLength(open.text());
    // editors keep the mark of a byte order to themselves
    if (!entry || (entry.size !== size && entry.size !== size + mark)) return true;
    return printIn(open.facts()) !== printIn(entry.facts);
  }

  app(file: string): App | undefined {
    return this.#apps.of(file);
  }

  statistics(): Omit<Statistics, 'milliseconds'> {
    const bytes = this.entries.values().reduce((sum, { size }) => sum + size, 0);
    return { files: this.entries.size, bytes, apps: [...this.apps()].length };
  }

  apps(): Iterable<App> {
    return this.#apps.all();
  }

  open(file: string, kind: FileKind['kind'], ...[facts, text = () => '']: Shown): void {
    this.#open.set(file, { kind, facts, text, wasOnDisk: false });
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

  /** Why an open file belongs to no app. */
  aside(file: string): Aside {
    return this.#open.get(file)?.aside;
  }

  /** Says of an open file what it is on disk. True where that is news. */
  placeOpen(file: string, { isIgnored, isThere, known }: OnDisk): boolean {
    const open = this.#open.get(file);
    if (!open) return false;
    open.wasOnDisk ||= isThere;
    const aside = isIgnored ? 'ignored' : open.wasOnDisk && !isThere ? 'gone' : undefined;
    if (open.aside === aside && open.known === known) return false;
    const before = open.known;
    open.aside = aside;
    open.known = known;
    for (const one of [file, before, known]) if (one !== undefined) this.#place(one);
    return true;
  }

  /** Puts a file into its app, or takes it out. */
  #place(file: string): void {
    const open = this.#open.get(file);
    const isOpenElsewhere = this.#open.values().some(({ known }) => known === file);
    const kind =
      open && !open.aside ? open.kind : isOpenElsewhere ? undefined : this.#entries.get(file)?.facts.kind;
    if (kind) this.#apps.add(file, kind);
    else this.#apps.delete(file);
  }
}

/** In bytes of UTF-8. */
const mark = 3;

function printIn(facts: Facts): number | undefined {
  return facts.kind === 'source' ? facts.http?.print : undefined;
}
