/**
 * Who is there: each opening has a file that it keeps locked, and that the kernel unlocks when its process ends, however
 * that ends. So a lock whose holder was killed is free at once, and nobody is recognised by a process id, which another
 * may have by then.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isLocked, tryLock } from '../../../lock.ts';

export interface Presence extends Disposable {
  /** What the others know it by. */
  readonly id: string;
}

/** The files of all who are there. What makes and removes files is called by one process at a time. */
export class Presences {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Is there from now on, and takes away what those have left who are not any more. */
  enter(): Presence {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    for (const left of readdirSync(this.#folder)) if (!this.isThere(left)) this.forget(left);
    const id = randomBytes(8).toString('hex');
    const held = tryLock(this.#file(id));
    if (!held) throw new Error(`somebody has locked the new file ${this.#file(id)}`);
    return {
      id,
      [Symbol.dispose]: () => {
        held[Symbol.dispose]();
        this.forget(id);
      },
    };
  }

  isThere(id: string): boolean {
    // to lock it would make it
    return existsSync(this.#file(id)) && isLocked(this.#file(id));
  }

  /** Takes away the file of one who is not there. */
  forget(id: string): void {
    rmSync(this.#file(id), { force: true });
  }

  #file(id: string): string {
    return path.join(this.#folder, id);
  }
}
