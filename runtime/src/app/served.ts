/** How a declaration is served: by what the slightfile names, by a server that is brought up, or by a stand-in. */
import path from 'node:path';
import { findResource } from '@slight/slightfile/catalogue.ts';
import type { ConfigKey, Resource } from '@slight/slightfile/catalogue.ts';
import { ownFolder } from '@slight/slightfile/own-folder.ts';
import type { Slightfile } from '@slight/slightfile/slightfile.ts';
import type { Step } from '../backends/climb.ts';
import type { Ladder } from '../backends/ladder.ts';
import type { StandInStore } from '../backends/stores.ts';
import type { DataFolder } from '../data-folder.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { CapabilityError } from '../ports/errors.ts';
import { loadProvider } from '../providers/index.ts';
import type { Trace } from '../trace/trace.ts';
import { markOf, missingConfigs, resolveConfigs } from './declarations.ts';
import type { Declaration, ResolvedConfigs, Stores } from './declarations.ts';

/** A declaration with what serves it. */
export interface Served extends Step {
  readonly declaration: Declaration;
  /** Why the slightfile's own configs were not used, as plain clauses. */
  readonly unset: readonly string[];
  /** Where it keeps its data, for a resource that does so in a folder of its own; absolute. */
  readonly folder?: string;
  /** How long it took to bring it up, in milliseconds. */
  readonly duration: number;
}

/** What serving a declaration takes. */
export interface Means {
  readonly slightfile: Slightfile;
  /** The slightfile's name, for sentences to people. */
  readonly file: string;
  readonly data: DataFolder;
  readonly stores: Stores;
  /** Told every secret before anyone else sees it. */
  readonly masking: Masking;
  readonly ladder: Pick<Ladder, 'climb'>;
}

/**
 * Finds or brings up what serves a declaration.
 * @throws CapabilityError where a config is missing, and as a ladder's climb
 */
export async function serveDeclaration(
  declaration: Declaration,
  { slightfile, file, data, stores, masking, ladder }: Means,
): Promise<Served> {
  const { resource, name } = declaration;
  const start = performance.now();
  const secretStore = slightfile.secretStore?.value;
  const { values, unset, secrets } = await resolveConfigs(declaration, secretStore, stores);
  for (const secret of secrets) masking.add(secret);
  const missing = [...missingConfigs(resource, values), ...narrowing(resource, unset)];
  if (missing.length > 0) {
    const keys = missing.map(({ key }) => key).join(' and ');
    const why = unset.filter(({ key }) => missing.some((one) => one.key === key)).map(({ clause }) => clause);
    throw new CapabilityError(
      'unexpected-error',
      `${resource.id} "${name}" needs ${keys}${why.length > 0 ? ` (${why.join('; ')})` : ''}. Give it in [capability.configs] of ${file}.`,
    );
  }
  const standIn = storeOf(resource.standIn, name, data);
  const step: Step = resource.backend
    ? await ladder.climb({
        resource: resource.id,
        name,
        configs: values,
        mark: markOf(declaration),
        ...(standIn && { standIn }),
      })
    : { rung: 'given', resource: resource.id, configs: values, reasons: [] };
  for (const secret of step.secrets ?? []) masking.add(secret);
  const folder = folderOf(step.resource, name, data);
  return {
    ...step,
    declaration,
    unset: unset.map(({ clause }) => clause),
    duration: performance.now() - start,
    ...(folder !== undefined && { folder }),
  };
}

/** What was to narrow what a guest may do, and says nothing: that is not as if it were not written. */
function narrowing(resource: Resource, unset: ResolvedConfigs['unset']): readonly ConfigKey[] {
  return resource.configs.filter(
    ({ key, format }) => format === 'hosts' && unset.some((one) => one.key === key),
  );
}

/** Where a resource keeps the data of a name; `undefined` where that is in no folder, or the name is any. */
function folderOf(id: string, name: string, data: DataFolder): string | undefined {
  const resource = findResource(id);
  if (resource?.data !== 'folder' || name === '*') return undefined;
  return path.join(data.path, ownFolder(resource, name));
}

function storeOf(standIn: string | undefined, name: string, data: DataFolder): StandInStore | undefined {
  const folder = standIn === undefined ? undefined : folderOf(standIn, name, data);
  if (standIn === undefined || folder === undefined) return undefined;
  return {
    folder,
    holdsData: async () => (await loadProvider(standIn)).holdsData?.(folder) ?? false,
  };
}

/** What has neither a server nor a folder of its own has nothing to tell. */
export function emitReady(trace: Trace, served: Served): void {
  const { declaration, rung, address, image, folder, reasons, duration } = served;
  const { resource, name } = declaration;
  // of a store that has no server, the runtime itself keeps what a guest stores
  if (resource.backend === undefined && resource.data === undefined) return;
  trace.emit({
    type: 'backend',
    resource: resource.id,
    name,
    rung,
    state: 'ready',
    duration,
    reasons,
    ...(address !== undefined && { address }),
    ...(image !== undefined && { image }),
    ...(folder !== undefined && { folder }),
  });
}
