/** What one guest has open of the host: counted, so that it is never too much, and closed when the guest ends. */
import { readFileSync } from 'node:fs';
import { FileError } from './errors.ts';
import type { Folder, Sandbox } from './folder.ts';
import { holdFolder } from './hold-folder.ts';
import type { File } from './file.ts';
import { Listings } from './listings.ts';
import { openAt } from './operations.ts';
import type { OpenHow } from './operations.ts';
import { Times } from './times.ts';

/** As many files and folders as one guest may have open, where the host allows the runtime four times as many. */
const most = 2048;

export class OpenFiles implements Disposable {
  #times = new Times();
  #listings = new Listings();
  #limit: number | undefined;
  /** How many descriptors and streams use each. */
  readonly #open = new Map<File | Folder, number>();

  get times(): Times {
    return this.#times;
  }

  get listings(): Listings {
    return this.#listings;
  }

  /** Holds a folder that the user gave. */
  hold(hostPath: string, sandbox: Sandbox | undefined): Folder {
    return this.#keep(() => holdFolder(hostPath, sandbox));
  }

  again(folder: Folder): Folder {
    return this.#keep(() => folder.again());
  }

  openAt(base: Folder, path: string, how: OpenHow): File | Folder {
    return this.#keep(() => openAt(base, path, how));
  }

  /** One more user of a file, who closes it too: what reads or writes it goes on when its descriptor is gone. */
  share(file: File): File {
    this.#open.set(file, (this.#open.get(file) ?? 0) + 1);
    return file;
  }

  close(one: File | Folder): void {
    const users = this.#open.get(one);
    if (users === undefined) return;
    if (users > 1) this.#open.set(one, users - 1);
    else if (this.#open.delete(one)) one.close();
  }

  /** @throws FileError `too-many-files` */
  #keep<T extends File | Folder>(open: () => T): T {
    // not asked for before it matters: most guests open nothing. A file that is appended to takes two.
    this.#limit ??= Math.min(most, Math.floor(hostLimit() / 4));
    if (this.#open.size >= this.#limit) throw new FileError('too-many-files');
    const opened = open();
    this.#open.set(opened, 1);
    return opened;
  }

  /** Closes all, and forgets what was set and listed. */
  clear(): void {
    this[Symbol.dispose]();
    this.#times = new Times();
    this.#listings = new Listings();
  }

  [Symbol.dispose](): void {
    for (const one of this.#open.keys()) one.close();
    this.#open.clear();
  }
}

/** How many descriptors this process may have; Node has raised it to what the system allows. */
function hostLimit(): number {
  try {
    const soft = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    return soft === undefined ? Infinity : Number(soft);
  } catch {
    return Infinity;
  }
}
