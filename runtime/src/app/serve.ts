/** An app that serves HTTP: requests come in, and an instance of the guest answers each. */
import { IncomingRequest, ResponseOutparam } from '../hosts/http/wasi-types.ts';
import { WitError } from '../hosts/values.ts';
import { listen } from '../http/server.ts';
import type { Listening } from '../http/server.ts';
import { Mistake } from '../mistake.ts';
import type { Handler, Route } from '../ports/http.ts';
import type { App, InstanceIo } from './app.ts';
import { freshInstances, keptInstances } from './pool.ts';
import type { Pool } from './pool.ts';
import { answerRoute } from './routes.ts';
import { routesInit } from './service.ts';
import type { Service } from './service.ts';

export interface ServeOptions {
  /** Where to listen, in the place of what the guest says. */
  readonly listen?: Address;
  /** How long requests may go on once no more are taken, in milliseconds. */
  readonly grace: number;
  /** Aborted when no more requests are to be taken. */
  readonly drain: AbortSignal;
  readonly io: InstanceIo;
  readonly listening: (url: string) => void;
}

export interface Address {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
}

/** Where an app is served that does not say so itself. */
const usual: Address = { host: '127.0.0.1', port: 3000 };

/**
 * Serves until it is to end.
 * @throws Mistake where it cannot be served
 */
export async function serve(app: App, service: Service, options: ServeOptions): Promise<void> {
  const { drain, grace, listening } = options;
  await using stack = new AsyncDisposableStack();
  const make = () => app.instantiate(options.io);
  const open: Listening[] = [];
  const begin = async (address: Address, handler: Handler): Promise<Listening> => {
    const one = stack.use(await listen({ ...(options.listen ?? address), handler }));
    open.push(one);
    listening(one.url);
    return one;
  };
  if (service.by === 'handler') {
    const pool = stack.use(keptInstances(make));
    await begin(usual, (exchange) =>
      pool.use(async (instance) => {
        const args = [new IncomingRequest(exchange), new ResponseOutparam(exchange)];
        await instance.call(service.interface, 'handle', args);
      }),
    );
  } else {
    const pool = stack.use(freshInstances(make));
    await setUp(app, options.io, (address, routes) => begin(address, handlerOf(routes, pool)));
  }
  await aborted(drain);
  await Promise.all(open.map((one) => one.close(grace)));
}

function handlerOf(routes: readonly Route[], pool: Pool): Handler {
  return (exchange) => answerRoute(exchange, routes, pool);
}

/** Has the guest say what it serves. */
async function setUp(
  app: App,
  io: InstanceIo,
  begin: (address: Address, routes: readonly Route[]) => Promise<Listening>,
): Promise<void> {
  await using instance = await app.instantiate({
    ...io,
    serve: async (address, routes) => {
      const one = await begin(addressOf(address), routes);
      return { stop: () => one.close(0) };
    },
  });
  try {
    await instance.call('', routesInit, []);
  } catch (error) {
    if (!(error instanceof WitError)) throw error;
    throw new Mistake('no-server', `The guest could not set its server up: ${error.message}.`);
  }
}

/** On this machine alone, whatever the guest says. */
function addressOf(text: string): Address {
  const port = /:(\d{1,5})$/.exec(text)?.[1];
  return { host: '127.0.0.1', port: Number(port ?? usual.port) };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
