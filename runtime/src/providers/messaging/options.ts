/** The configs that every messaging provider has. */
import { CapabilityError } from '../../ports/errors.ts';
import type { ConfigValues } from '../provider.ts';

export interface MessagingOptions {
  /** In milliseconds. */
  readonly receiveTimeout: number | undefined;
  /** Of subscriptions that name none. */
  readonly group: string | undefined;
}

/** The longest that a timer of Node's waits, in seconds. */
const longest = 2_147_483;

/** @throws CapabilityError where RECEIVE_TIMEOUT is no number of seconds */
export function messagingOptions(configs: ConfigValues): MessagingOptions {
  const { RECEIVE_TIMEOUT: timeout = '', CONSUMER_GROUP: group = '' } = configs;
  return { receiveTimeout: milliseconds(timeout.trim()), group: group.trim() || undefined };
}

function milliseconds(text: string): number | undefined {
  if (text === '') return undefined;
  const seconds = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > longest) {
    throw new CapabilityError(
      'unexpected-error',
      `RECEIVE_TIMEOUT is no whole number of seconds from 1 to ${longest}. Write it as "30", or leave it out to wait for as long as it takes.`,
    );
  }
  return seconds * 1000;
}
