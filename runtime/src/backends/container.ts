/** The rung `container`: a server in a container of the machine's engine, started by testcontainers. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { GenericContainer, WaitStrategy } from 'testcontainers';
import { once } from '../once.ts';
import type { Address, Backend, ContainerLaunch } from './backend.ts';
import { shownAddress } from './engine-address.ts';
import type { Environment } from './engine-address.ts';
import { EngineError } from './engine.ts';
import type { Engine } from './engine.ts';
import { requireImage } from './image.ts';
import { patience, within } from './patience.ts';
import type { Patience } from './patience.ts';
import { reach } from './reach.ts';
import { failureOf, masked, Sentence } from './failure.ts';
import { declined, settlePassword, untilReady } from './rung.ts';
import type { Attempt, RungContext } from './rung.ts';
import { loadTestcontainers } from './testcontainers.ts';
import type { Testcontainers } from './testcontainers.ts';

const stopSeconds = 10;

/** The rung for one run: the engine is looked for, and testcontainers loaded, once and only when needed. */
export function containerRung(
  environment: Environment,
  signal: AbortSignal,
  { answerMs, ...limits }: Patience = patience,
): (context: RungContext) => Promise<Attempt> {
  const reached = once(() => reach(environment, signal, answerMs));
  const library = once((engine: Engine) => loadTestcontainers(engine));
  return async (context) => {
    const { backend, bind, progress } = context;
    if (bind?.host === '::1') return declined('A container is published on IPv4 addresses only, not on ::1.');
    const found = await reached();
    if (found.kind === 'none') return declined(found.reason);
    const { engine } = found;
    const { image } = backend.container;
    const launch = backend.container.launch(context.configs);
    try {
      const onPull = (fraction: number) => progress(`pulling ${image}`, fraction);
      await requireImage(engine, image, environment, signal, onPull, limits.callMs);
      progress('starting a container');
      const loaded = await within(library(engine), limits.callMs, signal, 'tell what it is');
      return { kind: 'started', ...(await start(engine, loaded, launch, context, limits)) };
    } catch (error) {
      signal.throwIfAborted();
      const sentence =
        error instanceof Sentence
          ? error.message
          : `The container engine at ${shownAddress(engine.address)} started no container: ${failureOf(error)}.`;
      return declined(masked(sentence, launch.secrets));
    }
  };
}

/** Stops a container, so that its server can put its data in order, and removes it; its volume stays. */
export async function stopContainer(engine: Engine, name: string, ms = patience.callMs): Promise<void> {
  const signal = AbortSignal.timeout(ms);
  await unlessGone(engine.call('POST', `/containers/${name}/stop?t=${stopSeconds}`, { signal }));
  await remove(engine, name, ms);
}

/** Whether a container of this name runs. */
export async function containerRuns(engine: Engine, name: string, signal: AbortSignal): Promise<boolean> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(patience.answerMs)]);
  const answer = await unlessGone(engine.call('GET', `/containers/${name}/json`, { signal: deadline }));
  return answer !== undefined && (JSON.parse(answer) as { State: { Running: boolean } }).State.Running;
}

async function start(
  engine: Engine,
  library: Testcontainers,
  launch: ContainerLaunch,
  context: RungContext,
  { callMs, startMs, readyMs }: Omit<Patience, 'answerMs'>,
): Promise<{ address: Address; isNew: boolean }> {
  const { backend, folder, name, workspace, signal, record } = context;
  const labels = {
    'dev.slight.workspace': workspace,
    'dev.slight.backend': backend.id,
    'dev.slight.state': folder.path,
  };
  await record({ rung: 'container', engine: engine.address, name });
  // there is one where its state was deleted while it ran
  await stopContainer(engine, name, callMs);
  const known = unlessGone(engine.call('GET', `/volumes/${name}`, { signal }));
  const isNew = (await within(known, callMs, signal, 'tell of its volumes')) === undefined;
  const forgotten = await settlePassword(context, `the volume ${name}`, isNew);
  if (forgotten !== undefined) throw new Sentence(forgotten);
  const volume = engine.call('POST', '/volumes/create', { signal, body: { Name: name, Labels: labels } });
  await within(volume, callMs, signal, 'make a volume');

  const over = new AbortController();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  const host = context.bind?.host ?? '127.0.0.1';
  const ready = readiness(backend, host, readyMs, AbortSignal.any([signal, over.signal]));
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
    const up = Promise.race([starting, ended.promise]);
    await within(up, startMs + readyMs, signal, 'start a container');
    return { address: await ready.address, isNew };
  } catch (error) {
    over.abort();
    await clearAway(engine, name, starting, callMs, isNew);
    throw error;
  } finally {
    over.abort();
  }
}

/**
 * testcontainers cannot be stopped: what it still makes is removed once it has given up, or the engine has.
 * @param isNew whether the volume is: then it goes too, since a server may have begun to lay its data out, and the next one
 *   would take the half of it for a whole
 */
async function clearAway(
  engine: Engine,
  name: string,
  starting: Promise<unknown>,
  patientMs: number,
  isNew: boolean,
): Promise<void> {
  const all = async () => {
    await remove(engine, name, patientMs);
    if (isNew) await removeVolume(engine, name, patientMs);
  };
  await all().catch(() => undefined);
  const over = starting.then(
    () => undefined,
    () => undefined,
  );
  const removed = over.then(all).catch(() => undefined);
  await Promise.race([removed, sleep(patientMs, undefined, { ref: false })]);
}

/** A container that is published where we want it: testcontainers itself publishes on every interface. */
function published(
  { GenericContainer }: Testcontainers,
  { backend, bind }: RungContext,
  onCreated: (id: string) => void,
): GenericContainer {
  const { image, port, user } = backend.container;
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
  const container = new Published(image).withExposedPorts(port);
  return user === undefined ? container : container.withUser(user);
}

/** Waits, in testcontainers' terms, for the server's own protocol; and the address at which it spoke it. */
function readiness(
  backend: Backend,
  host: string,
  readyMs: number,
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
        throw new Sentence(late, { cause: error });
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
  return new Sentence(`The container ended at once: ${printable.split('\n').at(-1) || 'it printed nothing'}`);
}

async function remove(engine: Engine, name: string, ms: number): Promise<void> {
  const signal = AbortSignal.timeout(ms);
  await unlessGone(engine.call('DELETE', `/containers/${name}?force=1&v=1`, { signal }));
}

async function removeVolume(engine: Engine, name: string, ms: number): Promise<void> {
  await unlessGone(engine.call('DELETE', `/volumes/${name}`, { signal: AbortSignal.timeout(ms) }));
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
