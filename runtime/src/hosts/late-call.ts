/** The way from hosts to what their guest exports: hosts are made first, and then the guest with them. */
import type { HostContext } from './host.ts';

type Called = Pick<HostContext, 'call'>;

export interface LateCall extends Called {
  /** Says whom the hosts call from now on. */
  bind(instance: Called): void;
}

export function lateCall(): LateCall {
  let bound: Called | undefined;
  return {
    call: async (...what) => {
      if (!bound) throw new Error('A host called its guest before that was instantiated.');
      return bound.call(...what);
    },
    bind: (instance) => void (bound = instance),
  };
}
