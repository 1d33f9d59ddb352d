/** `slight down`: stops the servers that stay, and tells of each. */
import { backends } from '../backends/index.ts';
import type { Down } from '../backends/down.ts';
import { stopKept } from '../backends/down.ts';
import { dataFolder, stateFolder } from '../serving.ts';
import { stopSignals } from './signals.ts';

export interface DownFlags {
  readonly slightfile: string;
  readonly data?: string;
}

/** @returns the exit code: 1 where a server could not be stopped, else 0 */
export async function downCommand({ slightfile, data }: DownFlags): Promise<number> {
  using stop = stopSignals();
  const all = await stopKept(stateFolder(dataFolder(slightfile, data)), process.env, stop.signal);
  for (const one of all) process[one.kind === 'failed' ? 'stderr' : 'stdout'].write(`${describe(one)}\n`);
  if (all.length === 0) process.stdout.write(`No server runs for ${slightfile}.\n`);
  return all.some(({ kind }) => kind === 'failed') ? 1 : 0;
}

/** `Redis, a container on 127.0.0.1:49153, is stopped` */
function describe({ backend, rung, address, kind, reason = '' }: Down): string {
  const title = backends.find(({ id }) => id === backend)?.title ?? backend;
  const on = address === undefined ? '' : ` on ${address}`;
  const server = `${title}, a ${rung === 'container' ? 'container' : 'local server'}${on},`;
  switch (kind) {
    case 'stopped':
      return `${server} is stopped`;
    case 'used':
      return `${server} is used by a run, and stops when that ends`;
    case 'failed':
      return `slight: ${server} could not be stopped: ${reason}`;
  }
}
