/**
 * What is written down about one server of a workspace, so that every run of it, also one after a kill, knows what
 * runs and who uses it:
 *
 *     state.json   the server, from before it starts until it has stopped (server-state.ts)
 *     held         the pipe that a local server holds as long as it runs (hold.ts)
 *     users/<id>   each run that uses it, locked as long as that run lives (lock.ts)
 *     turn         locked while a server is started, joined, left or stopped
 *     password     of a server that no slightfile names, as long as its data (own-password.ts)
 *     settings/    the files that a local server is started with
 *     data/        a local server's data (a container's is in a volume)
 *     neighbour    where a run uses another workspace's server instead: that server's folder
 *     volumes.json which volumes of which engines have data, once a container had one
 *     serves/      the declarations that it serves, where their configs hold references (serves.ts)
 *     log          what a local server printed
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';
import { writeWhole } from '@slight/secrets/files/write-whole.ts';
import { isHeld } from './hold.ts';
import { isLocked, lock, tryLock, unlock } from '../lock.ts';
import { isOther } from './machine.ts';
import { forgetServes } from './serves.ts';
import { parseState, writeState } from './server-state.ts';
import type { Broken, ServerState } from './server-state.ts';
import { follow } from './whereabouts.ts';

export const neighbourFile = 'neighbour';

export interface ServerFolder {
  readonly path: string;
  readonly data: string;
  readonly settings: string;
  readonly log: string;
  readonly pipe: string;
  /** What is written down; undefined where that is nothing, or nothing that can be read. */
  read(): Promise<ServerState | undefined>;
  /** What is written down and cannot be read. */
  broken(): Promise<Broken | undefined>;
  /** Whether there is anything that may have to be stopped. */
  mayRun(): Promise<boolean>;
  /** Waits until no other run starts, joins, leaves or stops the server. */
  lock(signal: AbortSignal, onWait?: () => void): Promise<HeldServer>;
}

/** The folder, for the one who holds its lock. */
export interface HeldServer extends Disposable {
  read(): Promise<ServerState | undefined>;
  broken(): Promise<Broken | undefined>;
  write(state: ServerState): Promise<void>;
  clear(): Promise<void>;
  /** The runs that use it now; those that are gone are forgotten. */
  users(): Promise<readonly string[]>;
  /** Counts a run in for as long as it lives, or until it leaves. */
  join(user: string): Promise<User>;
}

/** A run, as one who uses a server. */
export interface User {
  /** Where the server's folder is now: the workspace may have been renamed. */
  folder(): ServerFolder;
  /** Done by who holds the server's lock. */
  leave(): Promise<void>;
}

export function serverFolder(folder: string): ServerFolder {
  const stateFile = path.join(folder, 'state.json');
  const pipe = path.join(folder, 'held');
  const parsed = async () => {
    const text = await readIfThere(stateFile);
    const found = text === undefined ? undefined : parseState(text);
    return found?.kind === 'state' && (await isCopied(found.state, folder)) ? undefined : found;
  };
  const read = async () => {
    const found = await parsed();
    return found?.kind === 'state' ? found.state : undefined;
  };
  const broken = async () => {
    const found = await parsed();
    return found?.kind === 'broken' ? found : undefined;
  };
  return {
    path: folder,
    data: path.join(folder, 'data'),
    settings: path.join(folder, 'settings'),
    log: path.join(folder, 'log'),
    pipe,
    read,
    broken,
    mayRun: async () => (await parsed()) !== undefined || (await isHeld(pipe)),
    async lock(signal, onWait) {
      const held = await lock(path.join(folder, 'turn'), signal, onWait);
      return {
        read,
        broken,
        async write(state) {
          // whole or not at all, for those who read without the lock
          const inode = await inodeOf(folder);
          const written = writeState({ ...state, inode });
          await writeWhole(stateFile, `${stateFile}.new`, (draft) => draft.writeFile(written), 0o600);
        },
        async clear() {
          await forgetServes(folder);
          await rm(stateFile, { force: true });
        },
        ...users(folder),
        [Symbol.dispose]: () => held[Symbol.dispose](),
      };
    },
  };
}

/**
 * Whether what is written down came here with a copy of the workspace, whose server is not this one's to use or to stop.
 * On another machine the same folder may have another number.
 */
async function isCopied({ inode, machine }: ServerState, folder: string): Promise<boolean> {
  return inode !== undefined && !isOther(machine) && inode !== (await inodeOf(folder));
}

/** Renamed, a folder keeps it. Its device is left out, whose number may change when the machine starts anew. */
async function inodeOf(folder: string): Promise<string> {
  return String((await stat(folder, { bigint: true })).ino);
}

function users(server: string): Pick<HeldServer, 'users' | 'join'> {
  const folder = path.join(server, 'users');
  return {
    async users() {
      const names = await readdir(folder).catch(() => []);
      const alive = names.filter((name) => isLocked(path.join(folder, name)));
      const gone = names.filter((name) => !alive.includes(name));
      await Promise.all(gone.map((name) => rm(path.join(folder, name), { force: true })));
      return alive;
    },

    async join(user) {
      await makeFolder(folder, 0o700);
      const file = path.join(folder, user);
      // its name is this run's own, and whoever looks has the server's lock: it is free
      const held = tryLock(file);
      const place = follow(server);
      return {
        folder: () => serverFolder(place.now()),
        async leave() {
          place[Symbol.dispose]();
          if (held) await unlock(held, file);
        },
      };
    },
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
