/** Finds the machine's container engine, and asks it whether it is there. */
import { engineAddress } from './engine-address.ts';
import type { Environment } from './engine-address.ts';
import { engineAt, isOnThisMachine } from './engine.ts';
import type { Engine } from './engine.ts';
import { messageOf } from './rung.ts';

/** An engine that is slower is taken for one that hangs. */
export const engineMs = 3_000;

/** The engine, or one plain sentence that says why none can be used. */
export type Reached =
  { readonly kind: 'engine'; readonly engine: Engine } | { readonly kind: 'none'; readonly reason: string };

export async function reach(environment: Environment, signal: AbortSignal): Promise<Reached> {
  const none = (reason: string): Reached => ({ kind: 'none', reason });
  const address = await engineAddress(environment);
  if (address === undefined)
    return none('No container engine is there: DOCKER_HOST is not set, and no engine has a socket.');
  const named = `The container engine at ${address}`;
  if (!isOnThisMachine(address))
    return none(`${named} is not on this machine, so its ports are out of reach.`);
  const deadline = AbortSignal.timeout(engineMs);
  try {
    const engine = engineAt(address, environment);
    await engine.call('GET', '/_ping', { signal: AbortSignal.any([signal, deadline]) });
    return { kind: 'engine', engine };
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) return none(`${named} did not answer within ${engineMs / 1000} seconds.`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') return none(`${named} may not be used by this user: permission denied.`);
    return none(`${named} does not answer: ${code ?? messageOf(error)}.`);
  }
}
