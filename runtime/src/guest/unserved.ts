/** What a guest is told that calls what nobody serves. Most guests import more than they call, so only the call fails. */
import { capabilityOf, isSystem, rowOf } from '@slight/slightfile/interfaces.ts';
import { servedLike } from '@slight/slightfile/served.ts';
import { GuestTrap } from './guest.ts';

/**
 * The end of a guest that called such a function: what it called, and what to do about it.
 * @param functionName absent where the guest imports the function outside any interface
 */
export function unservedCall(interfaceName: string, functionName?: string): GuestTrap {
  const called = functionName === undefined ? interfaceName : `${functionName} of ${interfaceName}`;
  return new GuestTrap(`The guest called ${called}. ${why(interfaceName)}`);
}

function why(name: string): string {
  const served = servedLike(name);
  if (served === name) return 'Slight has no such function in that interface: build the guest without it.';
  if (served !== undefined) return `Slight serves ${served}: build the guest with that version.`;
  const { removed, instead } = rowOf(name) ?? {};
  if (removed !== undefined) {
    const what =
      instead === undefined ? 'and nothing took its place: build the guest without it' : `but ${instead}`;
    return `Slight removed that interface in its version ${removed}, ${what}.`;
  }
  if (isSystem(name) || capabilityOf(name) !== undefined) {
    return 'This version of slight does not serve that: build the guest without it, or ask for it in an issue.';
  }
  return 'Slight knows nothing of that name: build the guest without it, or run it on the host that it was built for.';
}
