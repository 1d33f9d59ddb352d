/** Ends what is kept: the servers of a workspace that stay until they are told to go, or until a run ends. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { show } from './address.ts';
import type { RungName } from './backend.ts';
import type { Environment } from './engine-address.ts';
import { isAlive } from './process-id.ts';
import { systemCode } from '../system-error.ts';
import { messageOf } from './rung.ts';
import { stopServer } from './server.ts';
import { serverFolder } from './server-folder.ts';

/** What became of a server. */
export interface Down {
  /** `redis` */
  readonly backend: string;
  readonly rung: Exclude<RungName, 'embedded'>;
  readonly address?: string;
  /** `used`: a run uses it, which stops it at its end. */
  readonly kind: 'stopped' | 'used' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
}

/**
 * Stops every server of a workspace that no run uses, and makes the runs stop the others.
 * @param stateDir where it is written down what runs; it may not exist
 * @throws the signal's reason, when it is aborted; the system's error, where the folder cannot be read or written
 */
export async function stopKept(
  stateDir: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<readonly Down[]> {
  const names = await readdir(stateDir).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const all = await Promise.all(names.map((name) => stopOne(path.join(stateDir, name), environment, signal)));
  return all.filter((one) => one !== undefined);
}

async function stopOne(
  folder: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Down | undefined> {
  const known = serverFolder(folder);
  if (!(await known.read())) return undefined;
  await using server = await known.lock(signal);
  const state = await server.read();
  if (!state) return undefined;
  const { backend, handle, address } = state;
  const one = { backend, rung: handle.rung, ...(address && { address: show(address) }) };
  if ((await server.users()).length > 0) {
    await server.write({ ...state, kept: false });
    return { ...one, kind: 'used' };
  }
  if (handle.rung === 'local' && !isAlive(handle.process)) {
    await server.clear();
    return undefined;
  }
  try {
    await stopServer(handle, environment);
    await server.clear();
    return { ...one, kind: 'stopped' };
  } catch (error) {
    // it is still written down, so that it can be stopped when its engine is back
    return { ...one, kind: 'failed', reason: messageOf(error) };
  }
}
