/** The rung `container`: a server in a container of the machine's engine, started by testcontainers. */
import type { GenericContainer, WaitStrategy } from 'testcontainers';
import type { Address, Backend, ContainerLaunch } from './backend.ts';
import type { Environment } from './engine-address.ts';
import { EngineError } from './engine.ts';
import type { Engine } from './engine.ts';
import { requireImage } from './image.ts';
import { engineMs, reach } from './reach.ts';
import { declined, masked, messageOf, untilReady } from './rung.ts';
import type { Attempt, RungContext } from './rung.ts';
import { loadTestcontainers } from './testcontainers.ts';
import type { Testcontainers } from './testcontainers.ts';

const readyMs = 60_000;
const stopSeconds = 10;

/** The rung for one run: the engine is looked for, and testcontainers loaded, once and only when needed. */
export function containerRung(
  environment: Environment,
  signal: AbortSignal,
): (context: RungContext) => Promise<Attempt> {
  const reached = once(() => reach(environment, signal));
  const library = once(async () => {
    const found = await reached();
    if (found.kind === 'none') throw new Error(found.reason);
    return loadTestcontainers(found.engine);
  });
  return async (context) => {
    const { backend, bind, progress } = context;
    if (bind?.host === '::1') return declined('A container is published on IPv4 addresses only, not on ::1.');
    const found = await reached();
    if (found.kind === 'none') return declined(found.reason);
    const { image } = backend.container;
    const launch = backend.container.launch(context.configs);
    try {
      await requireImage(found.engine, image, library, signal, (fraction) =>
        progress(`pulling ${image}`, fraction),
      );
      progress('starting a container');
      return { kind: 'started', address: await start(found.engine, await library(), launch, context) };
    } catch (error) {
      signal.throwIfAborted();
      return declined(masked(messageOf(error), launch.secrets));
    }
  };
}

/** Stops a container, so that its server can put its data in order, and removes it; its volume stays. */
export async function stopContainer(engine: Engine, name: string): Promise<void> {
  const signal = AbortSignal.timeout((stopSeconds + 10) * 1000);
  await unlessGone(engine.call('POST', `/containers/${name}/stop?t=${stopSeconds}`, { signal }));
  await remove(engine, name);
}

/** Whether a container of this name runs. */
export async function containerRuns(engine: Engine, name: string, signal: AbortSignal): Promise<boolean> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(engineMs)]);
  const answer = await unlessGone(engine.call('GET', `/containers/${name}/json`, { signal: deadline }));
  return answer !== undefined && (JSON.parse(answer) as { State: { Running: boolean } }).State.Running;
}

async function start(
  engine: Engine,
  library: Testcontainers,
  launch: ContainerLaunch,
  context: RungContext,
): Promise<Address> {
  const { backend, folder, name, workspace, signal, record } = context;
  const labels = {
    'dev.slight.workspace': workspace,
    'dev.slight.backend': backend.id,
    'dev.slight.state': folder.path,
  };
  await record({ rung: 'container', engine: engine.address, name });
  // there is one where its state was deleted while it ran
  await stopContainer(engine, name);
  await engine.call('POST', '/volumes/create', { signal, body: { Name: name, Labels: labels } });

  const over = new AbortController();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const host = context.bind?.host ?? '127.0.0.1';
  const ready = readiness(backend, host, AbortSignal.any([signal, over.signal]));
  const starting = published(library, context, (id) => {
    endOf(engine, id, over.signal).then(ended.reject, () => undefined);
  })
    .withName(name)
    .withLabels(labels)
    .withCommand([...launch.command])
    .withEnvironment({ ...launch.environment })
    .withCopyContentToContainer(
      Object.entries(launch.files ?? {}).map(([target, content]) => ({ content, target })),
    )
    .withBindMounts([{ source: name, target: backend.container.data }])
    .withWaitStrategy(ready.strategy)
    // its own cleaner is one more image and container; what a killed run leaves, the next one stops (see ladder.ts)
    .withAutoCleanup(false)
    .start();
  try {
    await Promise.race([starting, ended.promise, abortOf(signal)]);
    return await ready.address;
  } catch (error) {
    over.abort();
    await remove(engine, name);
    // testcontainers cannot be stopped: what it still makes is removed once it has given up
    await starting.catch(() => undefined);
    await remove(engine, name);
    throw error;
  } finally {
    over.abort();
  }
}

/** A container that is published where we want it: testcontainers itself publishes on every interface. */
function published(
  { GenericContainer }: Testcontainers,
  { backend, bind }: RungContext,
  onCreated: (id: string) => void,
): GenericContainer {
  const { image, port } = backend.container;
  class Published extends GenericContainer {
    protected override beforeContainerCreated(): Promise<void> {
      const binding = { HostIp: bind?.host ?? '127.0.0.1', HostPort: bind ? String(bind.port) : '' };
      this.hostConfig.PortBindings = { [`${port}/tcp`]: [binding] };
      return Promise.resolve();
    }

    protected override containerCreated(id: string): Promise<void> {
      onCreated(id);
      return Promise.resolve();
    }
  }
  return new Published(image).withExposedPorts(port);
}

/** Waits, in testcontainers' terms, for the server's own protocol; and the address at which it spoke it. */
function readiness(
  backend: Backend,
  host: string,
  signal: AbortSignal,
): { strategy: WaitStrategy; address: Promise<Address> } {
  const { promise, resolve } = Promise.withResolvers<Address>();
  const strategy: WaitStrategy = {
    async waitUntilReady(_container, ports) {
      const address = { host, port: ports.getBinding(backend.container.port) };
      const deadline = AbortSignal.timeout(readyMs);
      try {
        await untilReady(backend, address, AbortSignal.any([signal, deadline]));
      } catch (error) {
        if (!deadline.aborted) throw error;
        const late = `${backend.title} in its container did not answer within ${readyMs / 1000} seconds.`;
        throw new Error(late, { cause: error });
      }
      resolve(address);
    },
    withStartupTimeout: () => strategy,
    isStartupTimeoutSet: () => true,
    getStartupTimeout: () => readyMs,
  };
  return { strategy, address: promise };
}

/** When a container that was just created ends by itself: why, in the last words of its log. */
async function endOf(engine: Engine, id: string, signal: AbortSignal): Promise<Error> {
  await engine.call('POST', `/containers/${id}/wait?condition=next-exit`, { signal });
  const log = await engine.call('GET', `/containers/${id}/logs?stdout=1&stderr=1&tail=5`, { signal });
  // each stretch of the log comes after 8 bytes that say how long it is and from where
  const printable = log.replaceAll(/[^\P{C}\n]+/gu, '').trim();
  return new Error(`The container ended at once: ${printable.split('\n').at(-1) || 'it printed nothing'}`);
}

async function remove(engine: Engine, name: string): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  await unlessGone(engine.call('DELETE', `/containers/${name}?force=1&v=1`, { signal }));
}

/** 304: already stopped; 404: gone; 409: about to be gone. */
async function unlessGone(answer: Promise<string>): Promise<string | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof EngineError && (error.status === 404 || error.status === 409)) return undefined;
    throw error;
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = () => reject(signal.reason as Error);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
