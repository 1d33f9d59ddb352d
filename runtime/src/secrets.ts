/** The secrets of @slight/secrets, whose refusals are told here as the person's mistakes that they are. */
import { keyFolder, loadKey } from '@slight/secrets/key.ts';
import type { SecretKey } from '@slight/secrets/key.ts';
import { slightfileSecrets as openedBy } from '@slight/secrets/seal.ts';
import type { Secrets } from '@slight/secrets/seal.ts';
import { SecretUnreadable } from '@slight/secrets/unreadable.ts';
import type { Secret } from '@slight/slightfile/slightfile.ts';
import { makeFolder } from './make-folder.ts';
import { Mistake } from './mistake.ts';
import { tell } from './system-error.ts';

export type { Secrets };

/**
 * The user's key, made where there is none.
 * @throws Mistake `secret-unreadable` where its file cannot be used
 */
export async function userKey(): Promise<SecretKey> {
  const folder = keyFolder();
  try {
    await makeFolder(folder, 0o700);
    return await loadKey(folder, { create: true });
  } catch (error) {
    return asMistake(error);
  }
}

/**
 * The secrets of a slightfile, each opened when it is asked for. A call rejects with Mistake `secret-unreadable`
 * where that secret cannot be opened; the others still can.
 */
export function slightfileSecrets(secrets: readonly Secret[], folder?: string): Secrets {
  const open = openedBy(secrets, folder);
  return (name) => open(name).catch(asMistake);
}

function asMistake(error: unknown): never {
  const isUnreadable = error instanceof SecretUnreadable;
  const refused: unknown = isUnreadable ? error.cause : error;
  const { path = keyFolder() } = (refused ?? {}) as NodeJS.ErrnoException;
  const deed = `The key of your secrets cannot be used, since the system refuses ${path}`;
  const message = tell(refused, { deed }) ?? (isUnreadable ? error.message : undefined);
  if (message === undefined) throw error;
  throw new Mistake('secret-unreadable', message, { cause: error });
}
