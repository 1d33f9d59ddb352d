/** The functions of a guest that routes name. */
import { list } from '@slight/text/words.ts';
import { ownFunctions } from '../../guest/own-functions.ts';
import type { Guest } from '../../guest/guest.ts';
import type { Route } from '../../ports/http.ts';

/** A handler's name as the guest exports it: `handle_hello` is `handle-hello`. */
export function exportOf(handler: string): string {
  return handler.replaceAll('_', '-');
}

/** What is told of a route that names a function which the guest does not export; undefined where there is none. */
export function lostHandler(
  guest: Pick<Guest, 'kind' | 'exports'>,
  routes: readonly Route[],
): string | undefined {
  const there = ownFunctions(guest);
  const lost = routes.find(({ handler }) => !there.includes(exportOf(handler)));
  if (!lost) return undefined;
  const { method, pattern, handler } = lost;
  const has = there.length === 0 ? 'exports no function that could be one' : `exports ${list(there)}`;
  return `${method} ${pattern} is to be answered by ${handler}, but the guest has no function ${exportOf(handler)}: it ${has}. Name one that is there, or export it.`;
}
