/** Addresses on this machine: how they are shown and bound, whether somebody listens, and a free port. */
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { urlHost } from '../network.ts';
import type { Address } from './backend.ts';

export { hostOf, isLocal, urlHost } from '../network.ts';

/** `127.0.0.1:6379`, for people. */
export function show({ host, port }: Address): string {
  return `${urlHost(host)}:${port}`;
}

/** The address to bind for one that a slightfile names: a server of ours listens on loopback and nowhere else. */
export function bindAddress({ host, port }: Address): Address {
  return { host: host.toLowerCase() === 'localhost' ? '127.0.0.1' : host, port };
}

/** Whether somebody accepts connections there. */
export function listens(address: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ ...address, signal });
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(false));
  });
}

/** A port of 127.0.0.1 that nobody uses at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
