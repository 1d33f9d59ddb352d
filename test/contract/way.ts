/** A way to a server that can be cut so that neither end is told: its connections are half open then. */
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { listen } from './own-server.ts';

export interface Way extends AsyncDisposable {
  /** Of 127.0.0.1: what comes here goes to the server. */
  readonly port: number;
  /** Nothing passes over the connections that there are, and they stay open; those that are made from now on are whole. */
  cut(): void;
}

export async function startWay(to: number): Promise<Way> {
  const onward = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  const here = await listen(
    createServer((from) => {
      const on = connect(to, '127.0.0.1');
      onward.add(on);
      pairs.add([from, on]);
      on.on('error', () => from.destroy());
      from.on('close', () => on.destroy());
      from.pipe(on).pipe(from);
    }),
  );
  return {
    port: here.port,
    cut() {
      for (const [from, on] of pairs) {
        from.unpipe(on);
        on.unpipe(from);
        // what one end still says is read and goes nowhere
        from.resume();
        on.resume();
      }
      pairs.clear();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of onward) socket.destroy();
      await here[Symbol.asyncDispose]();
    },
  };
}
