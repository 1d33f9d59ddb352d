import { CapabilityError } from '../../../ports/errors.ts';
import type { ConfigValues } from '../../provider.ts';
import { urlHost } from '../../../network.ts';

/** The configs that say where the broker is, read. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
}

/** @throws CapabilityError where one of them cannot be meant */
export function brokerAddress(configs: ConfigValues): BrokerAddress {
  const {
    MOSQUITTO_HOST: host = '',
    MOSQUITTO_PORT: port = '',
    MOSQUITTO_TLS: tls = 'false',
    MOSQUITTO_USERNAME: username = '',
    MOSQUITTO_PASSWORD: password = '',
  } = configs;
  if (!/^[^\s/@]+$/.test(host.trim()))
    throw invalid('MOSQUITTO_HOST must be a host alone, such as localhost, without a scheme or a port.');
  const number = port.trim() === '' ? (tls === 'true' ? 8883 : 1883) : Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw invalid('MOSQUITTO_PORT must be a number from 1 to 65535.');
  if (tls !== 'true' && tls !== 'false') throw invalid('MOSQUITTO_TLS must be "true" or "false".');
  return {
    host: host.trim().replace(/^\[|\]$/g, ''),
    port: number,
    tls: tls === 'true',
    ...(username !== '' && { username }),
    ...(password !== '' && { password }),
  };
}

export function brokerAt({ host, port }: BrokerAddress): string {
  return `The MQTT broker at ${urlHost(host)}:${port}`;
}

function invalid(message: string): CapabilityError {
  return new CapabilityError('unexpected-error', message);
}
