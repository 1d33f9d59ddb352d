/** What earlier runs of a workspace left of a server: one that is joined, one that is stopped, or what stands in the way. */
import path from 'node:path';
import { listens, show } from './address.ts';
import type { Address, Backend } from './backend.ts';
import { messageOf } from './failure.ts';
import { isHeld, isHeldNear } from './hold.ts';
import { isOther } from './machine.ts';
import { untilReady } from './rung.ts';
import type { RungContext } from './rung.ts';
import { fingerprint, runs, stopServer } from './running.ts';
import type { ServerRung } from './running.ts';
import type { HeldServer, User } from './server-folder.ts';
import type { Handle, Keep } from './server-state.ts';

/** A server of the workspace that this run uses. */
export interface OwnServer {
  readonly kind: 'server';
  readonly rung: ServerRung;
  readonly address: Address;
  readonly handle: Handle;
  /** This run, among those that use it. */
  readonly user: User;
  /** It has no data of an earlier run. */
  readonly isNew: boolean;
  readonly reasons: readonly string[];
}

export interface NoServer {
  readonly kind: 'none';
  readonly reasons: readonly string[];
}

/** Nothing is left that a new server would be in the way of. */
interface Free {
  readonly kind: 'free';
  readonly reasons: readonly string[];
}

export interface JoinRequest extends Pick<
  RungContext,
  'backend' | 'configs' | 'folder' | 'environment' | 'signal'
> {
  /** The rungs to try, in order. */
  readonly rungs: readonly ServerRung[];
  /** This run's name among the users of the server. */
  readonly user: string;
  readonly keep: Keep;
}

const answerMs = 5_000;

/** What is to be done with what earlier runs left: a server to use, a reason to start none, or nothing any more. */
export async function join(server: HeldServer, request: JoinRequest): Promise<OwnServer | NoServer | Free> {
  const { backend, configs, folder, rungs, environment, signal, keep } = request;
  const state = await server.read();
  if (!state) return clearUp(server, request);
  const { handle, address } = state;
  const isUsed = (await server.users()).length > 0;
  const isRunning = await runs(handle, folder, environment, signal);
  if (handle.rung === 'local' && !isRunning && isOther(state.machine)) {
    return none(
      `${backend.title} was started for this workspace on the machine ${state.machine.name}, and whether it still runs cannot be seen from here. Stop it there with slight down; where that machine is gone, remove ${path.join(folder.path, 'state.json')}.`,
    );
  }
  if (handle.rung === 'local' && isRunning && (isUsed || state.kept) && !(await isHeldNear(folder.pipe))) {
    return none(
      `${backend.title} of this workspace already runs in a container or outside of this one, or for another user, and is not shared from there: stop it there first.`,
    );
  }
  if (address && isRunning) {
    const { rung } = handle;
    const isWanted = rungs.includes(rung);
    if (isUsed && !isWanted) {
      const others = rung === 'local' ? 'as a local server' : 'in a container';
      return none(`${backend.title} already runs ${others} for another run of this workspace.`);
    }
    const [salt = ''] = state.fingerprint.split(' ');
    const fits = isWanted && state.fingerprint === fingerprint(rung, backend, configs, salt);
    if ((isUsed || fits) && (await answers(backend, address, signal))) {
      // this run decides anew whether it stays, but for one that stays until it is told
      if (state.kept === true && !keep) await server.write({ ...state, kept: false });
      const why = isUsed
        ? 'another run of this workspace uses it'
        : 'it was started earlier for this workspace';
      const reasons = [`${backend.title} already runs: ${why}.`];
      const joined = await server.join(request.user);
      return { kind: 'server', rung, address, handle, user: joined, isNew: false, reasons };
    }
    if (isUsed) {
      return none(
        `${backend.title} runs for another run of this workspace, and does not answer here, at ${show(address)}: that run may be in a container, or this one.`,
      );
    }
  }
  return stopLeft(server, handle, [], request);
}

/** Where nothing is written down that can be read, a server may still run. */
async function clearUp(server: HeldServer, request: JoinRequest): Promise<NoServer | Free> {
  const { backend, folder, signal } = request;
  const broken = await server.broken();
  const isRunning = await isHeld(folder.pipe);
  if (!broken && !isRunning) return { kind: 'free', reasons: [] };
  const file = path.join(folder.path, 'state.json');
  const lost = broken
    ? `What was written down of ${backend.title}, in ${file}, cannot be read: ${broken.why}.`
    : `What was written down of ${backend.title}, in ${file}, is gone.`;
  if (isRunning) {
    if ((await server.users()).length > 0)
      return none(`${lost} Another run of this workspace uses it: end that first.`);
    return stopLeft(server, { rung: 'local' }, [lost], request);
  }
  if (broken?.address && (await listens(broken.address, signal))) {
    return none(
      `${lost} A server listens at ${show(broken.address)}, which may be it: stop that first, then remove the file.`,
    );
  }
  return { kind: 'free', reasons: [lost] };
}

async function stopLeft(
  server: HeldServer,
  handle: Handle,
  reasons: readonly string[],
  { backend, folder, environment }: JoinRequest,
): Promise<NoServer | Free> {
  try {
    await stopServer(handle, folder, environment);
  } catch (error) {
    // an engine that is away cannot stop it, and the container's name finds it when the engine is back
    if (handle.rung === 'local')
      return none(...reasons, `${backend.title} runs already, and cannot be stopped: ${messageOf(error)}.`);
  }
  await server.clear();
  return { kind: 'free', reasons };
}

export function none(...reasons: readonly string[]): NoServer {
  return { kind: 'none', reasons };
}

async function answers(backend: Backend, address: Address, signal: AbortSignal): Promise<boolean> {
  const deadline = AbortSignal.timeout(answerMs);
  try {
    await untilReady(backend, address, AbortSignal.any([signal, deadline]));
    return true;
  } catch (error) {
    if (deadline.aborted) return false;
    throw error;
  }
}
