/** The folders that the index was given. */
import { isIn, Links } from './links.ts';

export interface Root {
  readonly folder: string;
  /** Which other paths lead to its files. */
  links: Links;
  readonly abort: AbortController;
  /** Settles when the folder's slightfiles are read, so that it is known which app a file belongs to. */
  readonly placed: PromiseWithResolvers<void>;
  /** Settles when the folder is read. */
  reading: Promise<void>;
}

export class Roots {
  readonly #roots = new Map<string, Root>();

  add(folder: string): Root {
    const root: Root = {
      folder,
      links: new Links(),
      abort: new AbortController(),
      placed: Promise.withResolvers(),
      reading: Promise.resolve(),
    };
    this.#roots.set(folder, root);
    return root;
  }

  get(folder: string): Root | undefined {
    return this.#roots.get(folder);
  }

  /** Ends what is read of it. */
  delete({ folder, abort }: Root): void {
    abort.abort();
    this.#roots.delete(folder);
  }

  all(): readonly Root[] {
    return [...this.#roots.values()];
  }

  /** The root that a file lies in. */
  of(file: string): Root | undefined {
    return this.#roots.values().find(({ folder }) => isIn(folder, file));
  }

  /** The path that a file is known by, where a link leads to it. */
  known(file: string): string {
    for (const { links } of this.#roots.values()) {
      const known = links.known(file);
      if (known !== file) return known;
    }
    return file;
  }

  /** All paths that what is at a path, or below it, may be known by. */
  paths(file: string): readonly string[] {
    return [this.known(file), ...this.all().flatMap(({ links }) => links.below(file))];
  }
}
