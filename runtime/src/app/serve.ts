/** An app that serves HTTP: requests come in, and an instance of the guest answers each. */
import { answerByHandler } from '../hosts/http/wasi/answer.ts';
import { defaultLimits } from '../http/limits.ts';
import type { Limits } from '../http/limits.ts';
import type { Certificate } from '../http/node-server.ts';
import { listen } from '../http/server.ts';
import type { Listening } from '../http/server.ts';
import { Mistake } from '../mistake.ts';
import type { Handler } from '../ports/http.ts';
import type { Trace } from '../trace/trace.ts';
import { placeOf, usual } from './address.ts';
import type { Address, Listen } from './address.ts';
import type { App, InstanceIo } from './app.ts';
import { atWork } from './at-work.ts';
import { freshInstances, keptInstances } from './pool.ts';
import type { PoolOptions } from './pool.ts';
import { createRequests } from './requests.ts';
import type { Requests } from './requests.ts';
import { routesHandler } from './routes/answer.ts';
import { createBodies } from './routes/bodies.ts';
import type { Service } from './service.ts';
import { ClientPatience } from './stay.ts';
import { setUp } from './set-up.ts';
import type { Stop } from './stop.ts';

/** What the user says of how an app is served. */
export interface Serving {
  readonly listen?: Listen;
  /** How long requests may go on once no more are taken, in milliseconds. */
  readonly grace: number;
  /** How long the guest may take for a request besides its client's own time, in milliseconds; absent: as long as it likes. */
  readonly timeout?: number;
  /** How many instances of it there may be, and how many requests may wait for one. */
  readonly pool?: Pick<PoolOptions, 'instances' | 'waiting'>;
  readonly limits: Partial<Limits>;
  /** The origins whose pages may read the answers (http/cors.ts). */
  readonly cors?: readonly string[];
  /** Absent: over HTTP. */
  readonly tls?: Certificate;
}

export interface ServeOptions extends Serving {
  readonly io: InstanceIo;
  readonly trace: Trace;
  readonly stop: Stop;
}

/** How long the last requests may take to end once their connections have, in milliseconds. */
const tellingTime = 1_000;

/**
 * Serves until it is to end.
 * @returns the exit code: 0, or that of a main function that wanted nothing served or failed
 * @throws Mistake where it cannot be served; GuestTrap where the guest traps before it is; the reason of the signal
 *   where it is to end at once
 */
export async function serve(app: App, service: Service, options: ServeOptions): Promise<number> {
  const { listen: wanted, grace, trace, stop, limits, cors, tls } = options;
  await using stack = new AsyncDisposableStack();
  const requests = createRequests(trace, { honours: app.declares('http-client') });
  const { code, doors } = await open(app, service, options, requests, stack);
  if (code !== 0 || doors.length === 0) return code;
  stack.defer(() => requests.over(tellingTime));
  requireOnePort(doors, wanted);
  const drain = stop.drain();
  const { observe, refused } = requests;
  const how = { limits, observe, refused, ...(cors && { cors }), ...(tls && { tls }) };
  const all: Listening[] = [];
  const cut = () => {
    for (const one of all) one.cut();
  };
  // before the instances have ended: what they say then is no answer
  stop.signal.addEventListener('abort', cut);
  stack.defer(() => stop.signal.removeEventListener('abort', cut));
  for (const [index, { address, handler }] of doors.entries()) {
    const { asked, isFound, ...place } = placeOf(address, wanted, index);
    const one = stack.use(await listen({ ...how, ...place, handler }));
    all.push(one);
    trace.emit({
      type: 'listening',
      url: one.url,
      ...(isFound && { found: true }),
      ...(asked !== undefined && { asked }),
    });
  }
  await aborted(drain);
  trace.emit({ type: 'draining', requests: requests.underWay });
  await Promise.race([Promise.all(all.map((one) => one.close(grace))), aborted(stop.signal)]);
  stop.signal.throwIfAborted();
  return 0;
}

/** Where requests come in, and who answers them. */
interface Door {
  readonly address: Address;
  readonly handler: Handler;
}

async function open(
  app: App,
  service: Service,
  { io, timeout, pool: most, limits }: ServeOptions,
  requests: Requests,
  stack: AsyncDisposableStack,
): Promise<{ readonly code: number; readonly doors: readonly Door[] }> {
  const work = atWork((exchange, failure) => requests.failed(exchange, failure));
  if (service.by === 'handler') {
    const pool = stack.use(keptInstances(() => work.make(app, io), most));
    const handler: Handler = (exchange) =>
      answerByHandler(exchange, (args) =>
        pool.use(
          (instance) => {
            work.begins(instance, exchange);
            return instance.call(service.interface, 'handle', args);
          },
          new ClientPatience(exchange, timeout),
        ),
      );
    return { code: 0, doors: [{ address: usual, handler }] };
  }
  const { code, sites } = await setUp(app, service, io);
  const bodies = createBodies(limits.bodies ?? defaultLimits.bodies);
  const pool = stack.use(freshInstances(() => work.make(app, { ...io, resets: true }), most));
  const doors = sites.map(({ host, port, routes }) => ({
    address: { host, port },
    handler: routesHandler(routes, pool, bodies, work.begins, timeout),
  }));
  return { code, doors };
}

/** @throws Mistake where one port is to be that of several servers */
function requireOnePort(doors: readonly Door[], listen: Listen | undefined): void {
  if (doors.length < 2 || typeof listen?.port !== 'number' || listen.port === 0) return;
  throw new Mistake(
    'usage',
    `The guest serves at ${doors.length} addresses, and --listen names the port of one. Leave the port out, or write auto for it.`,
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
