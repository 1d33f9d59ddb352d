/** Sees to it that the engine has an image. */
import type { Environment } from './engine-address.ts';
import { EngineError } from './engine.ts';
import type { Engine } from './engine.ts';
import { registryLogin } from './logins.ts';
import { pull } from './pull.ts';
import { patience } from './patience.ts';
import { messageOf, Sentence } from './failure.ts';

/**
 * Pulls the image where the engine does not have it.
 * @param environment tells where this user's logins to registries are
 * @throws Sentence that says why the image is not to be had
 */
export async function requireImage(
  engine: Engine,
  image: string,
  environment: Environment,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
  answerMs = patience.callMs,
): Promise<void> {
  const asked = hasImage(engine, image, AbortSignal.any([signal, AbortSignal.timeout(answerMs)]));
  if (await asked) return;
  onProgress(0);
  try {
    await pull(engine, image, undefined, signal, onProgress);
  } catch (error) {
    signal.throwIfAborted();
    const why = await (isRefusal(error)
      ? pullLoggedIn(engine, image, environment, signal, onProgress, error)
      : error);
    if (why !== undefined)
      throw new Sentence(`The image ${image} cannot be pulled: ${messageOf(why)}`, { cause: why });
  }
}

function isRefusal(error: unknown): boolean {
  return /denied|unauthorized|authentication|toomanyrequests/i.test(messageOf(error));
}

/** @returns why the image is not here now; undefined where it is */
async function pullLoggedIn(
  engine: Engine,
  image: string,
  environment: Environment,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
  refusal: unknown,
): Promise<unknown> {
  const login = await registryLogin(image, environment, signal);
  if (login.kind === 'none') {
    return login.reason === undefined ? refusal : new Error(`${messageOf(refusal)}. ${login.reason}`);
  }
  try {
    await pull(engine, image, login.header, signal, onProgress);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error;
  }
}

async function hasImage(engine: Engine, image: string, signal: AbortSignal): Promise<boolean> {
  try {
    await engine.call('GET', `/images/${image}/json`, { signal });
    return true;
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return false;
    throw error;
  }
}
