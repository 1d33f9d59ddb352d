/**
 * Which declarations of the slightfile a server serves, for who cannot resolve their configs: an address may come from a
 * secret, or from a variable that only the run had. Each is an empty file of the server's folder, named by what the
 * slightfile says (a hash of it, references as they are written), and is in the folder of one server at a time.
 */
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '@slight/secrets/files/make-folder.ts';

const folderName = 'serves';

/** Writes down that a server serves a declaration, and no other of the workspace does any more. */
export async function noteServes(server: string, mark: string): Promise<void> {
  const all = path.dirname(server);
  try {
    for (const name of await readdir(all)) {
      if (name !== path.basename(server)) await rm(path.join(all, name, folderName, mark), { force: true });
    }
    await makeFolder(path.join(server, folderName), 0o700);
    await writeFile(path.join(server, folderName, mark), '', { mode: 0o600 });
  } catch {
    // a full disk: then it is not told what the server serves, and it serves all the same
  }
}

/** A server that has stopped serves nothing. */
export async function forgetServes(server: string): Promise<void> {
  await rm(path.join(server, folderName), { recursive: true, force: true });
}

/** Whether a server was last said to serve a declaration. */
export function isNoted(stateDir: string, id: string, mark: string): boolean {
  return existsSync(path.join(stateDir, id, folderName, mark));
}
