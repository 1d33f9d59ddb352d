/** Where an app that serves listens: what the user says, and else what the guest asks for, on this machine alone. */
import { isLocal, urlHost } from '../network.ts';

export interface Address {
  /** A name or an address; of IPv6 without its brackets. */
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
}

/** What the user says of it; what is absent is as the guest asks for. */
export interface Listen {
  readonly host?: string;
  /** `auto`: the one that the guest asks for, or the next that is free. */
  readonly port?: number | 'auto';
  /** Free ports that were chosen already: what 0 stands for, in the order of the app's addresses, as far as they go. */
  readonly chosen?: readonly number[];
}

/** Where to listen. */
export interface Place extends Address {
  /** Whether the next free port is taken where this one is not free. */
  readonly auto: boolean;
  /** Whether the port is one that nobody named: it is known when it is had. */
  readonly isFound: boolean;
  /** What the guest asked for, where that is more than it is given: an address that other machines reach. */
  readonly asked?: string;
}

/** What an app is served at whose guest does not say. */
export const usual: Address = { host: '127.0.0.1', port: 3000 };

/**
 * @param asked what the guest asks for
 * @param index which of the app's addresses it is
 */
export function placeOf(asked: Address, listen: Listen = {}, index = 0): Place {
  const host = listen.host ?? (isLocal(asked.host) ? asked.host : usual.host);
  const isMore = listen.host === undefined && !isLocal(asked.host);
  const auto = listen.port === 'auto';
  const port = listen.port === undefined || listen.port === 'auto' ? asked.port : listen.port;
  const isFound = auto || port === 0;
  return {
    host,
    port: port === 0 ? (listen.chosen?.[index] ?? 0) : port,
    auto,
    isFound,
    ...(isMore && { asked: `${urlHost(asked.host)}:${asked.port}` }),
  };
}
