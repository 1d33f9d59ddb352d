/** The worlds of each app, read in the background when they are first asked for. */
import type { FileKind } from '../index/kind.ts';
import type { App } from '../index/apps.ts';
import type { WitFiles } from '../wit/files.ts';
import type { KnownWorld } from './known.ts';
import { worldsIn } from './known-app.ts';

interface Read {
  readonly revision: number;
  readonly worlds: readonly KnownWorld[];
}

export interface KnownWorldsOptions {
  readonly wit: WitFiles;
  /** Called when worlds are other than those that were given. */
  readonly onChange: () => void;
}

export class KnownWorlds {
  readonly #options: KnownWorldsOptions;
  /** By the folder of the app. */
  readonly #read = new Map<string, Read>();
  #revision = 0;

  constructor(options: KnownWorldsOptions) {
    this.#options = options;
  }

  /** A WIT file changed, came or went, or belongs to another app now. */
  changed(): void {
    this.#revision++;
  }

  /** Those that were read last, and none before any were; the same array as long as they are the same. */
  of(app: App): readonly KnownWorld[] {
    const known = this.#read.get(app.folder);
    // most apps have no WIT of their own
    if (app.wit.size === 0 && (known?.worlds.length ?? 0) === 0) return none;
    if (known?.revision === this.#revision) return known.worlds;
    const reading = { revision: this.#revision, worlds: known?.worlds ?? none };
    this.#read.set(app.folder, reading);
    void worldsIn(app, this.#options.wit).then((worlds) => {
      if (this.#read.get(app.folder) !== reading) return;
      if (JSON.stringify(worlds) === JSON.stringify(reading.worlds)) return;
      this.#read.set(app.folder, { ...reading, worlds });
      this.#options.onChange();
    });
    return reading.worlds;
  }
}

const none: readonly KnownWorld[] = [];

/**
 * True for files that have a part in which worlds an app has: WIT, slightfiles, which say what an app is, and what may be
 * a folder with either of them.
 */
export function isOfWorlds(kind: FileKind | undefined): boolean {
  return kind === undefined || kind.kind === 'wit' || kind.kind === 'slightfile';
}
