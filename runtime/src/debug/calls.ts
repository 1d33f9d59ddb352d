/** What a call of a host is: what it goes to, and what it is called. */
import { capabilityOf } from '@slight/slightfile/interfaces.ts';
import { HostResource } from '../hosts/values.ts';
import type { WitError } from '../hosts/values.ts';
import type { Masking } from '../trace/masking/masking.ts';
import type { ShownError } from './stopped.ts';

/** Functions that ask nobody for anything: those of types alone, and what lets go of a handle. */
export function isOfNobody(interfaceName: string, name: string): boolean {
  return name.startsWith('[resource-drop]') || capabilityOf(interfaceName) === undefined;
}

/** What the guest opened that it calls, or is about to open. */
export function nameOf(first: unknown, isOpening: boolean): string | undefined {
  if (isOpening) return typeof first === 'string' ? first : undefined;
  return first instanceof HostResource ? first.openedAs : undefined;
}

/** `[method]keyvalue.set` → `keyvalue.set`; a free function is the interface's: `handle` → `outgoing-handler.handle`. */
export function plainName(interfaceName: string, name: string): string {
  const plain = name.replace(/^\[[^\]]*\]/, '');
  if (plain.includes('.') || plain !== name) return plain;
  return `${interfaceName.replace(/@.*$/, '').replace(/^.*\//, '')}.${plain}`;
}

export function shownError(error: WitError, masking: Masking): ShownError {
  const payload = error.payload as { readonly tag?: string } | string | undefined;
  const name = typeof payload === 'string' ? payload : payload?.tag;
  return { case: name ?? 'error', message: masking.mask(error.message) };
}
