/** The worlds of each app, read in the background when they are first asked for. */
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
  /** Other than before wherever a WIT file may be other than before. */
  readonly revision: () => number;
  /** Called when worlds are other than those that were given; the revision is another when it returns. */
  readonly onChange: () => void;
}

export class KnownWorlds {
  readonly #options: KnownWorldsOptions;
  readonly #read = new WeakMap<App, Read>();

  constructor(options: KnownWorldsOptions) {
    this.#options = options;
  }

  /** Those that were read last, and none before any were; the same array as long as they are the same. */
  of(app: App): readonly KnownWorld[] {
    const { wit, revision, onChange } = this.#options;
    const known = this.#read.get(app);
    if (known?.revision === revision()) return known.worlds;
    const reading = { revision: revision(), worlds: known?.worlds ?? [] };
    this.#read.set(app, reading);
    void worldsIn(app, wit).then((worlds) => {
      if (this.#read.get(app) !== reading) return;
      const isLatest = revision() === reading.revision;
      if (JSON.stringify(worlds) === JSON.stringify(reading.worlds)) return;
      // else a client that asks again is told that nothing has changed
      onChange();
      this.#read.set(app, { revision: isLatest ? revision() : reading.revision, worlds });
    });
    return reading.worlds;
  }
}
