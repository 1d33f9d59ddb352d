/** A broker of Kafka for the tests, in their own process: one node, in memory, over which it may be stopped and go on. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { Writer } from '@platformatic/kafka';
import type { FaultyServer } from '../faulty-server.ts';
import { openGroups } from './groups.ts';
import type { Groups } from './groups.ts';
import { openLog } from './log.ts';
import type { Log, LogOptions } from './log.ts';
import { openLogin } from './login.ts';
import { codes, serveConnection, versions } from './wire.ts';
import type { Asked, Name } from './wire.ts';

export interface KafkaServer extends FaultyServer {
  readonly port: number;
  readonly log: Log;
  readonly groups: Groups;
  /** Hears nothing more on the connections that there are, and keeps them: what is between has forgotten them. */
  deafen(): void;
  /** How often each request came. */
  readonly asked: ReadonlyMap<Name, number>;
}

export interface KafkaOptions extends Partial<LogOptions> {
  /** Of the user `slight`; without it, nobody is asked. */
  readonly password?: string;
  /** The one way of logging in that it takes. */
  readonly mechanism?: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  /** In PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** What it calls itself. Default: where it is. */
  readonly advertised?: string;
}

const host = '127.0.0.1';

export async function startKafka(options: KafkaOptions = {}): Promise<KafkaServer> {
  const { password, mechanism = 'PLAIN', certificate, advertised = host } = options;
  const log = openLog({ partitions: 1, largest: 1_048_588, makes: true, ...options });
  const groups = openGroups();
  const asked = new Map<Name, number>();
  const sockets = new Set<net.Socket>();
  let isPaused = false;
  let port = 0;
  let server: net.Server;

  const answer = ({ name, client, reader }: Asked): Promise<Writer> | Writer | undefined => {
    switch (name) {
      case 'Metadata':
        return log.metadata(reader, { host: advertised, port });
      case 'CreateTopics':
        return log.create(reader);
      case 'Produce':
        return log.produce(reader);
      case 'ListOffsets':
        return log.listOffsets(reader);
      case 'Fetch':
        return log.fetch(reader);
      case 'FindCoordinator':
        return coordinator(
          reader.readInt8() === 0 ? reader.readArray((r) => r.readString(), true, false) : [],
        );
      case 'JoinGroup':
        return groups.join(reader, client);
      case 'DescribeGroups':
        return groups.describe(reader);
      case 'SyncGroup':
        return groups.sync(reader);
      case 'Heartbeat':
        return groups.heartbeat(reader);
      case 'LeaveGroup':
        return groups.leave(reader);
      case 'OffsetCommit':
        return groups.commit(reader);
      case 'OffsetFetch':
        return groups.fetchOffsets(reader);
    }
    return undefined;
  };
  const coordinator = (ids: readonly string[]) =>
    Writer.create()
      .appendInt32(0)
      .appendArray([...ids], (w, id) => {
        w.appendString(id).appendInt32(0).appendString(advertised).appendInt32(port);
        w.appendInt16(codes.none).appendString(null);
      })
      .appendTaggedFields();
  const serve = (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (isPaused) socket.pause();
    const login = password === undefined ? undefined : openLogin(mechanism, { user: 'slight', password });
    serveConnection(socket, (one) => {
      asked.set(one.name, (asked.get(one.name) ?? 0) + 1);
      if (one.name === 'ApiVersions') return versions(one);
      return login && !login.isDone ? login.answer(one) : answer(one);
    });
  };
  const start = async () => {
    server = certificate ? tls.createServer(certificate, serve) : net.createServer(serve);
    server.listen(port, host);
    await once(server, 'listening');
    ({ port } = server.address() as net.AddressInfo);
  };
  const stop = async () => {
    if (!server.listening) return;
    server.close();
    for (const one of sockets) one.destroy();
    await once(server, 'close');
  };

  await start();
  return {
    get port() {
      return port;
    },
    log,
    groups,
    asked,
    start,
    stop,
    deafen() {
      for (const one of sockets) one.pause();
    },
    pause() {
      isPaused = true;
      for (const one of sockets) one.pause();
    },
    resume() {
      isPaused = false;
      for (const one of sockets) one.resume();
    },
    async [Symbol.asyncDispose]() {
      await stop();
      groups[Symbol.dispose]();
    },
  };
}
