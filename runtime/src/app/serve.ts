/** An app that serves: requests come in over HTTP, or messages of a broker, and an instance of the guest has each. */
import { answerByHandler } from '../hosts/http/wasi/answer.ts';
import { defaultLimits } from '../http/limits.ts';
import type { Limits } from '../http/limits.ts';
import type { Certificate } from '../http/node-server.ts';
import { listen } from '../http/server.ts';
import type { Listening } from '../http/server.ts';
import type { MessageHandler } from '../hosts/messaging/handlers.ts';
import { Mistake } from '../mistake.ts';
import { CapabilityError } from '../ports/errors.ts';
import type { Handler } from '../ports/http.ts';
import type { Trace } from '../trace/trace.ts';
import { placeOf, usual } from './address.ts';
import type { Address, Listen } from './address.ts';
import type { App, InstanceIo } from './app.ts';
import { atWork } from './at-work.ts';
import { freshInstances, keptInstances } from './pool.ts';
import type { Pool, PoolOptions } from './pool.ts';
import type { AtWork } from './at-work.ts';
import { handleMessages } from './handling.ts';
import type { Handling } from './handling.ts';
import { createMessages } from './messages.ts';
import type { Messages } from './messages.ts';
import { createRequests } from './requests.ts';
import { routesHandler } from './routes/answer.ts';
import { createBodies } from './routes/bodies.ts';
import type { Services } from './service.ts';
import { ClientPatience } from './stay.ts';
import { setUp } from './set-up.ts';
import { SetUpFailure } from './set-up-failure.ts';
import type { Stop } from './stop.ts';

/** What the user says of how an app is served. */
export interface Serving {
  readonly listen?: Listen;
  /** How long requests and messages may go on once no more are taken, in milliseconds. */
  readonly grace: number;
  /**
   * How long the guest may take for a request besides its client's own time, or for a message, in milliseconds; absent: as
   * long as it likes.
   */
  readonly timeout?: number;
  /**
   * How many instances of it there may be, and how many requests may wait for one. Where it says how many instances, as
   * many messages of a topic are handled at once; else one after the other, in their order.
   */
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
export async function serve(app: App, services: Services, options: ServeOptions): Promise<number> {
  const { listen: wanted, grace, trace, stop, limits, cors, tls } = options;
  await using stack = new AsyncDisposableStack();
  const work = atWork();
  const { lastFailure } = work;
  const requests = createRequests(trace, { honours: app.declares('http-client'), lastFailure });
  const messages = createMessages(trace, { lastFailure });
  const { code, doors, pool } = await open(app, services, options, work, stack);
  if (code !== 0 || (doors.length === 0 && !services.messages)) return code;
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
  const handling =
    services.messages && stack.use(await handle(app, services.messages, options, { work, messages, pool }));
  await aborted(drain);
  const counts = { requests: requests.underWay, ...(handling && { messages: messages.underWay }) };
  trace.emit({ type: 'draining', ...counts });
  const closing = [...all, ...(handling ? [handling] : [])].map((one) => one.close(grace));
  await Promise.race([Promise.all(closing).then(() => app.settled()), aborted(stop.signal)]);
  stop.signal.throwIfAborted();
  return 0;
}

/** @throws SetUpFailure where messages cannot be had */
async function handle(
  app: App,
  handler: MessageHandler,
  { trace, timeout, stop, pool: { instances: atOnce = 1 } = {} }: ServeOptions,
  means: { readonly work: AtWork; readonly messages: Messages; readonly pool: Pool },
): Promise<Handling> {
  try {
    const sources = await app.sources();
    return await handleMessages(sources, { handler, ...means, trace, atOnce, timeout, ended: stop.signal });
  } catch (error) {
    if (!(error instanceof CapabilityError)) throw error;
    throw new SetUpFailure(`The guest cannot be given messages: ${error.message}`);
  }
}

/** Where requests come in, and who answers them. */
interface Door {
  readonly address: Address;
  readonly handler: Handler;
}

/** What answers requests, and the instances that are kept, which messages have too. */
interface Opened {
  readonly code: number;
  readonly doors: readonly Door[];
  readonly pool: Pool;
}

async function open(
  app: App,
  { http }: Services,
  { io, timeout, pool: most, limits }: ServeOptions,
  work: AtWork,
  stack: AsyncDisposableStack,
): Promise<Opened> {
  const pool = stack.use(keptInstances(() => work.make(app, io), most));
  if (!http) return { code: 0, doors: [], pool };
  if (http.by === 'handler') {
    const handler: Handler = (exchange) =>
      answerByHandler(exchange, (args) =>
        pool.use(
          (instance) => {
            work.begins(instance, exchange);
            return instance.call(http.interface, 'handle', args);
          },
          new ClientPatience(exchange, timeout),
        ),
      );
    return { code: 0, doors: [{ address: usual, handler }], pool };
  }
  const { code, sites } = await setUp(app, http, io);
  const bodies = createBodies(limits.bodies ?? defaultLimits.bodies);
  const fresh = stack.use(freshInstances(() => work.make(app, { ...io, resets: true }), most));
  const doors = sites.map(({ host, port, routes }) => ({
    address: { host, port },
    handler: routesHandler(routes, fresh, bodies, work.begins, timeout),
  }));
  return { code, doors, pool };
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
