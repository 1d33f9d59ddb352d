/** The secrets of @slight/secrets, whose refusals are told here as the person's mistakes that they are. */
import { keyFolder, loadKey } from '@slight/secrets/key.ts';
import type { SecretKey } from '@slight/secrets/key.ts';
import { slightfileSecrets as openedBy } from '@slight/secrets/seal.ts';
import type { Secrets } from '@slight/secrets/seal.ts';
import { SecretUnreadable } from '@slight/secrets/unreadable.ts';
import type { Secret } from '@slight/slightfile/slightfile.ts';
import { Mistake } from '../mistake.ts';
import { tell } from '../system-error.ts';

export type { Secrets };

/**
 * The user's key, made where there is none.
 * @throws Mistake `secret-unreadable` where its file cannot be used
 */
export async function userKey(): Promise<SecretKey> {
  try {
    return await loadKey(keyFolder(), { create: true });
  } catch (error) {
    return asMistake(error);
  }
}

/**
 * The secrets of a slightfile, each opened when it is asked for. A call rejects with Mistake `secret-unreadable`
 * where that secret cannot be opened; the others still can.
 */
export function slightfileSecrets(secrets: readonly Secret[], folder?: string): Secrets {
  let open: Secrets | undefined;
  return async (name) => {
    try {
      open ??= openedBy(secrets, folder);
      return await open(name);
    } catch (error) {
      return asMistake(error);
    }
  };
}

function asMistake(error: unknown): never {
  const isUnreadable = error instanceof SecretUnreadable;
  const refused: unknown = isUnreadable ? error.cause : error;
  const { path = 'its file' } = (refused ?? {}) as NodeJS.ErrnoException;
  const deed = `The key of your secrets cannot be used, since the system refuses ${path}`;
  const message = tell(refused, { deed }) ?? (isUnreadable ? error.message : undefined);
  if (message === undefined) throw error;
  throw new Mistake('secret-unreadable', message, { cause: error });
}
