import { hostOf, isLocal, urlHost } from '../../../network.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import type { ConfigValues } from '../../provider.ts';

/** The namespace, and what it is used with. */
export interface Account {
  /** As messages to people name it. */
  readonly title: string;
  /** `shop.servicebus.windows.net`, or an emulator's. */
  readonly host: string;
  /** For the client; it holds the key. */
  readonly connection: string;
  /** Where entities are made, without TLS: an emulator has that apart. */
  readonly management: { readonly host: string; readonly port: number } | undefined;
}

/** Where the emulator listens, and makes entities, https://learn.microsoft.com/azure/service-bus-messaging/overview-emulator. */
const [emulatorAmqp, emulatorManagement] = [5672, 5300];

/**
 * Reads AZURE_SERVICE_BUS_NAMESPACE, AZURE_POLICY_NAME, AZURE_POLICY_KEY, and for an emulator AZURE_SERVICE_BUS_ENDPOINT
 * and AZURE_SERVICE_BUS_MANAGEMENT_PORT.
 * @throws CapabilityError where one is missing, or is not what it should be; the message repeats no key
 */
export function accountOf(configs: ConfigValues): Account {
  const host = namespaceOf(required(configs, 'AZURE_SERVICE_BUS_NAMESPACE'));
  const policy = required(configs, 'AZURE_POLICY_NAME');
  // a connection string is parts with ; between
  if (!/^[^\s;=]+$/.test(policy)) throw wrong('AZURE_POLICY_NAME is no name of a shared access policy.');
  const key = required(configs, 'AZURE_POLICY_KEY');
  if (!/^[A-Za-z0-9+/_-]+=*$/.test(key)) {
    throw wrong(
      'AZURE_POLICY_KEY is no key of a policy, which is base64. Take the key itself, not the connection string.',
    );
  }
  const login = `SharedAccessKeyName=${policy};SharedAccessKey=${key}`;
  const emulator = emulatorOf(configs);
  if (!emulator) {
    return {
      title: `Service Bus at ${host}`,
      host,
      connection: `Endpoint=sb://${host}/;${login}`,
      management: undefined,
    };
  }
  const port = configs['AZURE_SERVICE_BUS_MANAGEMENT_PORT']?.trim() ?? '';
  if (!/^\d{0,5}$/.test(port) || Number(port) > 65_535)
    throw wrong('AZURE_SERVICE_BUS_MANAGEMENT_PORT is no port. Write it as "5300".');
  const at = urlHost(emulator.host);
  return {
    title: `Service Bus at ${at}:${emulator.port}`,
    host: at,
    connection: `Endpoint=sb://${at}:${emulator.port};${login};UseDevelopmentEmulator=true`,
    management: { host: at, port: port === '' ? emulatorManagement : Number(port) },
  };
}

/**
 * Where an emulator listens, as AZURE_SERVICE_BUS_ENDPOINT says it.
 * @throws CapabilityError where that is no address, or none on this machine
 */
export function emulatorOf(
  configs: ConfigValues,
): { readonly host: string; readonly port: number } | undefined {
  const endpoint = configs['AZURE_SERVICE_BUS_ENDPOINT']?.trim() ?? '';
  if (endpoint === '') return undefined;
  const url = URL.parse(`amqp://${endpoint}`);
  if (!url || !/^(\[[\d:a-f]+\]|[\w.-]+)(:\d+)?$/i.test(endpoint))
    throw wrong('AZURE_SERVICE_BUS_ENDPOINT is no address of an emulator. Write it as localhost:5672.');
  if (!isLocal(hostOf(url))) {
    throw wrong(
      'AZURE_SERVICE_BUS_ENDPOINT is not on this machine, and an emulator is spoken to without encryption. Leave it out for a namespace of Azure.',
    );
  }
  return { host: hostOf(url), port: url.port === '' ? emulatorAmqp : Number(url.port) };
}

/** Other clouds than the public one have their whole host name given. */
function namespaceOf(text: string): string {
  if (!/^[a-z][a-z0-9.-]*[a-z0-9]$/i.test(text)) {
    throw wrong(
      'AZURE_SERVICE_BUS_NAMESPACE is no name of a namespace: give what stands before .servicebus.windows.net.',
    );
  }
  return text.includes('.') ? text : `${text}.servicebus.windows.net`;
}

function required(configs: ConfigValues, key: string): string {
  const value = configs[key]?.trim() ?? '';
  if (value === '') throw wrong(`${key} is not set.`);
  return value;
}

function wrong(sentence: string): CapabilityError {
  return new CapabilityError('unexpected-error', sentence);
}
