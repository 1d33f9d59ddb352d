/**
 * A server of the tests that speaks what the client of messaging.azsbus does: AMQP 1.0 as Service Bus has it (`$cbs`,
 * `$management`, peek-lock, https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide), and
 * beside it the management of entities over HTTP. As the emulator, without TLS.
 */
import { once } from 'node:events';
import http from 'node:http';
import type net from 'node:net';
import type { FaultyServer } from './faulty-server.ts';
import { amqpOf } from './service-bus-amqp.ts';
import type { AmqpServer, Refusal } from './service-bus-amqp.ts';
import { answerManagement } from './service-bus-http.ts';
import { isSigned, policy } from './service-bus-login.ts';
import { Entities } from './service-bus-entities.ts';

export interface ServiceBus extends FaultyServer, Pick<AmqpServer, 'end'> {
  readonly configs: (key?: string) => Readonly<Record<string, string>>;
  readonly entities: Entities;
  /** What the policy may do: to manage is to make queues, topics and subscriptions. */
  readonly allowed: { manage: boolean };
  readonly refusal: Refusal;
}

export async function startServiceBus(): Promise<ServiceBus> {
  const entities = new Entities();
  const allowed = { manage: true };
  const refusal: Refusal = { condition: undefined };
  const sockets = new Set<net.Socket>();
  let isPaused = false;
  let amqp: AmqpServer | undefined;
  const keep = (socket: net.Socket) => {
    sockets.add(socket);
    socket.setNoDelay();
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    if (isPaused) socket.pause();
  };
  let [amqpPort, httpPort] = [0, 0];
  let servers: net.Server[] = [];
  const listen = async (server: net.Server, port: number) => {
    server.on('connection', keep);
    if (!server.listening) {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    }
    servers.push(server);
    return (server.address() as net.AddressInfo).port;
  };
  const start = async () => {
    amqp = amqpOf(entities, refusal);
    // as long as Service Bus says that it waits for a sign of life
    const listener = amqp.container.listen({ port: amqpPort, host: '127.0.0.1', idle_time_out: 240_000 });
    await once(listener, 'listening');
    amqpPort = await listen(listener, amqpPort);
    httpPort = await listen(
      http.createServer((request, response) => {
        const token = request.headers.authorization ?? '';
        void answerManagement(request, response, entities, isSigned(token) && allowed.manage);
      }),
      httpPort,
    );
  };
  const stop = async () => {
    const left = servers;
    servers = [];
    const closed = left.map((server) => once(server, 'close'));
    for (const server of left) server.close();
    // with an error, as rhea hears of no other end, and keeps what it holds of the connection
    for (const socket of sockets) socket.destroy(new Error('the server was stopped'));
    await Promise.all(closed);
  };
  await start();
  return {
    entities,
    allowed,
    refusal,
    start,
    stop,
    end: (what) => amqp?.end(what),
    configs: (key = policy.key) => ({
      AZURE_SERVICE_BUS_NAMESPACE: 'tests',
      AZURE_SERVICE_BUS_ENDPOINT: `127.0.0.1:${amqpPort}`,
      AZURE_SERVICE_BUS_MANAGEMENT_PORT: String(httpPort),
      AZURE_POLICY_NAME: policy.name,
      AZURE_POLICY_KEY: key,
    }),
    pause() {
      isPaused = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      isPaused = false;
      for (const socket of sockets) socket.resume();
    },
    [Symbol.asyncDispose]: stop,
  };
}
