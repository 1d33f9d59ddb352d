/** What a guest does when it is run: it ends by itself, or it serves HTTP, handles messages, or does both. */
import { rowOf } from '@slight/slightfile/interfaces.ts';
import type { Guest } from '../guest/guest.ts';
import { serverInit } from '../guest/own-functions.ts';
import { handlerAmong } from '../hosts/messaging/handlers.ts';
import type { MessageHandler } from '../hosts/messaging/handlers.ts';

type Facts = Pick<Guest, 'exports' | 'imports'>;

/** What of a guest is called from outside. */
export interface Services {
  readonly http: Service | undefined;
  readonly messages: MessageHandler | undefined;
}

/** @param isWanted whether its user wants that: whether the slightfile declares it. @returns undefined where it is a program alone */
export function servicesOf(
  guest: Facts,
  isWanted: (kind: 'http' | 'messaging') => boolean = () => true,
): Services | undefined {
  const http = isWanted('http') ? serviceOf(guest) : undefined;
  const messages = isWanted('messaging') ? handlerAmong(guest.exports) : undefined;
  return http || messages ? { http, messages } : undefined;
}

export type Service =
  /** It says which function of its own answers which route: in `on-server-init`, or in its main function. */
  | { readonly by: 'routes'; readonly in: 'init' | 'main' }
  /** One function answers all: `handle` of wasi:http/incoming-handler, under the name that it exports it by. */
  | { readonly by: 'handler'; readonly interface: string };

const incomingHandler = /^wasi:http\/incoming-handler@0\.2\./;

/** What the guest can serve HTTP by; undefined where it cannot. */
export function serviceOf({ exports, imports }: Facts): Service | undefined {
  if (
    exports.some(
      ({ name, functions }) => name === serverInit || (name === '' && functions.includes(serverInit)),
    )
  )
    return { by: 'routes', in: 'init' };
  const handler = exports.find(({ name }) => incomingHandler.test(name));
  if (handler) return { by: 'handler', interface: handler.name };
  // guests of slight 0.2 had no other place for it
  return imports.some(({ name }) => isRouting(name)) ? { by: 'routes', in: 'main' } : undefined;
}

/** True for what has routers and servers, of every generation; not for the types of what they pass. */
function isRouting(name: string): boolean {
  const { host, capability } = rowOf(name) ?? {};
  return host === 'http/router' && capability === 'http';
}
