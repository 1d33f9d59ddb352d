/** What a slightfile declares, and which of its servers run now. Starts nothing, changes nothing, opens no secret. */
import path from 'node:path';
import { analyzeBytes } from '@slight/slightfile/analyze.ts';
import type { Address } from '../backends/backend.ts';
import { findBackend, loadBackend } from '../backends/index.ts';
import { serverId } from '../backends/names.ts';
import { neighbourAt } from '../backends/neighbours.ts';
import type { RunningServer } from '../backends/running-servers.ts';
import { runningServers } from '../backends/running-servers.ts';
import { isNoted } from '../backends/serves.ts';
import { dataFolder, elsewhere } from '../data-folder.ts';
import type { Declaration } from './declarations.ts';
import { declarations, markOf, resolveConfigs } from './declarations.ts';
import { ownedByOther } from '../owner.ts';
import { readSlightfile } from './slightfile.ts';
import { asMistake } from '../system-error.ts';

export interface Status {
  readonly slightfile: string;
  /** Each capability in the file's order, without its configs. */
  readonly capabilities: readonly Named[];
  readonly servers: readonly UsedServer[];
}

/** A capability: its resource, and what the guest opens. */
export interface Named {
  readonly resource: string;
  readonly name: string;
}

export interface UsedServer extends RunningServer {
  /** For people: `Redis`. */
  readonly title: string;
  /** The capabilities that a run would have it serve, where that can be told without opening a secret. */
  readonly serves: readonly Named[];
}

/**
 * @param data the data folder; `.slight` beside the slightfile where none is named
 * @throws Mistake where the slightfile or the data folder cannot be read
 */
export async function statusOf(
  slightfile: string,
  data: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Status> {
  const [bytes, { state }] = await Promise.all([readSlightfile(slightfile), dataFolder(slightfile, data)]);
  const read = analyzeBytes(bytes, { environment: new Set(Object.keys(environment)) }).slightfile;
  const declared = declarations(read);
  const own = await runningServers(state, environment, signal).catch((error: unknown) => {
    const deed = `What runs is not known: ${state} cannot be used`;
    throw asMistake(error, { deed, elsewhere, ...ownedByOther(error, state) });
  });
  const used = await Promise.all(declared.map((one) => useOf(one, read.secretStore?.value, environment)));
  const servers = [...own, ...(await neighbours(used, own, state, environment, signal))];
  const servedBy = (declaration: Declaration, use: Use | undefined) => {
    const mark = markOf(declaration);
    const noted = mark === undefined ? undefined : own.find(({ id }) => isNoted(state, id, mark));
    return noted?.id ?? use?.id;
  };
  return {
    slightfile,
    capabilities: declared.map(named),
    servers: await Promise.all(
      servers.map(async (server) => ({
        ...server,
        title: (await findBackend(server.backend))?.title ?? server.backend,
        serves: declared.filter((one, index) => servedBy(one, used[index]) === server.id).map(named),
      })),
    ),
  };
}

function named({ resource, name }: Declaration): Named {
  return { resource: resource.id, name };
}

/** Servers of other workspaces that listen where the declarations want one, and none of this workspace's own does. */
async function neighbours(
  used: readonly (Use | undefined)[],
  own: readonly RunningServer[],
  state: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<readonly RunningServer[]> {
  const wanted = new Map(used.flatMap((one) => (one?.address ? [[one.id, one.address] as const] : [])));
  for (const { id } of own) wanted.delete(id);
  const found = await Promise.all(
    Array.from(wanted, async ([id, address]) => {
      const server = await neighbourAt(address, path.join(state, id), environment, signal);
      return server && { id, ...server };
    }),
  );
  return found.filter((one) => one !== undefined);
}

/** A server of ours that would serve a declaration: its id, and its address where the slightfile gives one. */
interface Use {
  readonly id: string;
  readonly address?: Address;
}

/** What would serve a declaration; undefined where it needs no server of ours, or a secret says which. */
async function useOf(
  declaration: Declaration,
  secretStore: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Use | undefined> {
  const { backend: id, status } = declaration.resource;
  if (id === undefined || status !== 'served') return undefined;
  const secrets: string[] = [];
  const secret = (name: string) => {
    secrets.push(name);
    return Promise.resolve(undefined);
  };
  const { values } = await resolveConfigs(declaration, secretStore, { environment, secret });
  if (secrets.length > 0) return undefined;
  const backend = await loadBackend(id);
  const target = backend.target(values);
  if (target.kind === 'elsewhere' || target.kind === 'wrong') return undefined;
  if (target.kind === 'none') return { id: serverId(backend, undefined) };
  return { id: serverId(backend, target.address), address: target.address };
}
