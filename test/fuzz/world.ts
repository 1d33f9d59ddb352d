/** What the client knows: which documents are open, in which version, and what it has written to the disk. */
import { fileURLToPath } from 'node:url';
import type { Snapshot } from './text.ts';
import { snapshotOf } from './text.ts';

export interface OpenDocument {
  readonly uri: string;
  readonly language: string;
  /** What the document begins with, and goes back to when it has become too long. */
  readonly seed: string;
  readonly snapshot: Snapshot;
}

/** From which message on a document was in a state; without a snapshot, it is closed from there. */
interface Era {
  readonly from: number;
  readonly snapshot: Snapshot | undefined;
}

/** More messages than are ever on their way at once. */
const remembered = 400;

/** How many texts a file on disk had that answers may still be about. */
const generations = 12;

export class World {
  readonly #open = new Map<string, OpenDocument>();
  readonly #eras = new Map<string, Era[]>();
  readonly #disk = new Map<string, (Snapshot | undefined)[]>();
  readonly #tells: boolean;
  #clock = 0;

  /** @param tells whether the server is told what changes on disk: else, it may know any text that a file ever had */
  constructor(tells: boolean) {
    this.#tells = tells;
  }

  /** How many messages were sent. */
  get clock(): number {
    return this.#clock;
  }

  /** Counts a message that is sent. */
  tick(): number {
    return ++this.#clock;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#open.get(uri);
  }

  all(): readonly OpenDocument[] {
    return [...this.#open.values()];
  }

  /** The document is in this state from the message on that is sent next. */
  set(document: OpenDocument): void {
    this.#open.set(document.uri, document);
    this.#remember(document.uri, document.snapshot);
  }

  close(uri: string): void {
    this.#open.delete(uri);
    this.#remember(uri, undefined);
  }

  /** A file has this text on disk; without one, it is gone. */
  wrote(path: string, text: string | undefined): void {
    const texts = this.#disk.get(path) ?? [];
    texts.unshift(text === undefined ? undefined : snapshotOf(0, text));
    this.#disk.set(path, texts.slice(0, generations));
  }

  onDisk(path: string): string | undefined {
    return this.#disk.get(path)?.[0]?.text;
  }

  /** True of a file that was on disk, and is no more. */
  isDeleted(path: string): boolean {
    return this.#disk.has(path) && this.onDisk(path) === undefined;
  }

  /** Every state that a document was in since a message was sent, the state of then included. */
  since(uri: string, message: number): readonly (Snapshot | undefined)[] {
    const eras = this.#eras.get(uri) ?? [];
    const then = eras.findIndex(({ from }) => from <= message);
    const states = eras.slice(0, then === -1 ? undefined : then + 1).map(({ snapshot }) => snapshot);
    // before it was opened for the first time, it was closed
    return then === -1 ? [...states, undefined] : states;
  }

  /** True where the document was edited, opened or closed behind a message. */
  changedSince(uri: string, message: number): boolean {
    return (this.#eras.get(uri)?.[0]?.from ?? 0) > message;
  }

  /** Every text that an answer to a message may have meant by a URI; undefined where the client cannot know. */
  candidates(uri: string, message: number): readonly Snapshot[] | undefined {
    const path = pathOf(uri);
    const spelled = [...this.#eras.keys()].find((known) => known === uri || pathOf(known) === path) ?? uri;
    const states = this.since(spelled, message);
    const isOpen = states.every((state) => state !== undefined);
    const disk = path === undefined || !this.#tells ? undefined : this.#disk.get(path);
    if (!isOpen && disk === undefined) return undefined;
    return [...states, ...(isOpen ? [] : (disk ?? []))].filter((state) => state !== undefined);
  }

  #remember(uri: string, snapshot: Snapshot | undefined): void {
    const eras = this.#eras.get(uri) ?? [];
    eras.unshift({ from: this.#clock + 1, snapshot });
    if (eras.length > remembered) eras.pop();
    this.#eras.set(uri, eras);
  }
}

/** A file is known by its path, because URIs of it are spelled in many ways. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** As VS Code spells it, which is not as Node does. */
export function uriOf(path: string): string {
  return `file://${path.split('/').map(encodeURIComponent).join('/')}`;
}
