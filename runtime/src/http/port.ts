/** The port that a server listens on: which it gets, and why it does not get one. */
import type { AddressInfo, Server } from 'node:net';
import { Mistake } from '../mistake.ts';
import { urlHost } from '../network.ts';
import { holderOf } from './holder.ts';

export interface Place {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  /** Where the port is taken, the next one that is free. */
  readonly auto?: boolean;
  /** Other processes listen on the same port, each in its turn. Not every system can. */
  readonly shared?: boolean;
}

/**
 * Has a server listen.
 * @returns the port
 * @throws Mistake where the system refuses it
 */
export async function listenAt(server: Server, place: Place): Promise<number> {
  const { host, shared = false } = place;
  let { port } = place;
  for (;;) {
    try {
      await attempt(server, { host, port, reusePort: shared });
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE' || !place.auto || port === 65_535)
        throw await refused(error, host, port);
      port++;
    }
  }
}

function attempt(
  server: Server,
  where: { readonly host: string; readonly port: number; readonly reusePort: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function refused(error: unknown, host: string, port: number): Promise<unknown> {
  const sentence = await sentenceOf(codeOf(error), `${urlHost(host)}:${port}`, host, port);
  return sentence === undefined ? error : new Mistake('usage', sentence, { cause: error });
}

async function sentenceOf(
  code: string | undefined,
  address: string,
  host: string,
  port: number,
): Promise<string | undefined> {
  switch (code) {
    case 'EADDRINUSE': {
      const holder = await holderOf(port);
      const by = holder ? `by ${holder.name} (process ${holder.pid})` : 'by another program';
      return `${address} is taken ${by}. End that, or take the next port that is free with --listen :auto.`;
    }
    case 'EACCES':
    case 'EPERM':
      return `You may not listen on ${address}: the system keeps it${port < 1024 ? ', as most ports below 1024,' : ''} for others. Choose another port with --listen.`;
    case 'EADDRNOTAVAIL':
      return `${host} is no address of this machine, so nothing can listen there. Choose another with --listen.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host ${host}, so nothing can listen there. Choose another with --listen.`;
    case 'EAFNOSUPPORT':
      return `This machine has no addresses of the kind of ${host}. Choose another with --listen.`;
    case 'ENOTSUP':
    case 'EINVAL':
      return `This system does not let several processes listen on ${address}.`;
    default:
      return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
