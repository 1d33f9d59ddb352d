/** Finds the machine's container engine, and asks it whether it is there. */
import { enginePlaces, shownAddress } from './engine-address.ts';
import type { Environment } from './engine-address.ts';
import { engineAt, EngineError, isOnThisMachine } from './engine.ts';
import type { Engine } from './engine.ts';
import { patience } from './patience.ts';
import { messageOf } from './failure.ts';

/** The engine, or plain sentences that say why none can be used. */
export type Reached =
  { readonly kind: 'engine'; readonly engine: Engine } | { readonly kind: 'none'; readonly reason: string };

export async function reach(
  environment: Environment,
  signal: AbortSignal,
  deadlineMs = patience.answerMs,
): Promise<Reached> {
  const places = await enginePlaces(environment);
  if (places.kind === 'fault') return { kind: 'none', reason: places.reason };
  const reasons: string[] = [];
  for (const address of places.addresses) {
    const found = await ask(address, environment, signal, deadlineMs);
    if (found.kind === 'engine') return found;
    reasons.push(found.reason);
  }
  const nowhere = 'No container engine is there: DOCKER_HOST is not set, and no engine has a socket.';
  if (reasons.length === 0) reasons.push(nowhere);
  if (places.remark !== undefined) reasons.push(places.remark);
  return { kind: 'none', reason: reasons.join(' ') };
}

async function ask(
  address: string,
  environment: Environment,
  signal: AbortSignal,
  deadlineMs: number,
): Promise<Reached> {
  const named = `The container engine at ${shownAddress(address)}`;
  const none = (clause: string): Reached => ({ kind: 'none', reason: `${named} ${clause}.` });
  if (!isOnThisMachine(address)) return none('is not on this machine, so its ports are out of reach');
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const engine = engineAt(address, environment);
    const answer = await engine.call('GET', '/_ping', { signal: AbortSignal.any([signal, deadline]) });
    if (answer.trim() !== 'OK') return none('cannot be used: what answers there is no container engine');
    return { kind: 'engine', engine };
  } catch (error) {
    signal.throwIfAborted();
    if (deadline.aborted) return none(`did not answer within ${deadlineMs / 1000} seconds`);
    return none(clauseOf(error));
  }
}

function clauseOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof EngineError) return `cannot be used: it says ${error.message}`;
  switch (code) {
    case undefined:
      return `cannot be used: ${messageOf(error)}`;
    case 'EACCES':
    case 'EPERM':
      return 'may not be used by this user: permission denied';
    case 'ENOENT':
      return 'does not answer: there is no such socket';
    case 'ECONNREFUSED':
      return 'does not answer: nobody listens there';
    case 'ENOTSOCK':
      return 'does not answer: that is no socket';
  }
  // what speaks no HTTP, or ends the connection
  if (/^(HPE_|ECONNRESET|EPIPE)/.test(code))
    return 'cannot be used: what answers there is no container engine';
  return `does not answer: ${code}`;
}
