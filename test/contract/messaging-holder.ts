/**
 * A run that holds the first message of each kind of subscription until it is killed: `RESOURCE FOLDER PORT PASSWORD`, of a
 * broker of messaging-faults.test.ts.
 */
import { openMosquitto } from '@slight/runtime/providers/messaging/mosquitto.ts';
import { openNats } from '@slight/runtime/providers/messaging/nats.ts';
import type { Broker } from './messaging-asserts.ts';

/** Opens the name `broker`, as runs of the app in that folder do. */
export function openBroker(
  resource: string,
  folder: string,
  port: string,
  password: string,
): Promise<Broker> {
  const context = { signal: new AbortController().signal, folder };
  if (resource === 'messaging.nats')
    return openNats('broker', { NATS_URL: `nats://slight:${password}@127.0.0.1:${port}` }, context);
  const login = { MOSQUITTO_USERNAME: 'slight', MOSQUITTO_PASSWORD: password };
  return openMosquitto('broker', { ...login, MOSQUITTO_HOST: '127.0.0.1', MOSQUITTO_PORT: port }, context);
}

if (import.meta.main) {
  const [resource = '', folder = '', port = '', password = ''] = process.argv.slice(2);
  const broker = await openBroker(resource, folder, port, password);
  const all = [
    await broker.subscribe('topic'),
    await broker.subscribe('topic', { group: 'g' }),
    await broker.queue(),
  ];
  process.stdout.write('subscribed\n');
  const never = new AbortController().signal;
  for (const one of all) await one.receive(never);
  process.stdout.write('held\n');
}
