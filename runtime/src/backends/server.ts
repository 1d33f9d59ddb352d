/**
 * A server of a workspace, brought up or joined. That holds the folder's lock, as leaving and stopping it do
 * (parting.ts), so that runs that start and end at the same time see one after the other.
 */
import { randomBytes } from 'node:crypto';
import type { ConfigValues } from '../providers/provider.ts';
import { isScarcity, tell } from '../system-error.ts';
import { listens, show } from './address.ts';
import type { Address } from './backend.ts';
import { messageOf } from './failure.ts';
import { folderFault } from './folder-fault.ts';
import { isHeld } from './hold.ts';
import { join, none } from './left.ts';
import type { JoinRequest, NoServer, OwnServer } from './left.ts';
import { thisMachine } from './machine.ts';
import { announce } from './neighbours.ts';
import { ownPassword } from './own-password.ts';
import { declined } from './rung.ts';
import type { Attempt, RungContext } from './rung.ts';
import { fingerprint, stopServer } from './running.ts';
import type { ServerRung } from './running.ts';
import type { HeldServer } from './server-folder.ts';
import type { ServerState } from './server-state.ts';
import { noteVolume } from './stores.ts';

export type Starters = Readonly<Record<ServerRung, (context: RungContext) => Promise<Attempt>>>;

export type Outcome = (OwnServer & Login) | NotOwn;

/** How its own server is used. */
interface Login {
  /** The slightfile's configs, and the password that they leave out. */
  readonly configs: ConfigValues;
  /** What of them nobody may read, beside what the slightfile gives. */
  readonly secrets: readonly string[];
}

type NotOwn =
  /** Somebody else's server listens where ours should. */
  { readonly kind: 'given'; readonly reasons: readonly string[] } | NoServer;

type Locked = OwnServer | NotOwn;

export interface BringUp extends Omit<RungContext, 'record' | 'progress' | 'own'>, JoinRequest {
  /** Where the slightfile wants it, as it says it. */
  readonly wanted: Address | undefined;
  readonly starters: Starters;
  /** Makes the folder that `folder` lies in. Where it fails, no server is started. */
  readonly prepare?: () => Promise<void>;
  readonly onProgress: (
    rung: ServerRung,
    reasons: readonly string[],
    message: string,
    fraction?: number,
  ) => void;
}

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
    const own = backend.withPassword?.(options.configs, '') ? await ownPassword(folder) : undefined;
    const configs = (own && backend.withPassword?.(options.configs, own.password)) ?? options.configs;
    const outcome = await bringUpLocked(server, { ...options, configs, own });
    return outcome.kind === 'server' ? { ...outcome, configs, secrets: own ? [own.password] : [] } : outcome;
  } catch (error) {
    signal.throwIfAborted();
    const fault = folderFault(error, folder.path);
    if (fault === undefined) throw error;
    return none(fault);
  }
}

async function bringUpLocked(
  server: HeldServer,
  options: BringUp & Pick<RungContext, 'own'>,
): Promise<Locked> {
  const { backend, folder, wanted, rungs, starters, environment, signal, onProgress } = options;
  // what stays until it is told to go does so with other configs, too
  const kept = (await server.read())?.kept === 'down' ? 'down' : false;
  const found = await join(server, options);
  if (found.kind !== 'free') return found;

  const reasons = [...found.reasons];
  const somebodyElse = async (when: string): Promise<Locked | undefined> => {
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
