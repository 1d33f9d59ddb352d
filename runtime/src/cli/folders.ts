/** `--dir`: the folders that a guest may use. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isKernels } from '../guest/files/kernel.ts';
import { Mistake } from '../mistake.ts';
import { atEdge } from '../system-error.ts';

/**
 * Guest path → host path, absolute.
 * @param flags each `HOST::GUEST`, or one path that is the same on both sides
 * @throws Mistake where one is no folder of this machine
 */
export async function foldersOf(flags: readonly string[]): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries(await Promise.all(flags.map(folder)));
}

async function folder(flag: string): Promise<[guest: string, host: string]> {
  const [host = '', guest = host, ...more] = flag.split('::');
  if (more.length > 0) {
    throw new Mistake(
      'usage',
      `--dir ${flag} has :: more than once. Write it as --dir HOST::GUEST; a path with :: in it needs another name, a link for one.`,
    );
  }
  if (host === '' || guest === '') {
    const side = host === '' ? 'of this machine' : 'that the guest sees it as';
    throw new Mistake(
      'usage',
      `--dir ${flag || "''"} does not say the folder ${side}. Write it as --dir HOST::GUEST.`,
    );
  }
  const found = await atEdge(
    {
      deed: `--dir ${host} cannot be used`,
      code: 'usage',
      sentences: {
        ENOENT: `--dir ${host}: there is no such folder. Make it first, or name one that is there.`,
      },
    },
    () => stat(host),
  );
  if (!found.isDirectory()) {
    throw new Mistake('usage', `--dir ${host} is a file. Name the folder that it is in.`);
  }
  if (isKernels(host)) {
    throw new Mistake(
      'usage',
      `--dir ${host} is the kernel's and holds no files: with it a guest could reach into slight itself. Name a folder of files.`,
    );
  }
  return [guest, path.resolve(host)];
}
