/**
 * What is written down about one server of a workspace, so that every run of it, also one after a kill, knows what
 * runs and who uses it:
 *
 *     state.json   the server, from before it starts until it has stopped
 *     users/<id>   each run that uses it: which process that is
 *     lock/        held while a server is started, joined, left or stopped
 *     data/        a local server's data (a container's is in a volume)
 *     log          what a local server printed
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Address } from './backend.ts';
import { lock } from './lock.ts';
import { isAlive, thisProcess } from './process-id.ts';
import type { ProcessId } from './process-id.ts';

/** Whether a server stays when nobody uses it: until a run that keeps nothing ends, or until `slight down`. */
export type Keep = boolean | 'down';

export interface ServerState {
  readonly backend: string;
  /** Absent while it starts. */
  readonly address?: Address;
  readonly handle: Handle;
  /** What it was started with, salted and hashed: tells whether it still fits the slightfile. */
  readonly fingerprint: string;
  /** What those that left it wanted to become of it. */
  readonly kept: Keep;
}

export type Handle =
  | { readonly rung: 'local'; readonly process: ProcessId }
  /** `engine`: as DOCKER_HOST writes it. */
  | { readonly rung: 'container'; readonly engine: string; readonly name: string };

export interface ServerFolder {
  readonly path: string;
  readonly data: string;
  readonly log: string;
  read(): Promise<ServerState | undefined>;
  /** Waits until no other run starts, joins, leaves or stops the server. */
  lock(signal: AbortSignal, onWait?: () => void): Promise<HeldServer>;
}

/** The folder, for the one who holds its lock. */
export interface HeldServer extends AsyncDisposable {
  read(): Promise<ServerState | undefined>;
  write(state: ServerState): Promise<void>;
  clear(): Promise<void>;
  /** The runs that use it now; those that are gone are forgotten. */
  users(): Promise<readonly string[]>;
  join(user: string): Promise<void>;
  leave(user: string): Promise<void>;
}

export function serverFolder(folder: string): ServerFolder {
  const read = async () => {
    const text = await readIfThere(path.join(folder, 'state.json'));
    return text ? (JSON.parse(text) as ServerState) : undefined;
  };
  return {
    path: folder,
    data: path.join(folder, 'data'),
    log: path.join(folder, 'log'),
    read,
    async lock(signal, onWait) {
      const held = await lock(path.join(folder, 'lock'), signal, onWait);
      return { ...heldServer(folder), read, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() };
    },
  };
}

function heldServer(folder: string): Omit<HeldServer, 'read' | keyof AsyncDisposable> {
  const stateFile = path.join(folder, 'state.json');
  const usersDir = path.join(folder, 'users');
  return {
    async write(state) {
      // whole or not at all, for those who read without the lock
      await writeFile(`${stateFile}.new`, JSON.stringify(state), { mode: 0o600 });
      await rename(`${stateFile}.new`, stateFile);
    },

    clear: () => rm(stateFile, { force: true }),

    async users() {
      const names = await readdir(usersDir).catch(() => []);
      const alive: string[] = [];
      for (const name of names) {
        const text = await readIfThere(path.join(usersDir, name));
        if (text && isAlive(JSON.parse(text) as ProcessId)) alive.push(name);
        else await rm(path.join(usersDir, name), { force: true });
      }
      return alive;
    },

    async join(user) {
      await mkdir(usersDir, { recursive: true, mode: 0o700 });
      await writeFile(path.join(usersDir, user), JSON.stringify(thisProcess()), { mode: 0o600 });
    },

    leave: (user) => rm(path.join(usersDir, user), { force: true }),
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
