/**
 * A folder that is held: it means the folder itself, whatever its path has become. There are two ways to hold one:
 * by a descriptor that the kernel resolves names from (held-folder.ts), and, where there is none, by a path whose
 * identity is looked at before each use (known-folder.ts).
 */
import type { BigIntStats } from 'node:fs';

export interface Folder {
  /**
   * The host path of the entry `name`, or of the folder itself without one: for the very next call to node:fs only.
   * That call must not follow a link at the path's end.
   * @param name one name: no slash, not empty, neither `.` nor `..`
   */
  at(name?: string): string;
  stat(): BigIntStats;
  /** What is at a name, held until it is closed; undefined where nothing is. A link is not followed. */
  look(name: string): Found | undefined;
  /** Makes a file and opens it with the access mode of open(2); undefined where something is there by now. */
  create(name: string, access: number): number | undefined;
  /**
   * The folder at a name. A link is not followed.
   * @throws FileError `not-directory` for anything else, `no-entry` where nothing is, `not-permitted` where a file
   *   system of the kernel is mounted
   */
  enter(name: string): Folder;
  /** The same folder, held once more. */
  again(): Folder;
  close(): void;
}

/** Something in a folder that was looked at, and that is used as it was seen: what takes its place is not. */
export interface Found {
  readonly stat: BigIntStats;
  /** Opens what was seen, a file, with the access mode of open(2). */
  open(access: number): number;
  close(): void;
}

/** `identity` holds folders on Linux as elsewhere. */
export type Sandbox = 'best' | 'identity';
