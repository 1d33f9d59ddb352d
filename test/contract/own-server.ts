/** A server of the test's own, on a free port of 127.0.0.1; its connections end with it. */
import { once } from 'node:events';
import type net from 'node:net';

export interface OwnServer<S extends net.Server> extends AsyncDisposable {
  readonly server: S;
  readonly port: number;
}

export async function listen<S extends net.Server>(server: S): Promise<OwnServer<S>> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    port: (server.address() as net.AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
