/** One connection to an MQTT broker. It is not made again where it breaks: who uses it finds out, and makes another. */
import type { IClientOptions, MqttClient } from 'mqtt';
import { CapabilityError } from '../../../ports/errors.ts';
import type { Deadlines } from '../../deadlines.ts';
import type { BrokerAddress } from './address.ts';
import { failure, lost, silence } from './failure.ts';

export interface Client extends AsyncDisposable {
  readonly mqtt: MqttClient;
  /** How large a packet the broker takes, in bytes. */
  readonly largest: number;
  isClosed: boolean;
  /** Does something with it that the broker is to answer; fails where it does not in time, or the connection breaks. */
  run<T>(work: (mqtt: MqttClient) => Promise<T>): Promise<T>;
}

export interface ClientOptions {
  readonly address: BrokerAddress;
  readonly deadlines: Deadlines;
  readonly signal: AbortSignal;
  readonly mqtt: Partial<IClientOptions>;
  /** Called before anything is received. */
  readonly prepare?: (mqtt: MqttClient) => void;
  /** Called when it is closed, for whatever reason. */
  readonly onClose?: () => void;
}

/** Something that the broker is to answer. */
interface Pending {
  /** By `performance.now`. Those of one connection have the same time to go, so the oldest is over first. */
  readonly until: number;
  readonly fail: (reason: unknown) => void;
}

/** @throws CapabilityError where the broker is away or refuses the login */
export async function connectClient(options: ClientOptions): Promise<Client> {
  const { address, deadlines, signal, prepare, onClose } = options;
  if (signal.aborted) throw new CapabilityError('connection-lost', 'The run has ended.');
  const { connect } = await import('./library.ts');
  const mqtt = connect({
    protocol: address.tls ? 'mqtts' : 'mqtt',
    host: address.host,
    port: address.port,
    protocolVersion: 5,
    reconnectPeriod: 0,
    connectTimeout: deadlines.connect,
    // in seconds; the broker gives up whoever says nothing for one and a half of it, as a guest that computes
    keepalive: Math.max(1, Math.ceil((deadlines.command * 6) / 1000)),
    manualConnect: true,
    resubscribe: false,
    ...(address.username !== undefined && { username: address.username }),
    ...(address.password !== undefined && { password: address.password }),
    ...options.mqtt,
  });
  prepare?.(mqtt);
  const { promise: closed, resolve: close } = Promise.withResolvers<undefined>();
  /**
   * What is under way, the oldest first, and fails where the connection breaks. A race with `closed` would keep something
   * of each call.
   */
  const pending = new Set<Pending>();
  let overdue: NodeJS.Timeout | undefined;
  let fault: unknown;
  mqtt.on('error', (error) => (fault ??= error));
  const abort = () => mqtt.end(true);
  signal.addEventListener('abort', abort, { once: true });
  mqtt.on('close', () => {
    signal.removeEventListener('abort', abort);
    made.isClosed = true;
    close(undefined);
    clearTimeout(overdue);
    for (const { fail } of pending) fail(fault === undefined ? lost(address) : failure(fault, address));
    onClose?.();
    // its timers
    mqtt.end(true);
  });

  /** One timer for all: a timer a call costs a message as much as the rest of what is done here. */
  const watch = () => {
    overdue = undefined;
    const [oldest] = pending;
    if (!oldest || made.isClosed) return;
    const left = oldest.until - performance.now();
    if (left > 0) {
      overdue = setTimeout(watch, Math.ceil(left));
      // who waits does so by the connection
      overdue.unref();
      return;
    }
    oldest.fail(silence(address));
    // the next call shall not wait on this connection
    mqtt.end(true);
  };
  const inTime = <T>(work: Promise<T>, deadline: number): Promise<T> =>
    new Promise((resolve, reject) => {
      const fail = (reason: unknown) => {
        pending.delete(one);
        reject(failure(reason, address));
      };
      const one: Pending = { until: performance.now() + deadline, fail };
      pending.add(one);
      if (overdue === undefined) watch();
      work.then((value) => {
        pending.delete(one);
        resolve(value);
      }, fail);
    });

  const made = {
    mqtt,
    largest: Infinity,
    isClosed: false,
    run: <T>(work: (mqtt: MqttClient) => Promise<T>) => {
      if (made.isClosed) return Promise.reject(lost(address));
      return inTime(work(mqtt), deadlines.command);
    },
    async [Symbol.asyncDispose]() {
      if (made.isClosed) return;
      // what was accepted last goes out before the goodbye
      await Promise.race([mqtt.endAsync().catch(() => undefined), closed]);
    },
  };
  const connected = new Promise<undefined>((resolve) => {
    mqtt.once('connect', ({ properties }) => {
      made.largest = properties?.maximumPacketSize ?? Infinity;
      resolve(undefined);
    });
  });
  mqtt.connect();
  await inTime(connected, deadlines.connect);
  fault = undefined;
  return made;
}
