/** The servers that one run uses: its workspace's own, and those of other workspaces in which it lodges. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';
import { show } from './address.ts';
import type { Address, Backend } from './backend.ts';
import type { Environment } from './engine-address.ts';
import type { ClimbRequest, LadderEvent } from './climb.ts';
import { lodge } from './neighbours.ts';
import type { Lodging } from './neighbours.ts';
import { leave } from './parting.ts';
import type { Outcome } from './server.ts';
import { neighbourFile } from './server-folder.ts';
import type { ServerFolder } from './server-folder.ts';
import type { Keep } from './server-state.ts';

/** A server of the workspace that this run uses, or is bringing up. */
export interface Use {
  readonly backend: Backend;
  readonly folder: ServerFolder;
  readonly outcome: Promise<Outcome>;
  readonly requests: ClimbRequest[];
}

type OnEvent = (event: LadderEvent) => void;

/** Leaves a server of the own workspace, and tells what became of it. */
export async function part(
  { outcome, requests }: Use,
  keep: Keep,
  environment: Environment,
  onEvent: OnEvent,
): Promise<void> {
  const result = await outcome.catch(() => undefined);
  if (result?.kind !== 'server') return;
  const parting = await leave(result, keep, environment);
  const { rung } = result;
  const address = show(result.address);
  for (const { resource, name } of requests) {
    onEvent({
      resource,
      name,
      rung,
      state: parting.kind,
      address,
      ...(parting.kind === 'failed' && { reasons: [parting.reason] }),
    });
  }
}

/** A lodging, with what the run wanted of it. */
export interface Lodger {
  readonly own: ServerFolder;
  readonly address: Address;
  readonly request: ClimbRequest;
  readonly lodging: Promise<Lodging | undefined>;
}

/** Lodges with the workspace whose server listens there, and leaves a note for who cleans up after a killed run. */
export async function takeLodging(
  address: Address,
  own: ServerFolder,
  user: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Lodging | undefined> {
  const lodging = await lodge(address, own, user, environment, signal);
  if (!lodging) return undefined;
  try {
    await makeFolder(own.path, 0o700);
    await writeFile(path.join(own.path, neighbourFile), lodging.folder.path, { mode: 0o600 });
  } catch {
    // without it, the other workspace's next run cleans up
  }
  return lodging;
}

/** What is told of it. A command that leaves its servers running has left this one at its own end. */
export function sharedWith({ owner }: Lodging, keep: Keep): string {
  const until = keep === 'down' ? 'as long as that wants it' : 'until both have left it';
  return `It belongs to another workspace, ${owner}, where its data stays, and runs ${until}.`;
}

/** Leaves another workspace's server: the last to leave stops it, unless its own workspace keeps it. */
export async function moveOut(
  { own, address, request, lodging }: Lodger,
  environment: Environment,
  onEvent: OnEvent,
): Promise<void> {
  const found = await lodging.catch(() => undefined);
  if (!found) return;
  const parting = await leave(found, false, environment);
  await rm(path.join(own.path, neighbourFile), { force: true });
  if (parting.kind !== 'failed') return;
  const { resource, name } = request;
  onEvent({
    ...{ resource, name, rung: found.handle.rung, state: 'failed', address: show(address) },
    reasons: [parting.reason],
  });
}
