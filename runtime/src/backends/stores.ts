/**
 * Where a workspace has data of a resource: with a local server, in a container's volume, with the stand-in. A run that
 * begins with an empty one while another has some says so, since to its user the data seems to be lost.
 */
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Backend, RungName } from './backend.ts';
import { shownAddress } from './engine-address.ts';
import { serverFolder } from './server-folder.ts';
import type { ServerFolder } from './server-folder.ts';

const volumesFile = 'volumes.json';

/** The stand-in's store. */
export interface StandInStore {
  readonly folder: string;
  holdsData(): boolean | Promise<boolean>;
}

interface Volume {
  /** As DOCKER_HOST writes it. */
  readonly engine: string;
  readonly name: string;
}

/** What a run has now, and what it knows. */
export interface Now {
  readonly backend: Pick<Backend, 'id' | 'local'>;
  readonly rung: RungName | 'given';
  /** The folder of the server that it wants. */
  readonly folder: ServerFolder;
  /** What its container would be called. */
  readonly name: string;
  readonly standIn: StandInStore | undefined;
  /** The rungs that were tried before this one. */
  readonly tried: readonly RungName[];
}

/** Whether a folder, with all that is in it, has more in its files than so many bytes. */
export async function holdsMoreThan(folder: string, bytes: number): Promise<boolean> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const all = await Promise.all(names.map((name) => stat(path.join(folder, name)).catch(() => undefined)));
  return all.reduce((sum, one) => sum + (one?.isFile() ? one.size : 0), 0) > bytes;
}

/**
 * Writes down that a container keeps data in a volume: its engine cannot be asked when it is off, and after the
 * workspace's folder was renamed, its containers and volumes have another name.
 */
export async function noteVolume(folder: ServerFolder, { engine, name }: Volume): Promise<void> {
  const others = (await readVolumes(folder)).filter((one) => one.name !== name || one.engine !== engine);
  await writeFile(path.join(folder.path, volumesFile), JSON.stringify([...others, { engine, name }]), {
    mode: 0o600,
  });
}

/**
 * To be asked where a run begins with an empty store.
 * @returns a sentence, with what brings the data back, where the workspace has data of that server elsewhere
 */
export async function dataElsewhere(now: Now): Promise<string | undefined> {
  const { backend, rung, folder, name, standIn, tried } = now;
  const not = rung === 'given' ? 'It does not have' : 'It begins without';
  const tell = (place: string, back: string) =>
    `${not} what earlier runs of this workspace stored, which is in ${place}: ${back}.`;
  const back = (other: RungName, what: string) =>
    tried.includes(other)
      ? `it is there again when ${what} can be started`
      : `with --backends ${other} it is there again`;

  if (rung !== 'local' && (await holdsData(backend, folder)))
    return tell(
      folder.data,
      rung === 'given'
        ? 'it is there again when nobody else listens at that address'
        : back('local', 'the local server'),
    );
  const volumes = await readVolumes(folder);
  const same = volumes.findLast((one) => one.name === name);
  if (same && rung !== 'container') return tell(placeOf(same), back('container', 'a container'));
  const renamed = volumes.findLast((one) => one.name !== name);
  if (renamed)
    return tell(
      placeOf(renamed),
      'it is there again when this folder has the name and the place that it had then',
    );
  if (standIn && rung !== 'embedded' && rung !== 'given' && (await standIn.holdsData()))
    return tell(standIn.folder, back('embedded', 'the stand-in'));
  for (const other of rung === 'given' ? [] : await othersOf(backend, folder)) {
    if ((await holdsData(backend, other)) || (await readVolumes(other)).length > 0)
      return tell(
        other.path,
        'it is there again when the slightfile gives the address that it gave then, or none where it gave none',
      );
  }
  return undefined;
}

async function holdsData({ local }: Now['backend'], { data }: ServerFolder): Promise<boolean> {
  return local !== undefined && holdsMoreThan(data, local.emptyBytes);
}

/** The workspace's other servers of that backend: each address has one. */
async function othersOf(
  { id }: Now['backend'],
  { path: own }: ServerFolder,
): Promise<readonly ServerFolder[]> {
  const parent = path.dirname(own);
  const names = await readdir(parent).catch(() => []);
  return names
    .filter((name) => (name === id || name.startsWith(`${id}-`)) && name !== path.basename(own))
    .map((name) => serverFolder(path.join(parent, name)));
}

function placeOf({ name, engine }: Volume): string {
  return `the volume ${name} of the container engine at ${shownAddress(engine)}`;
}

async function readVolumes({ path: folder }: ServerFolder): Promise<readonly Volume[]> {
  try {
    const all: unknown = JSON.parse(await readFile(path.join(folder, volumesFile), 'utf8'));
    return Array.isArray(all) ? all.filter(isVolume) : [];
  } catch {
    return []; // none yet, or not to be read: then nothing is claimed
  }
}

function isVolume(value: unknown): value is Volume {
  const { engine, name } = (value ?? {}) as Partial<Record<keyof Volume, unknown>>;
  return typeof engine === 'string' && typeof name === 'string';
}
