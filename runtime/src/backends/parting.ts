/** How servers go: left by a run, stopped by the last who leaves, or swept up where a run was killed. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from './engine-address.ts';
import { endHolder, endStrays, isHeld } from './hold.ts';
import { isOther } from './machine.ts';
import { messageOf } from './failure.ts';
import { stopServer } from './running.ts';
import { neighbourFile, serverFolder } from './server-folder.ts';
import type { ServerFolder, User } from './server-folder.ts';
import type { Handle, Keep } from './server-state.ts';

/** How a leaving run found the server, and left it. */
export type Parting =
  { readonly kind: 'stopped' | 'kept' } | { readonly kind: 'failed'; readonly reason: string };

const sweepMs = 5_000;
const partMs = 60_000;

/** Leaves a server. The last to leave stops it, unless it is to be kept. */
export async function leave(
  { user, handle }: { readonly user: User; readonly handle: Handle },
  keep: Keep,
  environment: Environment,
): Promise<Parting> {
  const folder = user.folder();
  try {
    // deleted while it ran: nobody can find the server there any more, and nothing is made there anew
    if (!existsSync(folder.path)) {
      await user.leave();
      return await stopLost(folder, handle, environment);
    }
    using server = await folder.lock(AbortSignal.timeout(partMs));
    await user.leave();
    const state = await server.read();
    const isUsed = (await server.users()).length > 0;
    if (!state && !isUsed) return await stopLost(folder, handle, environment);
    if (!state) return { kind: 'kept' };
    const kept = state.kept === 'down' ? state.kept : keep || state.kept;
    if (kept !== state.kept) await server.write({ ...state, kept });
    if (kept || isUsed) return { kind: 'kept' };
    await stopServer(state.handle, folder, environment);
    await server.clear();
    return { kind: 'stopped' };
  } catch (error) {
    return { kind: 'failed', reason: messageOf(error) };
  }
}

/** Stops a server whose record was lost while it ran. */
async function stopLost(folder: ServerFolder, handle: Handle, environment: Environment): Promise<Parting> {
  if (handle.rung === 'local') await endStrays(folder.path);
  await stopServer(handle, folder, environment);
  return { kind: 'stopped' };
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
  await Promise.allSettled([
    endStrays(stateDir),
    ...others.map((folder) => stopIfIdle(serverFolder(folder), keep, environment)),
    ...names.map((name) => leaveNeighbour(path.join(stateDir, name), environment)),
  ]);
}

/** Of a killed run that used another workspace's server, nobody else may be left to stop that. */
async function leaveNeighbour(folder: string, environment: Environment): Promise<void> {
  const note = path.join(folder, neighbourFile);
  const neighbour = await readFile(note, 'utf8').catch(() => '');
  if (!path.isAbsolute(neighbour)) return;
  // what its own workspace keeps, stays
  if (!existsSync(neighbour) || (await stopIfIdle(serverFolder(neighbour), true, environment)))
    await rm(note, { force: true });
}

/**
 * Stops a server that no run uses: what a killed run left behind, or an earlier run kept.
 * @returns false where a run uses it
 */
async function stopIfIdle(folder: ServerFolder, keep: Keep, environment: Environment): Promise<boolean> {
  if (!(await folder.mayRun())) return true;
  using server = await folder.lock(AbortSignal.timeout(sweepMs));
  if ((await server.users()).length > 0) return false;
  const state = await server.read();
  if (!state) {
    // its record cannot be read: of that, the next run that needs it tells
    await endHolder(folder.pipe);
    return true;
  }
  if (state.kept === 'down' || (state.kept && keep)) return true;
  if (state.handle.rung === 'local' && isOther(state.machine) && !(await isHeld(folder.pipe))) return true;
  await stopServer(state.handle, folder, environment);
  await server.clear();
  return true;
}
