/** `slight down`: stops the servers that stay, and tells of each. */
import { existsSync } from 'node:fs';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { list } from '@slight/text/words.ts';
import { backed, findBackend } from '../backends/index.ts';
import type { Down } from '../backends/down.ts';
import { stopKept } from '../backends/down.ts';
import { dataFolder, elsewhere } from '../data-folder.ts';
import { Mistake } from '../mistake.ts';
import { ownedByOther } from '../owner.ts';
import { readSlightfile } from '../app/slightfile.ts';
import { asMistake } from '../system-error.ts';
import type { Masking } from '../trace/masking/masking.ts';
import { printableLine } from '../terminal/printable.ts';
import { answersOf, openEditor } from './editor.ts';
import { stopSignals } from './signals.ts';

export interface DownFlags {
  readonly data?: string;
  readonly channel?: string;
}

/**
 * @param servers only those that serve these resources, or listen at these addresses; all where none is named
 * @param masking knows no secret: nothing is opened
 * @returns the exit code: 1 where a server could not be stopped, else 0
 * @throws Mistake where a resource is named that no server of ours serves, or neither slightfile nor data folder is there
 */
export async function downCommand(
  slightfile: string,
  servers: readonly string[],
  { data, channel: descriptor }: DownFlags,
  masking: Masking,
): Promise<number> {
  const wanted = new Set(servers.map((server) => (/:\d+$/.test(server) ? server : backendOf(server))));
  const isWanted = ({ backend, address = '' }: Pick<Down, 'backend' | 'address'>): boolean =>
    wanted.has(backend) || wanted.has(address);
  const meant = wanted.size > 0 ? isWanted : undefined;
  using channel = await openEditor(descriptor, masking);
  using stop = stopSignals(channel);
  channel?.answer(answersOf(stop, []));
  stop.hold();
  const { path: folder, state } = await dataFolder(slightfile, data);
  const deed = `What runs is not known: ${state} cannot be used`;
  const all = await stopKept(state, process.env, stop.signal, meant).catch((error: unknown) => {
    throw asMistake(error, { deed, elsewhere, ...ownedByOther(error, state) });
  });
  for (const one of all) {
    const title = (await findBackend(one.backend))?.title ?? one.backend;
    const line = printableLine(describe(one, title));
    process[one.kind === 'failed' ? 'stderr' : 'stdout'].write(`${line}\n`);
  }
  if (all.length === 0) {
    // of an app that is not there, nothing is known
    if (!existsSync(folder)) await readSlightfile(slightfile);
    const of = wanted.size > 0 ? `${list(servers)} of ` : '';
    process.stdout.write(`No server runs for ${printableLine(`${of}${slightfile}`)}.\n`);
  }
  return all.some(({ kind }) => kind === 'failed') ? 1 : 0;
}

function backendOf(resource: string): string {
  const id = findResource(resource)?.id ?? resource;
  const found = backed.find((one) => one.id === id);
  if (found?.backend !== undefined) return found.backend;
  const known = backed.map((one) => one.id);
  throw new Mistake('usage', `${resource} has no server that slight starts. What has one is ${list(known)}.`);
}

/** `Redis, a container on 127.0.0.1:49153, is stopped` */
function describe({ rung, address, kind, reason = '' }: Down, title: string): string {
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
