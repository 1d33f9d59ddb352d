/** The axes of the matrix: every resource that is served, every age of guests, and every place where a server comes from. */
import { isStarted } from '@slight/runtime/backends/backend.ts';
import type { RungName } from '@slight/runtime/backends/backend.ts';
import { loadBackend } from '@slight/runtime/backends/index.ts';
import { findProgram } from '@slight/runtime/backends/installed.ts';
import { capabilities, resources } from '@slight/slightfile/catalogue.ts';
import type { CapabilityKind, Resource } from '@slight/slightfile/catalogue.ts';
import { interfaceRows } from '@slight/slightfile/interfaces.ts';
import type { InterfaceGeneration } from '@slight/slightfile/interfaces.ts';
import { list } from '@slight/text/words.ts';
import { imageOf } from '../containers/image-list.ts';
import { toolsFolder } from '../setup/steps/tools.ts';
import { programsOf } from './programs.ts';
import { hasService } from './services.ts';

export const generations: readonly InterfaceGeneration[] = ['0.2', '0.5', 'component', 'standard'];

/** Where the server comes from; a resource that needs none is served at the last of them alone, by the run itself. */
export const rungs: readonly RungName[] = ['container', 'local', 'embedded'];

/** What is served, in the order of the capabilities. */
export const served: readonly Resource[] = resources
  .filter(({ status }) => status === 'served')
  .toSorted((one, other) => capabilities.indexOf(one.capability) - capabilities.indexOf(other.capability));

export interface KnownInterface {
  /** `kv`, `wasi:keyvalue/store`. */
  readonly name: string;
  readonly isServed: boolean;
  /** Those that are served; a legacy interface has none. */
  readonly versions: readonly string[];
}

/** The interfaces of a capability that guests of this age may have, those that are not served too. */
export function interfacesOf(
  capability: CapabilityKind,
  generation: InterfaceGeneration,
): readonly KnownInterface[] {
  return [...interfaceRows].flatMap(([name, row]) => {
    const inherited = interfaceRows.get(`${name.split('/')[0]}/*`);
    const ages = row.generations.length > 0 ? row.generations : (inherited?.generations ?? []);
    if ((row.capability ?? inherited?.capability) !== capability || !ages.includes(generation)) return [];
    return name.endsWith('/*')
      ? []
      : [{ name, isServed: row.host !== undefined, versions: row.versions ?? [] }];
  });
}

/** Why guests of this age cannot have the capability, as part of a sentence; undefined where they can. */
export function whyNoGuest(capability: CapabilityKind, generation: InterfaceGeneration): string | undefined {
  if (programsOf(capability, generation).length > 0) return undefined;
  const known = interfacesOf(capability, generation);
  if (known.some(({ isServed }) => isServed))
    return 'not run here: it has no guest that does what it is told';
  const packages = [...new Set(known.map(({ name }) => `\`${name.split('/')[0] ?? name}\``))];
  return packages.length === 0
    ? 'there is no interface of that age'
    : `${list(packages)} is known, and not served`;
}

/** Whether it is a service somewhere that nothing is started for: the slightfile names one, or the environment does. */
export function isElsewhere({ backend, configs }: Resource): boolean {
  return backend === undefined && configs.some(({ required }) => required === 'environment');
}

/** Why a resource has no server of this kind anywhere; undefined where it has. */
export function whyNoServer(resource: Resource, rung: RungName): string | undefined {
  if (resource.unstarted)
    return rung === 'embedded' ? undefined : 'nothing is started for it; test/contract has a server like it';
  if (resource.backend !== undefined) return undefined;
  if (!isElsewhere(resource)) return rung === 'embedded' ? undefined : 'it needs no server';
  if (!hasService(resource.id)) return 'not run here: it is a service, and the tests have no server like it';
  return rung === 'embedded'
    ? undefined
    : 'nothing is started for it. What ran here is a server of the tests, which answers as the service does';
}

/** Why it cannot be had on this machine. */
export async function whyNotHere({ backend }: Resource, rung: RungName): Promise<string | undefined> {
  if (rung === 'embedded' || backend === undefined) return undefined;
  const server = await loadBackend(backend);
  if (!isStarted(server)) return `not run here: Slight does not start ${server.title}`;
  if (rung === 'container')
    return imageOf(server) ? undefined : `not run here: no package has what is in ${server.container.image}`;
  if (!server.local) return 'no package has a server of it';
  const { command, folders } = server.local;
  const program = await findProgram(command, toolsFolder, process.env, folders);
  return program.kind === 'none' ? `not run here: ${program.reason.replace(/\.$/, '')}` : undefined;
}
