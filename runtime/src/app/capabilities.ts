/**
 * The capabilities of an app, or of `slight up`: served before a guest starts, opened when one asks, closed at the end.
 * Instances share them.
 */
import path from 'node:path';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { ownFolder } from '@slight/slightfile/own-folder.ts';
import type { Slightfile } from '@slight/slightfile/slightfile.ts';
import type { DataFolder } from '../data-folder.ts';
import type { HostContext } from '../hosts/host.ts';
import type { Trace } from '../trace/trace.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { Mistake } from '../mistake.ts';
import { once } from '../once.ts';
import type { Configs } from '../ports/configs.ts';
import { CapabilityError } from '../ports/errors.ts';
import type { PortName, Ports } from '../ports/ports.ts';
import { loadProvider } from '../providers/index.ts';
import { lastingValues } from '../providers/lasting.ts';
import type { Provider } from '../providers/provider.ts';
import { declarationsFor, declarations, openedName, together } from './declarations.ts';
import type { Declaration } from './declarations.ts';
import { createLateLadder } from './late-ladder.ts';
import type { LateLadderOptions } from './late-ladder.ts';
import { emitReady, serveDeclaration } from './served.ts';
import type { Served } from './served.ts';
import { topicsOf } from './sources.ts';
import type { MessageSource } from './sources.ts';
import { undeclared } from './undeclared.ts';

export interface Capabilities extends Pick<HostContext, 'open'>, AsyncDisposable {
  /**
   * Brings up what serves every declaration that is wanted; all that can start side by side do. One that cannot be
   * served does not keep the others from starting: the guest is told when it opens it, and the user now.
   */
  prepare(isWanted: (declaration: Declaration) => boolean): Promise<readonly (Served | CapabilityError)[]>;
  /**
   * All of messaging that is declared, opened, with the topics whose messages a guest handles.
   * @throws SetUpFailure where one has no topic; CapabilityError where one cannot be used
   */
  sources(): Promise<readonly MessageSource[]>;
  /** Whether this process may now end at once: no server is to be stopped, or the guard will stop it. */
  mayEnd(): Promise<boolean>;
}

export interface CapabilitiesOptions extends LateLadderOptions {
  readonly durable: boolean;
  /** The provider of a resource. Default: those of providers/. */
  readonly providers?: (resource: string) => Promise<Provider<Ports[PortName]>>;
  /** Called with each declaration as soon as it is served. */
  readonly onServed?: (served: Served) => void;
}

/** The capabilities, served when they are asked for. Disposing closes them, and then leaves their servers. */
export function createCapabilities(
  slightfile: Slightfile,
  data: DataFolder,
  options: CapabilitiesOptions,
): Capabilities {
  const { durable, stop, trace, providers = loadProvider, onServed } = options;
  const { masking } = trace;
  const ladder = createLateLadder(options, data);
  const secrets = once(async () => {
    const { slightfileSecrets } = await import('./secrets.ts');
    return slightfileSecrets(slightfile.secrets);
  });
  const secret = async (name: string) => (await secrets())(name);
  const secretNames = () => [
    ...new Set(slightfile.secrets.flatMap(({ name }) => (name ? [name.value] : []))),
  ];
  const context = {
    durable,
    signal: stop.signal,
    environment: process.env,
    secret,
    secretNames,
    beside: path.dirname(path.resolve(options.slightfile)),
    development: false,
    lasting: lastingValues(),
    traceFields: () => trace.fields(),
    progress: () => undefined,
  };
  const azapp = once(async () => {
    const { appConfiguration } = await import('./app-configuration.ts');
    return appConfiguration(context);
  });
  const all = declarations(slightfile);
  const file = path.basename(options.slightfile);
  const served = new Map<Declaration, Promise<Served>>();
  const opened = new Map<string, Promise<AsyncDisposable>>();
  let isClosed = false;

  const serve = (declaration: Declaration) =>
    remember(served, declaration, async () => {
      const one = await serveDeclaration(declaration, {
        slightfile,
        file,
        data,
        stores: { ...context, azapp: async (key) => (await azapp())(key) },
        masking,
        ladder,
      });
      emitReady(trace, one);
      onServed?.(one);
      return one;
    });

  return {
    prepare: (isWanted) =>
      Promise.all(
        all
          .filter((declaration) => declaration.resource.status === 'served' && isWanted(declaration))
          .map((declaration) => serve(declaration).catch(capabilityError)),
      ),

    mayEnd: async () => !ladder.holds || (await ladder.guarded()),

    async sources() {
      const found = all.filter(({ resource }) => resource.capability === 'messaging');
      const served = found.map(async (declaration) => {
        requireServed(declaration);
        const { resource, configs } = await serve(declaration);
        const topics = topicsOf(declaration, configs);
        const name = declaration.name === '*' ? '' : declaration.name;
        return { resource, name, topics, broker: await this.open('messaging', name) };
      });
      return Promise.all(served);
    },

    open<N extends PortName>(port: N, asked: string): Promise<Ports[N]> {
      const name = openedName(all, port, asked);
      const provide = async () => {
        const found = declarationsFor(all, port, name);
        if (found.length === 0) throw undeclared(port, name, all, file);
        for (const declaration of found) requireServed(declaration);
        const steps = await Promise.all(found.map(serve));
        const configs = together(steps.map((step) => step.configs));
        const resource = steps[0]?.resource ?? port;
        const provider = (await providers(resource)) as Provider<Ports[N]>;
        if (findResource(resource)?.data === 'folder') await data.make().catch(unwritable);
        const telling = tellingProgress(trace, steps);
        const made = await provider
          .open(name, configs, {
            ...context,
            development: steps.every(({ rung, address }) => rung !== 'given' || address !== undefined),
            folder: path.join(data.path, ownFolder({ capability: port }, name)),
            progress: telling.progress,
          })
          .finally(telling.over);
        return port === 'configs' ? learning(made as Configs & AsyncDisposable, masking) : made;
      };
      // a guest that was left while it waited may go on, and nothing would close what it opens
      if (isClosed) return Promise.reject(new CapabilityError('unexpected-error', 'the app has ended'));
      return remember(opened, `${port}\0${name}`, provide) as Promise<Ports[N] & AsyncDisposable>;
    },

    async [Symbol.asyncDispose]() {
      if (isClosed) return;
      isClosed = true;
      const closing = await Promise.allSettled(opened.values());
      await Promise.allSettled(
        closing.map(async (one) => {
          if (one.status === 'fulfilled') await one.value[Symbol.asyncDispose]();
        }),
      );
      await ladder[Symbol.asyncDispose]();
    },
  };
}

/** What goes on while a name is opened, as it is told of a server that starts. */
function tellingProgress(trace: Trace, steps: readonly Served[]) {
  let isTold = false;
  return {
    progress: (message: string) => {
      isTold = true;
      for (const { declaration, rung } of steps) {
        const { resource, name } = declaration;
        trace.emit({ type: 'backend', resource: resource.id, name, rung, state: 'starting', message });
      }
    },
    over: () => {
      if (isTold) for (const step of steps) emitReady(trace, step);
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
    async all() {
      const values = await configs.all();
      for (const [, value] of values) masking.add(value);
      return values;
    },
    [Symbol.asyncDispose]: () => configs[Symbol.asyncDispose](),
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
