/** Which servers of a workspace run, as far as that can be known without waiting for anybody: nothing is changed. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../system-error.ts';
import { show } from './address.ts';
import type { Environment } from './engine-address.ts';
import { backends } from './index.ts';
import { runs } from './running.ts';
import type { ServerRung } from './running.ts';
import { serverFolder } from './server-folder.ts';

export interface RunningServer {
  /** Within its workspace: `redis`, `redis-6380` (names.ts). */
  readonly id: string;
  /** `redis` */
  readonly backend: string;
  readonly rung: ServerRung;
  /** `127.0.0.1:49153` */
  readonly address: string;
  /** The image of the container: `redis:7-alpine`. */
  readonly image?: string;
  /** The file that a local server prints into. */
  readonly log?: string;
  /** It stays when no run uses it any more. */
  readonly stays: boolean;
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
  const all = await Promise.all(names.sort().map((id) => runningServer(stateDir, id, environment, signal)));
  return all.filter((one) => one !== undefined);
}

async function runningServer(
  stateDir: string,
  id: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<RunningServer | undefined> {
  const folder = serverFolder(path.join(stateDir, id));
  const state = await folder.read();
  if (!state?.address || !(await runs(state.handle, folder, environment, signal))) return undefined;
  const { backend, handle, address, kept } = state;
  const image = backends.find((one) => one.id === backend)?.container.image;
  return {
    id,
    backend,
    rung: handle.rung,
    address: show(address),
    ...(handle.rung === 'container' && image !== undefined && { image }),
    ...(handle.rung === 'local' && { log: folder.log }),
    stays: kept !== false,
  };
}
