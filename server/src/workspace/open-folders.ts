/** The folders whose files the index has: those that are open, and the apps around files that lie in none of them. */
import path from 'node:path';
import type { Documents } from '../documents.ts';
import { appAround } from '../index/app-around.ts';
import type { Index } from '../index/index.ts';
import { isIn } from '../index/links.ts';

export class OpenFolders {
  readonly #documents: Documents;
  readonly #index: Index;
  readonly #open = new Set<string>();
  /** Those of apps that lie in none of them, and are known as long as something in them is open. */
  readonly #loose = new Set<string>();
  /** Settles when the apps around all that is open are in the index. */
  #placing: Promise<void> = Promise.resolve();

  constructor(documents: Documents, index: Index) {
    this.#documents = documents;
    this.#index = index;
  }

  add(folder: string): void {
    const resolved = path.resolve(folder);
    this.#open.add(resolved);
    this.#loose.delete(resolved);
    this.#index.add(resolved);
  }

  remove(folder: string): void {
    const resolved = path.resolve(folder);
    this.#open.delete(resolved);
    this.#forget(resolved);
    // what is open of it still has its app around it
    for (const { path: file } of this.#documents.all()) if (file !== undefined) this.opened(file);
  }

  /** A file outside of every folder that is open has its app around it all the same. */
  opened(file: string): void {
    const placing = this.#addAround(file);
    this.#placing = this.#placing.then(() => placing);
  }

  /** Some file was closed: apps of which none is open any more are forgotten. */
  closed(): void {
    const open = [...this.#documents.all()].flatMap(({ path: of }) => of ?? []);
    for (const folder of this.#loose)
      if (!open.some((of) => isIn(folder, of))) {
        this.#loose.delete(folder);
        this.#forget(folder);
      }
  }

  /** Resolves when the apps around all that is open are in the index. */
  async whenPlaced(): Promise<void> {
    await this.#placing;
  }

  async #addAround(file: string): Promise<void> {
    const open = [...this.#documents.all()].flatMap(({ kind, path: of }) =>
      kind.kind === 'slightfile' && of !== undefined ? [path.dirname(of)] : [],
    );
    const folder = await appAround(file, new Set(open));
    // meanwhile it may have been closed
    if (this.#documents.uriOf(file) === undefined) return;
    if (folder !== undefined && this.#index.add(folder)) this.#loose.add(folder);
    await this.#index.placeOpen(file);
  }

  /** A folder that lies in the one that is forgotten, and is open by itself, is not. */
  #forget(folder: string): void {
    this.#index.remove(folder);
    for (const other of this.#open) this.#index.add(other);
  }
}
