/** An app that serves HTTP: requests come in, and an instance of the guest answers each. */
import { answerByHandler } from '../hosts/http/wasi/answer.ts';
import { listen } from '../http/server.ts';
import type { Listening } from '../http/server.ts';
import type { Handler } from '../ports/http.ts';
import type { App, InstanceIo } from './app.ts';
import { freshInstances, keptInstances } from './pool.ts';
import { routesHandler } from './routes/answer.ts';
import type { Service } from './service.ts';
import { setUp } from './set-up.ts';

export interface ServeOptions {
  /** Where to listen, in the place of what the guest says. */
  readonly listen?: Address;
  /** How long requests may go on once no more are taken, in milliseconds. */
  readonly grace: number;
  /** Called when the guest is set up. What it gives is aborted when no more requests are to be taken. */
  readonly drain: () => AbortSignal;
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
 * @returns the exit code: 0, or that of a main function that wanted nothing served or failed
 * @throws Mistake where it cannot be served; GuestTrap where the guest traps before it is
 */
export async function serve(app: App, service: Service, options: ServeOptions): Promise<number> {
  const { drain, grace, listening } = options;
  await using stack = new AsyncDisposableStack();
  const { code, doors } = await open(app, service, options.io, stack);
  if (code !== 0 || doors.length === 0) return code;
  const ending = drain();
  const all: Listening[] = [];
  for (const { address, handler } of doors) {
    const one = stack.use(await listen({ ...(options.listen ?? address), handler }));
    all.push(one);
    listening(one.url);
  }
  await aborted(ending);
  await Promise.all(all.map((one) => one.close(grace)));
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
  io: InstanceIo,
  stack: AsyncDisposableStack,
): Promise<{ readonly code: number; readonly doors: readonly Door[] }> {
  const make = () => app.instantiate(io);
  if (service.by === 'handler') {
    const pool = stack.use(keptInstances(make));
    const handler: Handler = (exchange) =>
      answerByHandler(exchange, (args) =>
        pool.use((instance) => instance.call(service.interface, 'handle', args)),
      );
    return { code: 0, doors: [{ address: usual, handler }] };
  }
  const { code, sites } = await setUp(app, service, io);
  const pool = stack.use(freshInstances(make));
  const doors = sites.map(({ port, routes }) => ({
    // on this machine alone, whatever the guest says
    address: { host: usual.host, port },
    handler: routesHandler(routes, pool),
  }));
  return { code, doors };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
