/** What the slightfile does not let a guest ask of others, told to its user with what would allow it: each thing once a run. */
import type { Failure } from '../hosts/host.ts';
import type { Trace } from '../trace/trace.ts';

/** So many hosts are told of: a guest may think of any number. */
const most = 10;

/**
 * @param isDeclared whether the slightfile declares http-client, and so it is the host that is not allowed
 * @returns what is to be told of every error that a guest is given
 */
export function denials(trace: Trace, isDeclared: boolean): (failure: Failure) => void {
  const told = new Set<string>();
  return ({ case: errorCase, message }) => {
    if (errorCase !== 'denied' || told.has(message) || told.size === most) return;
    told.add(message);
    trace.emit(
      isDeclared
        ? {
            type: 'denied',
            message: `A request of the guest was not sent: ${message}. To allow it, add it there.`,
          }
        : {
            type: 'denied',
            message: `The guest may send no HTTP requests: ${message}. To allow them, add to it:`,
            lines: ['[[capability]]', 'resource = "http-client"', 'name = "*"'],
          },
    );
  };
}
