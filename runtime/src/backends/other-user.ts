/** A server that refuses to run as root, started by root: as the user of the system that its package makes for it. */
import { chown, readFile } from 'node:fs/promises';
import type { Environment } from './engine-address.ts';
import { findProgram } from './installed.ts';
import type { Program } from './installed.ts';

export interface OtherUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** @returns a sentence where there is no such user; undefined where nothing is to be done */
export async function userInPlaceOfRoot(name: string | undefined): Promise<OtherUser | string | undefined> {
  if (name === undefined || process.getuid?.() !== 0) return undefined;
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const [, , uid, gid] =
    users
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':') ?? [];
  if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  return `It does not run as root, and there is no user "${name}" that it could be started as.`;
}

/**
 * The program, run as that user. It may look into every folder, since those above its data may be root's alone, and
 * writes in its own.
 * @returns a sentence where that cannot be done
 */
export async function asUser(
  program: Program,
  { uid, gid }: OtherUser,
  environment: Environment,
): Promise<Program | string> {
  const setpriv = await findProgram('setpriv', '/', environment);
  if (setpriv.kind === 'none') return `It does not run as root, and ${setpriv.reason}`;
  return {
    kind: 'program',
    file: setpriv.file,
    args: [
      ...['--reuid', String(uid), '--regid', String(gid), '--clear-groups'],
      ...['--inh-caps', '+dac_read_search', '--ambient-caps', '+dac_read_search', '--'],
      program.file,
      ...program.args,
    ],
  };
}

export async function give(folder: string, { uid, gid }: OtherUser): Promise<void> {
  await chown(folder, uid, gid);
}
