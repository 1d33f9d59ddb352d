/** What the rungs have in common: what each is given, and what it gives. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigValues } from '../providers/provider.ts';
import type { Address, Backend } from './backend.ts';
import type { Environment } from './engine-address.ts';
import type { ServerFolder } from './server-folder.ts';
import type { Handle } from './server-state.ts';

export interface RungContext {
  readonly backend: Backend;
  readonly configs: ConfigValues;
  /** Where the server must listen; undefined: at a free port of 127.0.0.1. */
  readonly bind: Address | undefined;
  readonly folder: ServerFolder;
  /** The same in every run of the workspace, and in no other: for what an engine knows by name. */
  readonly name: string;
  readonly workspace: string;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  /** Tells people what goes on; `fraction`, 0 to 1, how much of it is done. */
  readonly progress: (message: string, fraction?: number) => void;
  /** Writes down what is about to run: called before anything can be left behind. */
  readonly record: (handle: Handle) => Promise<void>;
}

/** A server that answers, or one plain sentence that says why there is none. Nothing runs where there is none. */
export type Attempt =
  /** `isNew`: it has no data of an earlier run. */
  | { readonly kind: 'started'; readonly address: Address; readonly isNew: boolean }
  | { readonly kind: 'declined'; readonly reason: string };

export function declined(reason: string): Attempt {
  return { kind: 'declined', reason };
}

/**
 * Asks until the server answers.
 * @throws the signal's reason, when it is aborted
 */
export async function untilReady(backend: Backend, address: Address, signal: AbortSignal): Promise<void> {
  for (let wait = 5; !(await backend.ready(address, signal)); wait = Math.min(wait * 1.5, 100)) {
    await sleep(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
    signal.throwIfAborted();
  }
  signal.throwIfAborted();
}
