/** What a guest that routes by slight's own contract wants served: it says so once, before the first request. */
import { serverInit } from '../guest/own-functions.ts';
import { WitError } from '../hosts/values.ts';
import { CapabilityError } from '../ports/errors.ts';
import type { Route, Serve } from '../ports/http.ts';
import type { App, InstanceIo } from './app.ts';
import { lostHandler } from './routes/handlers.ts';
import type { Service } from './service.ts';
import { SetUpFailure } from './set-up-failure.ts';

/** An address, and what is served there. */
export interface Site {
  /** As the guest gives it: `0.0.0.0`. */
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  readonly routes: readonly Route[];
}

export interface SetUp {
  /** Empty where its main function wants nothing served. */
  readonly sites: readonly Site[];
  /** What the guest's main function ended with; 0 where none was run. */
  readonly code: number;
}

/**
 * Has the guest say what it serves, in an instance of its own.
 * @throws SetUpFailure; GuestTrap where it traps
 */
export async function setUp(
  app: App,
  service: Extract<Service, { by: 'routes' }>,
  io: InstanceIo,
): Promise<SetUp> {
  const asked = new Set<Asked>();
  const serve: Serve = (address, routes) => {
    const one = { ...addressOf(address), routes };
    const taken = [...asked].some(({ host, port }) => port !== 0 && host === one.host && port === one.port);
    if (taken) throw new CapabilityError('unexpected-error', `${address} has a server already`);
    asked.add(one);
    return { stop: () => void asked.delete(one) };
  };
  await using instance = await app.instantiate({ ...io, serve });
  let code = 0;
  if (service.in === 'main') code = await instance.run();
  else await init(() => instance.call('', serverInit, []));
  if (service.in === 'init' && asked.size === 0) {
    throw new SetUpFailure(
      `The guest has nothing that is to be served: its ${serverInit} returned without a call of server.serve, or has stopped what it had begun.`,
    );
  }
  const sites = [...asked].map(({ routes, ...at }) => ({ ...at, routes: routes() }));
  const lost = sites.map(({ routes }) => lostHandler(app.guest, routes)).find((one) => one !== undefined);
  if (lost !== undefined) throw new SetUpFailure(lost);
  return { code, sites };
}

interface Asked extends Omit<Site, 'routes'> {
  readonly routes: () => readonly Route[];
}

async function init(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof WitError)) throw error;
    throw new SetUpFailure(`The guest could not set its server up: ${error.message}`);
  }
}

/** @throws CapabilityError where the text is no address */
function addressOf(text: string): Pick<Site, 'host' | 'port'> {
  const {
    v6,
    host = v6,
    port,
  } = /^(?:\[(?<v6>[\da-fA-F:.]+)\]|(?<host>[\w.-]+)):(?<port>\d{1,5})$/.exec(text)?.groups ?? {};
  if (host === undefined || Number(port) > 65535) {
    throw new CapabilityError(
      'invalid-url',
      `"${text}" is no address to serve at: give a host and a port, such as 0.0.0.0:3000`,
    );
  }
  return { host, port: Number(port) };
}
