/** How the runtime holds a guest's folders: by descriptor on Linux, by identity elsewhere, and on Linux too if asked. */
import process from 'node:process';

export interface Holding {
  readonly name: string;
  /** What asks for it. */
  readonly environment: Readonly<Record<string, string>>;
}

const identity: Holding = { name: 'identity', environment: { SLIGHT_SANDBOX: 'identity' } };

export const holdings: readonly Holding[] =
  process.platform === 'linux' ? [{ name: 'descriptor', environment: {} }, identity] : [identity];
