/** Symbolic links: by which of its paths a file is known that has several. */
import path from 'node:path';
import { kindOf } from './kind.ts';

export class Links {
  readonly #known = new Map<string, string>();
  /** Of those, the ones whose modules are known by their own path. */
  readonly #ownModules = new Set<string>();

  /** What is at a path, or below it, is known by another. */
  add(other: string, known: string): void {
    this.#known.set(other, known);
  }

  /** The same of a folder in the root that is looked into for modules alone, if at all. */
  addMade(other: string, known: string): void {
    this.#known.set(other, known);
    this.#ownModules.add(other);
  }

  /** Whether a path itself, and not what is below, is known by another. */
  has(other: string): boolean {
    return this.#known.has(other);
  }

  /** Forgets what led from or to a folder, and what is in it. */
  forget(folder: string): void {
    for (const [other, known] of this.#known)
      if (isIn(folder, other) || isIn(folder, known)) {
        this.#known.delete(other);
        this.#ownModules.delete(other);
      }
  }

  /** The paths that what is below a folder is known by, where that is another. */
  below(folder: string): readonly string[] {
    return [...this.#known].flatMap(([other, known]) =>
      other !== folder && isIn(folder, other) ? [known] : [],
    );
  }

  /** The path that a file is known by: its own, unless a link says otherwise. */
  known(file: string): string {
    if (this.#known.size === 0) return file;
    for (let at = file; ; at = path.dirname(at)) {
      const known = this.#known.get(at);
      if (known !== undefined) {
        const isOwn = this.#ownModules.has(at) && kindOf(file)?.kind === 'module';
        return isOwn ? file : known + file.slice(at.length);
      }
      if (at === path.dirname(at)) return file;
    }
  }
}

/** True for a folder itself, and all that lies in it or below. */
export function isIn(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
