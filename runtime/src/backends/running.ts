/** A server that is written down: whether it runs, what it was started with, and its stop. */
import { createHash } from 'node:crypto';
import type { ConfigValues } from '../providers/provider.ts';
import type { Backend, RungName } from './backend.ts';
import { containerRuns, stopContainer } from './container.ts';
import type { Environment } from './engine-address.ts';
import { engineAt } from './engine.ts';
import { endHolder, isHeld } from './hold.ts';
import type { ServerFolder } from './server-folder.ts';
import type { Handle } from './server-state.ts';

export type ServerRung = Exclude<RungName, 'embedded'>;

/** Whether it runs, as far as that can be known: of a container, its engine must answer. */
export async function runs(
  handle: Handle,
  folder: ServerFolder,
  environment: Environment,
  signal: AbortSignal,
): Promise<boolean> {
  if (handle.rung === 'local') return isHeld(folder.pipe);
  try {
    return await containerRuns(engineAt(handle.engine, environment), handle.name, signal);
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** Whether a server of this workspace's own runs there, whoever uses it. */
export async function ownRuns(
  folder: ServerFolder,
  environment: Environment,
  signal: AbortSignal,
): Promise<boolean> {
  const state = await folder.read();
  return runs(state?.handle ?? { rung: 'local' }, folder, environment, signal);
}

/**
 * Stops a server, so that it can put its data in order.
 * @throws Error in a clause where it runs on
 */
export async function stopServer(
  handle: Handle,
  folder: ServerFolder,
  environment: Environment,
): Promise<void> {
  if (handle.rung === 'local') await endHolder(folder.pipe);
  else await stopContainer(engineAt(handle.engine, environment), handle.name);
}

/** What a server is started with, in a form that tells nothing of a password in it. */
export function fingerprint(
  rung: ServerRung,
  { container, local }: Backend,
  configs: ConfigValues,
  salt: string,
): string {
  const launch =
    rung === 'container'
      ? [container.image, container.launch(configs)]
      : [local?.command, local?.launch({ host: '127.0.0.1', port: 0 }, { data: '', settings: '' }, configs)];
  return `${salt} ${createHash('sha256').update(salt).update(JSON.stringify(launch)).digest('hex')}`;
}
