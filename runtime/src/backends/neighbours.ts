/**
 * Which workspace a server of ours belongs to that listens where a slightfile of another workspace wants one. The user's
 * workspaces tell each other in a folder that nobody else can write to: a file for each server and its address, with the
 * server's folder in it. What it says is only where to look: whether a server runs there, and who uses it, that folder knows.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeWhole } from '@slight/secrets/files/write-whole.ts';
import { bindAddress, show } from './address.ts';
import type { Address } from './backend.ts';
import type { Environment } from './engine-address.ts';
import { isHeldNear } from './hold.ts';
import { serverOf } from './running-servers.ts';
import type { RunningServer } from './running-servers.ts';
import { runs } from './running.ts';
import { serverFolder } from './server-folder.ts';
import type { ServerFolder, User } from './server-folder.ts';
import type { Handle } from './server-state.ts';

/** A server of another workspace, with this run among those that use it. */
export interface Lodging {
  readonly folder: ServerFolder;
  readonly handle: Handle;
  readonly user: User;
  /** The workspace, for people. */
  readonly owner: string;
}

/** Tells the user's other workspaces whose server listens at an address, or is about to. */
export async function announce(address: Address, folder: string, environment: Environment): Promise<void> {
  for (const place of await places(environment)) {
    const file = path.join(place, `${prefixOf(address)}${hashOf(folder)}`);
    const draft = path.join(place, `draft-${randomUUID()}`);
    try {
      await writeWhole(file, draft, (handle) => handle.writeFile(folder), 0o600);
    } catch {
      // a full disk: then a neighbour uses the server as anybody's
    }
  }
}

/**
 * Counts this run among those that use a server of another workspace, so that it stays until all have left.
 * @returns undefined where what listens there is no server of another workspace, or is one out of reach
 */
export async function lodge(
  address: Address,
  own: ServerFolder,
  user: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Lodging | undefined> {
  for (const folder of await announced(address, environment)) {
    if (folder === own.path) continue;
    const found = serverFolder(folder);
    try {
      // it may be about to start
      using server = await found.lock(signal);
      const state = await server.read();
      if (!state?.address || prefixOf(state.address) !== prefixOf(address)) continue;
      if (!(await runs(state.handle, found, environment, signal))) continue;
      if (state.handle.rung === 'local' && !(await isHeldNear(found.pipe))) continue;
      const joined = await server.join(user);
      return { folder: found, handle: state.handle, user: joined, owner: workspaceOf(folder) };
    } catch {
      signal.throwIfAborted();
      // a folder that cannot be used is of no help
    }
  }
  return undefined;
}

/** The server of another workspace that listens at an address, as far as it can be told without waiting for anybody. */
export async function neighbourAt(
  address: Address,
  own: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Omit<RunningServer, 'id'> | undefined> {
  for (const folder of await announced(address, environment)) {
    if (folder === own) continue;
    const found = serverFolder(folder);
    try {
      const state = await found.read();
      if (!state?.address || prefixOf(state.address) !== prefixOf(address)) continue;
      if (!(await runs(state.handle, found, environment, signal))) continue;
      return { ...(await serverOf(state, state.address, found)), owner: workspaceOf(folder) };
    } catch {
      signal.throwIfAborted();
      // a folder that cannot be read tells nothing
    }
  }
  return undefined;
}

/** The folders of servers that were said to listen at an address; those that are gone are forgotten. */
async function announced(address: Address, environment: Environment): Promise<ReadonlySet<string>> {
  const folders = new Set<string>();
  for (const place of await places(environment)) {
    const names = await readdir(place).catch(() => []);
    for (const name of names.filter((one) => one.startsWith(prefixOf(address)))) {
      const folder = await readFile(path.join(place, name), 'utf8').catch(() => '');
      if (path.isAbsolute(folder) && existsSync(folder)) folders.add(folder);
      else await rm(path.join(place, name), { force: true });
    }
  }
  return folders;
}

/** From the folder of a server: …/.slight/backends/redis-6379. */
function workspaceOf(folder: string): string {
  const data = path.dirname(path.dirname(folder));
  return path.basename(data) === '.slight' ? path.dirname(data) : data;
}

function prefixOf(address: Address): string {
  return `${show(bindAddress(address)).replaceAll(/[^0-9a-z.]+/gi, '_')}~`;
}

function hashOf(folder: string): string {
  return createHash('sha256').update(folder).digest('hex').slice(0, 16);
}

/** The folders where this user's workspaces tell each other: made if need be, and nobody else's. */
async function places(environment: Environment): Promise<readonly string[]> {
  const user = process.getuid?.();
  const runtime = environment['XDG_RUNTIME_DIR'];
  const all = [
    ...(runtime ? [path.join(runtime, 'slight')] : []),
    path.join(environment['TMPDIR'] || tmpdir(), user === undefined ? 'slight' : `slight-${user}`),
  ];
  const safe = await Promise.all(all.map((place) => isOurs(place, user)));
  return all.filter((_, index) => safe[index]);
}

async function isOurs(place: string, user: number | undefined): Promise<boolean> {
  try {
    await mkdir(place, { mode: 0o700 }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    const found = await lstat(place);
    // in a folder for all, another may have made it first
    return found.isDirectory() && (user === undefined || (found.uid === user && (found.mode & 0o077) === 0));
  } catch {
    return false;
  }
}
