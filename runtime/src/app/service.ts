/** What a guest does when it is run: it ends by itself, or it serves HTTP. */
import type { Guest } from '../guest/guest.ts';

export type Service =
  /** It says which function of its own answers which route, in `on-server-init`. */
  | { readonly by: 'routes' }
  /** One function answers all: `handle` of wasi:http/incoming-handler, under the name that it exports it by. */
  | { readonly by: 'handler'; readonly interface: string };

/** The function that sets the routes up. */
export const routesInit = 'on-server-init';

const incomingHandler = /^wasi:http\/incoming-handler@0\.2\./;

/** What the guest can serve HTTP by; undefined where it cannot. */
export function serviceOf({ exports }: Pick<Guest, 'exports'>): Service | undefined {
  if (
    exports.some(
      ({ name, functions }) => name === routesInit || (name === '' && functions.includes(routesInit)),
    )
  )
    return { by: 'routes' };
  const handler = exports.find(({ name }) => incomingHandler.test(name));
  return handler && { by: 'handler', interface: handler.name };
}
