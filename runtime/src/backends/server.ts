/**
 * The life of one server of a workspace: brought up or joined, left, and stopped by the last who leaves. Each of these
 * holds the folder's lock, so that runs that start and end at the same time see one after the other.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { listens, show } from './address.ts';
import type { Address, Backend, Configs, RungName } from './backend.ts';
import { containerRuns, stopContainer } from './container.ts';
import type { Environment } from './engine-address.ts';
import { engineAt } from './engine.ts';
import { stopProcess } from './local.ts';
import { isAlive } from './process-id.ts';
import { messageOf, untilReady } from './rung.ts';
import type { Attempt, RungContext } from './rung.ts';
import { serverFolder } from './server-folder.ts';
import type { Handle, HeldServer, Keep, ServerFolder, ServerState } from './server-folder.ts';

export type ServerRung = Exclude<RungName, 'embedded'>;

export type Starters = Readonly<Record<ServerRung, (context: RungContext) => Promise<Attempt>>>;

export type Outcome =
  | {
      readonly kind: 'server';
      readonly rung: ServerRung;
      readonly address: Address;
      readonly reasons: readonly string[];
    }
  /** Somebody else's server listens where ours should. */
  | { readonly kind: 'given'; readonly reasons: readonly string[] }
  | { readonly kind: 'none'; readonly reasons: readonly string[] };

export interface BringUp extends Omit<RungContext, 'record' | 'progress'> {
  /** Where the slightfile wants it, as it says it. */
  readonly wanted: Address | undefined;
  /** The rungs to try, in order. */
  readonly rungs: readonly ServerRung[];
  readonly starters: Starters;
  /** This run, among the users of the server. */
  readonly user: string;
  readonly keep: Keep;
  readonly onProgress: (
    rung: ServerRung,
    reasons: readonly string[],
    message: string,
    fraction?: number,
  ) => void;
}

/** How a leaving run found the server, and left it. */
export type Parting =
  { readonly kind: 'stopped' | 'kept' } | { readonly kind: 'failed'; readonly reason: string };

const answerMs = 5_000;
const partMs = 60_000;

/** Joins the workspace's server where one runs that fits, else starts one on the first rung that can. */
export async function bringUp(options: BringUp): Promise<Outcome> {
  const { backend, folder, wanted, rungs, starters, signal, onProgress } = options;
  const [first = 'local'] = rungs;
  const waiting = () => onProgress(first, [], `waiting for another run that starts ${backend.title}`);
  await using server = await folder.lock(signal, waiting);
  // what stays until it is told to go does so with other configs, too
  const kept = (await server.read())?.kept === 'down' ? 'down' : false;
  const joined = await join(server, options);
  if (joined) return joined;

  const reasons: string[] = [];
  const somebodyElse = async (when: string): Promise<Outcome | undefined> => {
    if (!wanted || !(await listens(wanted, signal))) return undefined;
    return { kind: 'given', reasons: [...reasons, `A server ${when} at ${show(wanted)}.`] };
  };
  const given = await somebodyElse('already listens');
  if (given) return given;
  for (const rung of rungs) {
    const salt = randomBytes(8).toString('hex');
    const print = fingerprint(rung, backend, options.configs, salt);
    let state: ServerState | undefined;
    const attempt = await starters[rung]({
      ...options,
      progress: (message, fraction) => onProgress(rung, reasons, message, fraction),
      async record(handle) {
        state = { backend: backend.id, handle, fingerprint: print, kept };
        await server.write(state);
      },
    }).catch(async (error: unknown) => {
      await server.clear();
      throw error;
    });
    if (attempt.kind === 'started' && state) {
      await server.write({ ...state, address: attempt.address });
      await server.join(options.user);
      return { kind: 'server', rung, address: attempt.address, reasons };
    }
    await server.clear();
    const taken = await somebodyElse('began to listen meanwhile');
    if (taken) return taken;
    if (attempt.kind === 'declined') reasons.push(attempt.reason);
  }
  return { kind: 'none', reasons };
}

/** Leaves a server. The last to leave stops it, unless it is to be kept. */
export async function leave(
  folder: ServerFolder,
  user: string,
  keep: Keep,
  environment: Environment,
): Promise<Parting> {
  try {
    await using server = await folder.lock(AbortSignal.timeout(partMs));
    await server.leave(user);
    const state = await server.read();
    if (!state) return { kind: 'stopped' };
    const isUsed = (await server.users()).length > 0;
    const kept = state.kept === 'down' ? state.kept : keep || state.kept;
    if (kept !== state.kept) await server.write({ ...state, kept });
    if (kept || isUsed) return { kind: 'kept' };
    await stopServer(state.handle, environment);
    await server.clear();
    return { kind: 'stopped' };
  } catch (error) {
    return { kind: 'failed', reason: messageOf(error) };
  }
}

/** Stops what killed runs left behind, and what earlier runs kept where this one keeps nothing. */
export async function sweep(
  stateDir: string,
  own: ReadonlySet<string>,
  keep: Keep,
  environment: Environment,
): Promise<void> {
  const names = await readdir(stateDir).catch(() => []);
  const others = names.map((name) => path.join(stateDir, name)).filter((folder) => !own.has(folder));
  // what cannot be stopped now, since its engine is away or another run is at it, is for a later run
  await Promise.allSettled(others.map((folder) => stopIfIdle(serverFolder(folder), keep, environment)));
}

/** Stops a server that no run uses: what a killed run left behind, or an earlier run kept. */
async function stopIfIdle(folder: ServerFolder, keep: Keep, environment: Environment): Promise<void> {
  if (!(await folder.read())) return;
  await using server = await folder.lock(AbortSignal.timeout(answerMs));
  const state = await server.read();
  if (!state || state.kept === 'down' || (state.kept && keep)) return;
  if ((await server.users()).length > 0) return;
  await stopServer(state.handle, environment);
  await server.clear();
}

/** Whether a server of this workspace's own runs there, whoever uses it. */
export async function ownRuns(
  folder: ServerFolder,
  environment: Environment,
  signal: AbortSignal,
): Promise<boolean> {
  const state = await folder.read();
  return state !== undefined && runs(state.handle, environment, signal);
}

/** Uses the server that runs already. One that no longer fits is stopped, unless others use it. */
async function join(server: HeldServer, options: BringUp): Promise<Outcome | undefined> {
  const { backend, configs, rungs, environment, signal, user, keep } = options;
  const state = await server.read();
  if (!state) return undefined;
  const { handle, address } = state;
  const isUsed = (await server.users()).length > 0;
  if (address && (await runs(handle, environment, signal))) {
    const { rung } = handle;
    const isWanted = rungs.includes(rung);
    if (isUsed && !isWanted) {
      const others = rung === 'local' ? 'as a local server' : 'in a container';
      return {
        kind: 'none',
        reasons: [`${backend.title} already runs ${others} for another run of this workspace.`],
      };
    }
    const [salt = ''] = state.fingerprint.split(' ');
    const fits = isWanted && state.fingerprint === fingerprint(rung, backend, configs, salt);
    if ((isUsed || fits) && (await answers(backend, address, signal))) {
      // this run decides anew whether it stays, but for one that stays until it is told
      if (state.kept === true && !keep) await server.write({ ...state, kept: false });
      await server.join(user);
      const why = isUsed ? 'another run of this workspace uses it' : 'an earlier run left it';
      return { kind: 'server', rung, address, reasons: [`${backend.title} already runs: ${why}.`] };
    }
  }
  // an engine that is away cannot stop it, and the server's name finds it when the engine is back
  await stopServer(handle, environment).catch(() => undefined);
  await server.clear();
  return undefined;
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

async function runs(handle: Handle, environment: Environment, signal: AbortSignal): Promise<boolean> {
  if (handle.rung === 'local') return isAlive(handle.process);
  try {
    return await containerRuns(engineAt(handle.engine, environment), handle.name, signal);
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/** Stops a server, so that it can put its data in order. */
export function stopServer(handle: Handle, environment: Environment): Promise<void> {
  if (handle.rung === 'local') return stopProcess(handle.process);
  return stopContainer(engineAt(handle.engine, environment), handle.name);
}

/** What a server is started with, in a form that tells nothing of a password in it. */
function fingerprint(
  rung: ServerRung,
  { container, local }: Backend,
  configs: Configs,
  salt: string,
): string {
  const launch =
    rung === 'container'
      ? [container.image, container.launch(configs)]
      : [local.command, local.launch({ host: '127.0.0.1', port: 0 }, '', configs)];
  return `${salt} ${createHash('sha256').update(salt).update(JSON.stringify(launch)).digest('hex')}`;
}
