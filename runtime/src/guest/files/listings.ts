/** Lists of what is in folders, as guests go through them: each holds the names of one moment until it is closed. */
import type { Dirent } from 'node:fs';
import { FileError } from './errors.ts';
import type { Folder } from './folder.ts';
import { list } from './operations.ts';

/**
 * As many entries as one guest's lists may hold together, some 100 MB, before it can begin another one. One list alone
 * may be longer: it is as long as its folder.
 */
const most = 500_000;

export interface Listing extends Disposable {
  /** Without `.` and `..`. */
  readonly entries: Dirent[];
}

export class Listings {
  #held = 0;

  /** @throws FileError `insufficient-memory` where the guest has begun too many that it does not end */
  open(folder: Folder): Listing {
    if (this.#held >= most) throw new FileError('insufficient-memory');
    const entries = list(folder);
    let counts = entries.length;
    this.#held += counts;
    return {
      entries,
      [Symbol.dispose]: () => {
        this.#held -= counts;
        counts = 0;
      },
    };
  }
}
