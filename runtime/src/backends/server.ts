/**
 * A server of a workspace, brought up or joined. That holds the folder's lock, as leaving and stopping it do
 * (parting.ts), so that runs that start and end at the same time see one after the other.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { isScarcity, tell } from '../system-error.ts';
import { listens, show } from './address.ts';
import type { Address, Backend } from './backend.ts';
import { folderFault } from './folder-fault.ts';
import { isHeld, isHeldNear } from './hold.ts';
import { isOther, thisMachine } from './machine.ts';
import { announce } from './neighbours.ts';
import { declined, messageOf, untilReady } from './rung.ts';
import type { Attempt, RungContext } from './rung.ts';
import { fingerprint, runs, stopServer } from './running.ts';
import type { ServerRung } from './running.ts';
import type { HeldServer, User } from './server-folder.ts';
import type { Handle, Keep, ServerState } from './server-state.ts';
import { noteVolume } from './stores.ts';

export type Starters = Readonly<Record<ServerRung, (context: RungContext) => Promise<Attempt>>>;

export type Outcome =
  | {
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
  /** Somebody else's server listens where ours should. */
  | { readonly kind: 'given'; readonly reasons: readonly string[] }
  | NoServer;

interface NoServer {
  readonly kind: 'none';
  readonly reasons: readonly string[];
}

export interface BringUp extends Omit<RungContext, 'record' | 'progress'> {
  /** Where the slightfile wants it, as it says it. */
  readonly wanted: Address | undefined;
  /** The rungs to try, in order. */
  readonly rungs: readonly ServerRung[];
  readonly starters: Starters;
  /** This run's name among the users of the server. */
  readonly user: string;
  readonly keep: Keep;
  /** Makes the folder that `folder` lies in. Where it fails, no server is started. */
  readonly prepare?: () => Promise<void>;
  readonly onProgress: (
    rung: ServerRung,
    reasons: readonly string[],
    message: string,
    fraction?: number,
  ) => void;
}

const answerMs = 5_000;

/**
 * Joins the workspace's server where one runs that fits, else starts one on the first rung that can. Where it cannot be
 * known that no server runs on the folder's data, none is started.
 */
export async function bringUp(options: BringUp): Promise<Outcome> {
  const { backend, folder, prepare, rungs, signal, onProgress } = options;
  const [first = 'local'] = rungs;
  const waiting = () => onProgress(first, [], `waiting for another run that starts ${backend.title}`);
  try {
    await prepare?.();
    using server = await folder.lock(signal, waiting);
    return await bringUpLocked(server, options);
  } catch (error) {
    signal.throwIfAborted();
    const fault = folderFault(error, folder.path);
    if (fault === undefined) throw error;
    return none(fault);
  }
}

async function bringUpLocked(server: HeldServer, options: BringUp): Promise<Outcome> {
  const { backend, folder, wanted, rungs, starters, environment, signal, onProgress } = options;
  // what stays until it is told to go does so with other configs, too
  const kept = (await server.read())?.kept === 'down' ? 'down' : false;
  const found = await join(server, options);
  if (found.kind !== 'free') return found;

  const reasons = [...found.reasons];
  const somebodyElse = async (when: string): Promise<Outcome | undefined> => {
    if (!wanted || !(await listens(wanted, signal))) return undefined;
    return { kind: 'given', reasons: [...reasons, `A server ${when} at ${show(wanted)}.`] };
  };
  const given = await somebodyElse('already listens');
  if (given) return given;
  // before it listens, so that nobody finds it who does not find whose it is
  if (wanted) await announce(wanted, folder.path, environment);
  for (const rung of rungs) {
    const print = fingerprint(rung, backend, options.configs, randomBytes(8).toString('hex'));
    let state: ServerState | undefined;
    const attempt = await starters[rung]({
      ...options,
      progress: (message, fraction) => onProgress(rung, reasons, message, fraction),
      async record(handle) {
        state = { backend: backend.id, handle, machine: thisMachine(), fingerprint: print, kept };
        await server.write(state);
      },
    }).catch(async (error: unknown) => {
      if (signal.aborted && !(await isHeld(folder.pipe))) await server.clear();
      signal.throwIfAborted();
      // no other rung could write there either
      if (folderFault(error, folder.path) !== undefined) throw error;
      const told = isScarcity(error)
        ? tell(error, { deed: `${backend.title} cannot be started` })
        : undefined;
      return declined(told ?? `${backend.title}: ${messageOf(error)}`);
    });
    if (attempt.kind === 'started' && state) {
      const { address, isNew } = attempt;
      const { handle } = state;
      try {
        await server.write({ ...state, address });
        const user = await server.join(options.user);
        if (handle.rung === 'container') await noteVolume(folder, handle);
        await announce(address, folder.path, environment);
        return { kind: 'server', rung, address, handle, user, isNew, reasons };
      } catch (error) {
        // one that cannot be written down could not be stopped after a kill
        await stopServer(handle, folder, environment);
        await server.clear();
        throw error;
      }
    }
    if (attempt.kind === 'declined') reasons.push(attempt.reason);
    // it did not come up, and it did not go: it stays written down
    if (await isHeld(folder.pipe)) return { kind: 'none', reasons };
    await server.clear();
    const taken = await somebodyElse('began to listen meanwhile');
    if (taken) return taken;
  }
  return { kind: 'none', reasons };
}

/** What is to be done with what earlier runs left: a server to use, a reason to start none, or nothing any more. */
async function join(
  server: HeldServer,
  options: BringUp,
): Promise<Outcome | { readonly kind: 'free'; readonly reasons: readonly string[] }> {
  const { backend, configs, folder, rungs, environment, signal, keep } = options;
  const state = await server.read();
  if (!state) return clearUp(server, options);
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
      const joined = await server.join(options.user);
      return { kind: 'server', rung, address, handle, user: joined, isNew: false, reasons };
    }
    if (isUsed) {
      return none(
        `${backend.title} runs for another run of this workspace, and does not answer here, at ${show(address)}: that run may be in a container, or this one.`,
      );
    }
  }
  return stopLeft(server, handle, [], options);
}

/** Where nothing is written down that can be read, a server may still run. */
async function clearUp(
  server: HeldServer,
  options: BringUp,
): Promise<NoServer | { readonly kind: 'free'; readonly reasons: readonly string[] }> {
  const { backend, folder, signal } = options;
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
    return stopLeft(server, { rung: 'local' }, [lost], options);
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
  { backend, folder, environment }: BringUp,
): Promise<NoServer | { readonly kind: 'free'; readonly reasons: readonly string[] }> {
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

function none(...reasons: readonly string[]): NoServer {
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
