/** Which slightfiles go with which sources: an app is a folder with a slightfile, and what is in it and below. */
import path from 'node:path';
import type { FileKind } from './kind.ts';

/** Files by their paths. What lies below the folder of another app is that app's. */
export interface App {
  readonly folder: string;
  /** Several in one folder serve one app in several places: `slightfile.toml`, `slightfile.prod.toml`. */
  readonly slightfiles: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
  /** Sources in languages that nobody reads here. */
  readonly unread: ReadonlySet<string>;
  readonly modules: ReadonlySet<string>;
  readonly wit: ReadonlySet<string>;
}

type Mutable = { readonly [K in keyof App]: App[K] extends ReadonlySet<string> ? Set<string> : App[K] };

/** The apps of all files that were added. */
export class Apps {
  readonly #files = new Map<string, FileKind['kind']>();
  readonly #apps = new Map<string, Mutable>();
  /** True where a slightfile came or went, so that the files around it belong to another app. */
  #isStale = false;

  add(file: string, kind: FileKind['kind']): void {
    if (this.#files.get(file) === kind) return;
    // an editor may say that a file is in another language than its name does
    this.delete(file);
    this.#files.set(file, kind);
    if (kind === 'slightfile') this.#isStale = true;
    else if (!this.#isStale) this.#place(file, kind);
  }

  delete(file: string): void {
    const kind = this.#files.get(file);
    if (kind === undefined) return;
    this.#files.delete(file);
    if (kind === 'slightfile') this.#isStale = true;
    else if (!this.#isStale) this.#find(path.dirname(file))?.[places[kind]].delete(file);
  }

  /** The app that a file belongs to, whether it was added or not. */
  of(file: string): App | undefined {
    this.#refresh();
    return this.#find(path.dirname(file));
  }

  all(): Iterable<App> {
    this.#refresh();
    return this.#apps.values();
  }

  #refresh(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    this.#apps.clear();
    for (const [file, kind] of this.#files) {
      if (kind !== 'slightfile') continue;
      const folder = path.dirname(file);
      const app = this.#apps.get(folder) ?? {
        folder,
        slightfiles: new Set(),
        sources: new Set(),
        unread: new Set(),
        modules: new Set(),
        wit: new Set(),
      };
      this.#apps.set(folder, app);
      app.slightfiles.add(file);
    }
    for (const [file, kind] of this.#files) if (kind !== 'slightfile') this.#place(file, kind);
  }

  #place(file: string, kind: Exclude<FileKind['kind'], 'slightfile'>): void {
    this.#find(path.dirname(file))?.[places[kind]].add(file);
  }

  /** The app of the folder, or of the nearest one above it. */
  #find(folder: string): Mutable | undefined {
    for (let at = folder; ; at = path.dirname(at)) {
      const app = this.#apps.get(at);
      if (app || at === path.dirname(at)) return app;
    }
  }
}

const places = { source: 'sources', unread: 'unread', module: 'modules', wit: 'wit' } as const;
