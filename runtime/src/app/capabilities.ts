/** The capabilities of one run: brought up before the guest starts, opened when it asks, closed when it ends. */
import path from 'node:path';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { ownFolder } from '@slight/slightfile/own-folder.ts';
import type { Ladder, Step } from '../backends/ladder.ts';
import type { StandInStore } from '../backends/stores.ts';
import type { DataFolder } from '../data-folder.ts';
import type { Declaration, Stores } from './declarations.ts';
import { declarationFor, markOf, missingConfigs, resolveConfigs } from './declarations.ts';
import type { HostContext } from '../hosts/host.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { CapabilityError, UndeclaredCapability } from '../ports/errors.ts';
import type { Configs } from '../ports/configs.ts';
import type { OpenContext, Provider } from '../providers/provider.ts';
import type { PortName, Ports } from '../ports/ports.ts';
import { Mistake } from '../mistake.ts';
import { loadProvider } from '../providers/index.ts';

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

export interface Capabilities extends Pick<HostContext, 'open'>, AsyncDisposable {
  /**
   * Brings up what serves every declaration that is wanted; all that can start side by side do. One that cannot be
   * served does not keep the others from starting: the guest is told when it opens it, and the user now.
   */
  prepare(isWanted: (declaration: Declaration) => boolean): Promise<readonly (Served | CapabilityError)[]>;
}

export interface CapabilitiesOptions {
  readonly declarations: readonly Declaration[];
  /** The file's name, for sentences to people. */
  readonly slightfile: string;
  readonly secretStore: string | undefined;
  readonly stores: Stores;
  /** Told every secret before anyone else sees it. */
  readonly masking: Masking;
  readonly ladder: Ladder;
  /** Each name keeps its data in a folder of its own in here (own-folder.ts). */
  readonly data: DataFolder;
  readonly context: Omit<OpenContext, 'folder'>;
  /** Called with each declaration as soon as it is served. */
  readonly onServed: (served: Served) => void;
}

export function createCapabilities(options: CapabilitiesOptions): Capabilities {
  const served = new Map<Declaration, Promise<Served>>();
  const opened = new Map<string, Promise<AsyncDisposable>>();

  const serve = (declaration: Declaration) =>
    remember(served, declaration, async () => {
      const one = await bringUp(declaration, options);
      options.onServed(one);
      return one;
    });

  return {
    prepare: (isWanted) =>
      Promise.all(
        options.declarations
          .filter((declaration) => declaration.resource.status === 'served' && isWanted(declaration))
          .map((declaration) => serve(declaration).catch(capabilityError)),
      ),

    open<N extends PortName>(port: N, name: string): Promise<Ports[N]> {
      const provide = async () => {
        const declaration = declarationFor(options.declarations, port, name);
        if (!declaration) throw undeclared(port, name, options);
        requireServed(declaration);
        const { resource, configs } = await serve(declaration);
        const provider = (await loadProvider(resource)) as Provider<Ports[N]>;
        if (findResource(resource)?.data === 'folder') await options.data.make().catch(unwritable);
        const made = await provider.open(name, configs, {
          ...options.context,
          folder: path.join(options.data.path, ownFolder({ capability: port }, name)),
        });
        return port === 'configs' ? learning(made, options.masking) : made;
      };
      return remember(opened, `${port}\0${name}`, provide) as Promise<Ports[N] & AsyncDisposable>;
    },

    async [Symbol.asyncDispose]() {
      const all = await Promise.allSettled(opened.values());
      await Promise.allSettled(
        all.map(async (one) => {
          if (one.status === 'fulfilled') await one.value[Symbol.asyncDispose]();
        }),
      );
    },
  };
}

/** One value a key, also for calls that come while it is made; a failure is not kept, so that the next call tries again. */
function remember<K, V>(values: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = values.get(key);
  if (known) return known;
  const value = make();
  values.set(key, value);
  value.catch(() => values.delete(key));
  return value;
}

/** What a guest reads of a secret store is known before the guest has it. */
function learning(configs: Configs & AsyncDisposable, masking: Masking): Configs & AsyncDisposable {
  return {
    async get(key) {
      const value = await configs.get(key);
      if (value) masking.add(value);
      return value;
    },
    set: (key, value) => configs.set(key, value),
    [Symbol.asyncDispose]: () => configs[Symbol.asyncDispose](),
  };
}

async function bringUp(declaration: Declaration, options: CapabilitiesOptions): Promise<Served> {
  const { resource, name } = declaration;
  const start = performance.now();
  const { values, unset, secrets } = await resolveConfigs(declaration, options.secretStore, options.stores);
  for (const secret of secrets) options.masking.add(secret);
  const missing = missingConfigs(resource, values);
  if (missing.length > 0) {
    const keys = missing.map(({ key }) => key).join(' and ');
    const why = unset.filter(({ key }) => missing.some((one) => one.key === key)).map(({ clause }) => clause);
    throw new CapabilityError(
      'unexpected-error',
      `${resource.id} "${name}" needs ${keys}${why.length > 0 ? ` (${why.join('; ')})` : ''}. Give it in [capability.configs] of ${options.slightfile}.`,
    );
  }
  const standIn = storeOf(resource.standIn, name, options.data);
  const step: Step = resource.backend
    ? await options.ladder.climb({
        resource: resource.id,
        name,
        configs: values,
        mark: markOf(declaration),
        ...(standIn && { standIn }),
      })
    : { rung: 'given', resource: resource.id, configs: values, reasons: [] };
  const folder = folderOf(step.resource, name, options.data);
  return {
    ...step,
    declaration,
    unset: unset.map(({ clause }) => clause),
    duration: performance.now() - start,
    ...(folder !== undefined && { folder }),
  };
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

/** The guest goes on without the store. */
function unwritable(error: unknown): never {
  if (error instanceof Mistake) throw new CapabilityError('io-error', error.message, { cause: error });
  throw error;
}

function capabilityError(error: unknown): CapabilityError {
  if (error instanceof CapabilityError) return error as CapabilityError;
  throw error;
}

function requireServed({ resource, name }: Declaration): void {
  if (resource.status === 'served') return;
  throw new CapabilityError(
    'unexpected-error',
    `${resource.id} (declared for "${name}") is not served by this version of slight`,
  );
}

function undeclared(
  port: PortName,
  name: string,
  { declarations, slightfile }: CapabilitiesOptions,
): UndeclaredCapability {
  const names = declarations
    .filter(({ resource }) => resource.capability === port)
    .map((one) => `"${one.name}"`);
  const known = names.length > 0 ? `it declares ${names.join(', ')}` : `it declares no ${port} at all`;
  return new UndeclaredCapability(
    `no ${port} capability named "${name}" is declared in ${slightfile}: ${known}`,
  );
}
