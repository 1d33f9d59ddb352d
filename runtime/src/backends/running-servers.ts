/** Which servers of a workspace run, as far as that can be known without waiting for anybody: nothing is changed. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../system-error.ts';
import { isHeld, strayNames } from './hold.ts';
import { show } from './address.ts';
import { isStarted } from './backend.ts';
import type { Address } from './backend.ts';
import { backendOf } from './names.ts';
import type { Environment } from './engine-address.ts';
import { findBackend } from './index.ts';
import { runs } from './running.ts';
import type { ServerRung } from './running.ts';
import { serverFolder } from './server-folder.ts';
import type { ServerFolder } from './server-folder.ts';
import type { Broken, ServerState } from './server-state.ts';

export interface RunningServer {
  /** Within its workspace: `redis`, `redis-6380` (names.ts). */
  readonly id: string;
  /** `redis` */
  readonly backend: string;
  readonly rung: ServerRung;
  /** `127.0.0.1:49153`; absent where what was written down of it is lost. */
  readonly address?: string;
  /** The image of the container: `redis:7-alpine`. */
  readonly image?: string;
  /** The file that a local server prints into. */
  readonly log?: string;
  /** It stays when no run uses it any more, as far as is written down. */
  readonly stays: boolean;
  /** What was written down of it is gone, or cannot be read: nobody can use it, and `slight down` stops it. */
  readonly isLost?: true;
  /** The other workspace that it belongs to, and that alone can stop it. */
  readonly owner?: string;
}

/**
 * The servers that are up; one that is still starting is not. A container whose engine does not answer does not run.
 * @param stateDir where it is written down what runs; it may not exist
 * @throws the system's error, where the folder cannot be read
 */
export async function runningServers(
  stateDir: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<readonly RunningServer[]> {
  const names = await readdir(stateDir).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  });
  const all = await Promise.all(names.map((id) => runningServer(stateDir, id, environment, signal)));
  const lost = (await strayNames(stateDir)).map((id) => lostServer(id));
  return [...all.filter((one) => one !== undefined), ...lost].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function runningServer(
  stateDir: string,
  id: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<RunningServer | undefined> {
  const folder = serverFolder(path.join(stateDir, id));
  const state = await folder.read();
  if (!state) return (await isHeld(folder.pipe)) ? lostServer(id, folder, await folder.broken()) : undefined;
  if (!state.address || !(await runs(state.handle, folder, environment, signal))) return undefined;
  return { id, ...(await serverOf(state, state.address, folder)) };
}

/** A server as what is written down tells of it. */
export async function serverOf(
  state: ServerState,
  address: Address,
  folder: ServerFolder,
): Promise<Omit<RunningServer, 'id'>> {
  const { backend, handle, kept } = state;
  const found = await findBackend(backend);
  const image = found && isStarted(found) ? found.container.image : undefined;
  return {
    backend,
    rung: handle.rung,
    address: show(address),
    ...(handle.rung === 'container' && image !== undefined && { image }),
    ...(handle.rung === 'local' && { log: folder.log }),
    stays: kept !== false,
  };
}

/** One of which no record can be read: it is a local server, since it holds the pipe of its folder. */
function lostServer(id: string, folder?: ServerFolder, broken?: Broken): RunningServer {
  return {
    id,
    backend: backendOf(id),
    rung: 'local',
    ...(broken?.address && { address: show(broken.address) }),
    ...(folder && { log: folder.log }),
    stays: false,
    isLost: true,
  };
}
