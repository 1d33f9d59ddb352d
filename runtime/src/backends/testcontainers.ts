/** testcontainers, loaded when a container is to be started and not before: that takes a quarter of a second. */
import type * as testcontainers from 'testcontainers';
import type { Engine } from './engine.ts';

export type Testcontainers = typeof testcontainers;

/**
 * Loads it and tells it which engine to use. It reads that from the process's environment, once in its life, so what
 * is set there for it is taken back at once. Calls must not overlap.
 */
export async function loadTestcontainers(engine: Engine): Promise<Testcontainers> {
  const library = await import('testcontainers');
  const wanted = { DOCKER_HOST: engine.address, TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' };
  const before = Object.keys(wanted).map((key) => [key, process.env[key]] as const);
  Object.assign(process.env, wanted);
  try {
    await library.getContainerRuntimeClient();
  } finally {
    for (const [key, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, key);
      else process.env[key] = value;
    }
  }
  return library;
}
