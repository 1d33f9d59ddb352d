/** What the rungs have in common: what each is given, and what it gives. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigValues } from '../providers/provider.ts';
import type { Address, Backend } from './backend.ts';
import type { Environment } from './engine-address.ts';
import type { ServerFolder } from './server-folder.ts';
import { passwordFile } from './own-password.ts';
import type { OwnPassword } from './own-password.ts';
import type { Handle } from './server-state.ts';

export interface RungContext {
  readonly backend: Backend;
  readonly configs: ConfigValues;
  /** The password that is in `configs`, where the slightfile gives none and the server wants one. */
  readonly own: OwnPassword | undefined;
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
 * Keeps a server's own password, where it was made just now, before the first data is known by it.
 * @param place where the data is
 * @param isNew there is none of an earlier run
 * @returns why no server can be started there, as a sentence
 */
export async function settlePassword(
  { backend: { title }, folder, own }: RungContext,
  place: string,
  isNew: boolean,
): Promise<string | undefined> {
  if (!own?.isNew) return undefined;
  if (!isNew)
    return `${title} is not started on the data in ${place}: its password was in ${passwordFile(folder)}, which is gone. Bring that back, or remove the data to begin with none.`;
  await own.keep();
  return undefined;
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
