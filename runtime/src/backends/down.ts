/** Ends what is kept: the servers of a workspace that stay until they are told to go, or until a run ends. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { show } from './address.ts';
import type { RungName } from './backend.ts';
import type { Environment } from './engine-address.ts';
import { systemCode } from '../system-error.ts';
import { folderFault } from './folder-fault.ts';
import { endStrays } from './hold.ts';
import { isOther } from './machine.ts';
import { backendOf } from './names.ts';
import { messageOf } from './failure.ts';
import { runs, stopServer } from './running.ts';
import { serverFolder } from './server-folder.ts';
import type { ServerFolder } from './server-folder.ts';
import type { Broken } from './server-state.ts';

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
 * @param isWanted told of each that may run; all are meant where it is not given
 * @param stateDir where it is written down what runs; it may not exist
 * @throws the signal's reason, when it is aborted; the system's error, where the folder cannot be read or written
 */
export async function stopKept(
  stateDir: string,
  environment: Environment,
  signal: AbortSignal,
  isWanted?: (server: Pick<Down, 'backend' | 'address'>) => boolean,
): Promise<readonly Down[]> {
  const names = await readdir(stateDir).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const all = await Promise.all(
    names.map((name) => stopOne(path.join(stateDir, name), environment, signal, isWanted)),
  );
  const lost = (isWanted ? [] : await endStrays(stateDir)).map((name): Down => ({
    ...named(name),
    kind: 'stopped',
  }));
  return [...all.filter((one) => one !== undefined), ...lost];
}

/** What the name of a server's folder tells of it. */
function named(folder: string): Pick<Down, 'backend' | 'rung'> {
  return { backend: backendOf(folder), rung: 'local' };
}

async function stopOne(
  folder: string,
  environment: Environment,
  signal: AbortSignal,
  isWanted: (server: Pick<Down, 'backend' | 'address'>) => boolean = () => true,
): Promise<Down | undefined> {
  const known = serverFolder(folder);
  let one: Pick<Down, 'backend' | 'rung' | 'address'> = named(path.basename(folder));
  try {
    if (!(await known.mayRun())) return undefined;
    using server = await known.lock(signal);
    const state = await server.read();
    const broken = await server.broken();
    const { handle, address } = state ?? { handle: { rung: 'local' } as const, address: broken?.address };
    one = {
      backend: state?.backend ?? one.backend,
      rung: handle.rung,
      ...(address && { address: show(address) }),
    };
    if (!isWanted(one)) return undefined;
    if ((await server.users()).length > 0) {
      if (state) await server.write({ ...state, kept: false });
      return { ...one, kind: 'used' };
    }
    const isRunning = handle.rung === 'container' || (await runs(handle, known, environment, signal));
    if (!isRunning && state && isOther(state.machine)) {
      return { ...one, kind: 'failed', reason: `it was started on the machine ${state.machine.name}` };
    }
    if (isRunning) await stopServer(handle, known, environment);
    await server.clear();
    if (isRunning) return { ...one, kind: 'stopped' };
    return broken && { ...one, kind: 'failed', reason: lost(known, broken) };
  } catch (error) {
    signal.throwIfAborted();
    // it is still written down, so that it can be stopped when its engine is back
    return { ...one, kind: 'failed', reason: folderFault(error, folder) ?? messageOf(error) };
  }
}

/** Nothing holds the folder, so no local server runs; of a container, only its engine knows. */
function lost({ path: folder }: ServerFolder, { why }: Broken): string {
  return `what was written down of it cannot be read (${why}). No local server of it runs; docker ps --filter label=dev.slight.state=${folder} shows its container`;
}
