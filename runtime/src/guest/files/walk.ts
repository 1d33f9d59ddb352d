/** A guest's path, resolved inside a folder one name at a time: `..` and links are followed here, not by the host. */
import { lstatSync, readlinkSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { FileError, fileErrorCode } from './errors.ts';
import type { Folder } from './folder.ts';
import { checkName } from './names.ts';

/** As many links as Linux follows, and as long a path as it takes. */
const mostLinks = 40;
const longest = 4096;

/** Where a path leads. What was opened on the way is closed with it. */
export interface Place extends Disposable {
  readonly folder: Folder;
  /** The entry of the folder; undefined where the path leads to the folder itself. */
  readonly name: string | undefined;
  /** The path ended in a slash: only a folder is meant. */
  readonly wantsFolder: boolean;
}

/** Whether a link at the path's end is followed; `slash`: only one with a slash behind it. */
export type Follow = 'always' | 'slash' | 'never';

/**
 * @param base stays open
 * @throws FileError `not-permitted` where the path leads out of the base, or is absolute
 */
export function walk(base: Folder, guestPath: string, follow: Follow): Place {
  if (Buffer.byteLength(guestPath) >= longest) throw new FileError('name-too-long');
  const track = new Track(base);
  try {
    return track.follow(guestPath, follow);
  } catch (error) {
    track[Symbol.dispose]();
    throw error;
  }
}

/** The folders from the base down to where the walk is. `..` goes back to the one it came from. */
class Track {
  readonly #base: Folder;
  readonly #entered: Folder[] = [];
  #links = 0;

  constructor(base: Folder) {
    this.#base = base;
  }

  get #here(): Folder {
    return this.#entered.at(-1) ?? this.#base;
  }

  follow(guestPath: string, follow: Follow): Place {
    let { names, wantsFolder, wantsItself } = parse(guestPath);
    for (;;) {
      const name = names.shift();
      if (name === undefined) return this.#place(undefined, wantsFolder);
      if (name === '..') {
        this.#leave();
        continue;
      }
      const isLast = names.length === 0 && !wantsItself;
      const isFollowed = follow === 'always' || (follow === 'slash' && wantsFolder);
      if (isLast && !isFollowed) return this.#place(name, wantsFolder);
      const target = isLast ? this.#linkAt(name) : this.#enter(name);
      if (target !== undefined) {
        const rest = parse(target);
        names = [...rest.names, ...names];
        if (isLast) {
          wantsFolder ||= rest.wantsFolder;
          wantsItself = rest.wantsItself;
        }
      } else if (isLast) return this.#place(name, wantsFolder);
    }
  }

  #place(name: string | undefined, wantsFolder: boolean): Place {
    return { folder: this.#here, name, wantsFolder, [Symbol.dispose]: () => this[Symbol.dispose]() };
  }

  #leave(): void {
    const folder = this.#entered.pop();
    if (!folder) throw new FileError('not-permitted');
    folder.close();
  }

  /** Goes into a folder, or says where the link leads that is in its place. */
  #enter(name: string): string | undefined {
    try {
      this.#entered.push(this.#here.enter(name));
      return undefined;
    } catch (error) {
      const code = fileErrorCode(error);
      if (code !== 'not-directory' && code !== 'loop') throw error;
      const target = this.#linkAt(name);
      if (target === undefined) throw new FileError('not-directory');
      return target;
    }
  }

  /** Where a link leads; undefined for anything else and for nothing. */
  #linkAt(name: string): string | undefined {
    const hostPath = this.#here.at(name);
    if (!lstatSync(hostPath, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
    if (++this.#links > mostLinks) throw new FileError('loop');
    return readlinkSync(hostPath);
  }

  [Symbol.dispose](): void {
    for (const folder of this.#entered.splice(0)) folder.close();
  }
}

interface Path {
  names: string[];
  wantsFolder: boolean;
  /** It ends in `.`, so that its last name is to be entered and not to be looked at. */
  wantsItself: boolean;
}

function parse(guestPath: string): Path {
  if (guestPath === '') throw new FileError('no-entry');
  if (guestPath.startsWith('/') || isAbsolute(guestPath)) throw new FileError('not-permitted');
  const all = guestPath.split('/').filter((name) => name !== '');
  const names = all.filter((name) => name !== '.');
  for (const name of names) if (name !== '..') checkName(name);
  return { names, wantsFolder: guestPath.endsWith('/'), wantsItself: all.at(-1) === '.' };
}
