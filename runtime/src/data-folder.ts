/** The data folder of an app, `.slight`: made when something is to be kept in it, and not before. */
import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';
import { Mistake } from './mistake.ts';
import { once } from './once.ts';
import { asMistake, atEdge, systemCode } from './system-error.ts';

export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  /** Where the servers of the app are written down. */
  readonly state: string;
  /** Where components are kept that were made of core modules. */
  readonly cache: string;
  /**
   * Makes it, where it is not there, and the part of it that is named.
   * @throws Mistake where the system refuses that
   */
  make(part?: 'state' | 'cache'): Promise<void>;
}

/** What helps where the folder is the trouble. */
export const elsewhere = 'choose another folder with --data';

/**
 * The data folder of a slightfile: `.slight` beside it where none is named.
 * @throws Mistake where what is named cannot be one
 */
export async function dataFolder(slightfile: string, named: string | undefined): Promise<DataFolder> {
  if (named !== undefined) await requireFolder(named);
  const folder = path.resolve(named ?? path.join(path.dirname(slightfile), '.slight'));
  const parts = { state: path.join(folder, 'backends'), cache: path.join(folder, 'cache') };
  const made = once(() => makeAll(folder, named === undefined));
  return {
    path: folder,
    ...parts,
    async make(part) {
      await made();
      if (part !== undefined) await make(parts[part], 0o700);
    },
  };
}

async function requireFolder(named: string): Promise<void> {
  const deed = `--data ${named} cannot be used`;
  const found = await stat(named).catch((error: unknown) => {
    // it is made when it is needed
    if (systemCode(error) === 'ENOENT') return undefined;
    throw asMistake(error, { deed, elsewhere: 'choose another folder' });
  });
  if (found && !found.isDirectory()) {
    throw new Mistake('usage', `--data ${named} is a file. Name a folder; one that is not there is made.`);
  }
}

/** @param isOwn false where it may be a folder of the user's, with more in it than slight's data */
async function makeAll(folder: string, isOwn: boolean): Promise<void> {
  const first = await make(folder);
  if (isOwn || first !== undefined) await keepOutOfGit(path.join(folder, '.gitignore'));
}

async function make(folder: string, mode?: number): Promise<string | undefined> {
  const deed = `The data folder ${folder} cannot be made`;
  return await atEdge({ deed, elsewhere }, () => makeFolder(folder, mode));
}

/** A comfort: where it cannot be had, the folder serves all the same. */
async function keepOutOfGit(file: string): Promise<void> {
  try {
    await writeFile(file, '*\n', { flag: 'wx' });
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    // a file that stayed empty would keep the next run from writing it
    if (code !== 'EEXIST') await rm(file, { force: true }).catch(() => undefined);
  }
}
