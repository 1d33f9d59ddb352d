/** What a slightfile declares, and which of its servers run now. Starts nothing, changes nothing, opens no secret. */
import { analyzeBytes } from '@slight/slightfile/analyze.ts';
import { backends } from './backends/index.ts';
import { serverId } from './backends/names.ts';
import type { RunningServer } from './backends/running-servers.ts';
import { runningServers } from './backends/running-servers.ts';
import { dataFolder, elsewhere } from './data-folder.ts';
import type { Declaration } from './declarations.ts';
import { declarations, resolveConfigs } from './declarations.ts';
import { ownedByOther } from './owner.ts';
import { readSlightfile } from './serving.ts';
import { asMistake } from './system-error.ts';

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
  const servers = await runningServers(state, environment, signal).catch((error: unknown) => {
    const deed = `What runs is not known: ${state} cannot be used`;
    throw asMistake(error, { deed, elsewhere, ...ownedByOther(error, state) });
  });
  const ids =
    servers.length === 0
      ? []
      : await Promise.all(declared.map((one) => idOf(one, read.secretStore?.value, environment)));
  return {
    slightfile,
    capabilities: declared.map(named),
    servers: servers.map((server) => {
      const backend = backends.find(({ id }) => id === server.backend);
      return {
        ...server,
        title: backend?.title ?? server.backend,
        serves: declared.filter((_, index) => ids[index] === server.id).map(named),
      };
    }),
  };
}

function named({ resource, name }: Declaration): Named {
  return { resource: resource.id, name };
}

/** The server that serves a declaration; undefined where it needs none of ours, or a secret says which. */
async function idOf(
  declaration: Declaration,
  secretStore: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const { id, status } = declaration.resource;
  const backend = backends.find(({ standIn }) => id in standIn);
  if (!backend || status !== 'served') return undefined;
  const secrets: string[] = [];
  const secret = (name: string) => {
    secrets.push(name);
    return Promise.resolve(undefined);
  };
  const { values } = await resolveConfigs(declaration, secretStore, { environment, secret });
  if (secrets.length > 0) return undefined;
  const target = backend.target(values);
  if (target.kind === 'elsewhere') return undefined;
  return serverId(backend, target.kind === 'local' ? target.address : undefined);
}
