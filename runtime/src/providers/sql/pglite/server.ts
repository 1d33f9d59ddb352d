/**
 * One database of PGlite, for all who know its token: it has one session, so its clients take turns, and one within a
 * transaction keeps it until that is over.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Engine } from './engine.ts';
import {
  firstMessage,
  isGoodbye,
  isOpenAfter,
  parametersOf,
  query,
  ready,
  refusal,
  requests,
  unitLength,
  welcome,
} from './protocol.ts';

export interface PgliteServer extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** The database that a client must ask for. */
  readonly token: string;
}

interface Client {
  readonly socket: Socket;
  readonly processId: number;
  readonly key: number;
}

interface Turn {
  readonly client: Client;
  readonly unit: Buffer;
}

/** In the words of Postgres. */
const cancelled = refusal('ERROR', '57014', 'canceling statement due to user request');

export async function serveEngine(engine: Engine): Promise<PgliteServer> {
  const token = randomBytes(24).toString('hex');
  const clients = new Set<Client>();
  const waiting: Turn[] = [];
  let running: Turn | undefined;
  /** Who is within a transaction. */
  let holder: Client | undefined;

  const next = () => {
    if (running) return;
    const at = holder ? waiting.findIndex(({ client }) => client === holder) : 0;
    const [turn] = at < 0 ? [] : waiting.splice(at, 1);
    if (!turn) return;
    running = turn;
    void take(turn).finally(() => {
      running = undefined;
      next();
    });
  };

  const take = async ({ client, unit }: Turn) => {
    const sent: { tail?: Uint8Array } = {};
    try {
      await engine.run(unit, (bytes) => {
        if (bytes.length === 0) return;
        sent.tail = bytes;
        if (client.socket.writable) client.socket.write(bytes);
      });
      const isOpen = isOpenAfter(sent.tail ?? ready);
      holder = isOpen ? client : undefined;
      if (isOpen && client.socket.destroyed) rollBack(client);
    } catch {
      // what was open is rolled back; what part of an answer there is may end within a message
      holder = undefined;
      if (sent.tail) client.socket.destroy();
      else if (client.socket.writable) client.socket.write(Buffer.concat([cancelled, ready]));
    }
  };

  const rollBack = (client: Client) => {
    waiting.unshift({ client, unit: query('ROLLBACK') });
    next();
  };

  const cancel = (processId: number, key: number) => {
    const isMeant = ({ client }: Turn) => client.processId === processId && client.key === key;
    if (running && isMeant(running)) {
      engine.interrupt();
      return;
    }
    const at = waiting.findIndex(isMeant);
    const [turn] = at < 0 ? [] : waiting.splice(at, 1);
    turn?.client.socket.write(Buffer.concat([cancelled, ready]));
  };

  const server = createServer((socket) => {
    let client: Client | undefined;
    let left = Buffer.alloc(0);
    const greet = () => {
      const first = firstMessage(left);
      if (!first) return;
      left = left.subarray(first.length);
      if (first.code === requests.cancel) {
        cancel(first.body.readInt32BE(0), first.body.readInt32BE(4));
        socket.end();
      } else if (first.code === requests.ssl || first.code === requests.gss) {
        socket.write('N');
        greet();
      } else if (parametersOf(first.body).get('database') !== token) {
        socket.end(refusal('FATAL', '28000', 'this database is of another run'));
      } else {
        client = { socket, processId: randomInt(1, 2 ** 31), key: randomInt(1, 2 ** 31) };
        clients.add(client);
        socket.write(welcome(client.processId, client.key));
      }
    };
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      left = left.length === 0 ? bytes : Buffer.concat([left, bytes]);
      if (!client) greet();
      if (!client) return;
      for (let length = unitLength(left); length > 0; length = unitLength(left)) {
        const unit = left.subarray(0, length);
        left = left.subarray(length);
        if (isGoodbye(unit)) socket.end();
        else waiting.push({ client, unit });
      }
      next();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const gone = client;
      if (!gone) return;
      clients.delete(gone);
      for (let at = waiting.length - 1; at >= 0; at--)
        if (waiting[at]?.client === gone) waiting.splice(at, 1);
      if (holder === gone && running?.client !== gone) rollBack(gone);
    });
    // a client that waits keeps its own process
    socket.unref();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    token,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const { socket } of clients) socket.destroy();
      await engine[Symbol.asyncDispose]();
    },
  };
}
