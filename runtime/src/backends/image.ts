/** Sees to it that the engine has an image. */
import { EngineError } from './engine.ts';
import type { Engine } from './engine.ts';
import { pull } from './pull.ts';
import { messageOf } from './rung.ts';
import type { Testcontainers } from './testcontainers.ts';

/**
 * Pulls the image where the engine does not have it.
 * @param library gives testcontainers, should the registry want a login
 * @throws Error that says in a sentence why the image is not to be had
 */
export async function requireImage(
  engine: Engine,
  image: string,
  library: () => Promise<Testcontainers>,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<void> {
  if (await hasImage(engine, image, signal)) return;
  onProgress(0);
  try {
    await pull(engine, image, signal, onProgress);
  } catch (error) {
    signal.throwIfAborted();
    // testcontainers knows where Docker keeps this user's logins to registries
    if (/denied|unauthorized|authentication|toomanyrequests/i.test(messageOf(error))) {
      await pullLoggedIn(await library(), image);
      if (await hasImage(engine, image, signal)) return;
    }
    throw new Error(`The image ${image} cannot be pulled: ${messageOf(error)}`, { cause: error });
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

async function pullLoggedIn(
  { getContainerRuntimeClient, ImageName }: Testcontainers,
  image: string,
): Promise<void> {
  const { image: images } = await getContainerRuntimeClient();
  // it does not tell whether it could: the caller looks
  await images.pull(ImageName.fromString(image)).catch(() => undefined);
}
