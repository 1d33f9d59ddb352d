/** What of a guest's exports is its own, and no part of how it was built. */
import type { Guest } from './guest.ts';

/** Where a guest sets its servers up. */
export const serverInit = 'on-server-init';

/** The functions that it exports outside any interface and that are called by its own names for them: handlers of HTTP. */
export function ownFunctions({ kind, exports }: Pick<Guest, 'kind' | 'exports'>): readonly string[] {
  const names =
    kind === 'legacy'
      ? exports.flatMap(({ functions }) => functions)
      : exports
          .filter(({ name, functions }) => functions.length === 0 && !name.includes(':'))
          .map(({ name }) => name);
  return names.filter(isOwn);
}

/** False for what tools export, such as `_start` and `canonical_abi_free`, and for what has a name of slight's. */
export function isOwn(name: string): boolean {
  return name !== serverInit && !/^(_|canonical_abi_|cabi_)/.test(name);
}
