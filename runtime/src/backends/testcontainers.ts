/** testcontainers, loaded when a container is to be started and not before: that takes a quarter of a second. */
import http from 'node:http';
import type { Engine } from './engine.ts';
import type * as library from './library.ts';
import { messageOf } from './rung.ts';

export type Testcontainers = typeof library;

/**
 * Loads it and tells it which engine to use. It reads that from the process's environment, once in its life, so what
 * is set there for it is taken back at once. Calls must not overlap.
 * @throws Error that says in a sentence why the engine is of no use to it
 */
export async function loadTestcontainers(engine: Engine): Promise<Testcontainers> {
  // Its requests to an engine at a port use Node's agent, which with NODE_USE_ENV_PROXY goes to the proxy that
  // HTTP_PROXY names; the engine is on this machine.
  http.globalAgent = new http.Agent({ keepAlive: true });
  const testcontainers = await import('./library.ts');
  const wanted = { DOCKER_HOST: engine.address, TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1' };
  const before = Object.keys(wanted).map((key) => [key, process.env[key]] as const);
  Object.assign(process.env, wanted);
  try {
    await testcontainers.getContainerRuntimeClient();
  } catch (error) {
    const reason = `The container engine at ${engine.address} cannot be used: ${messageOf(error)}`;
    throw new Error(reason, { cause: error });
  } finally {
    for (const [key, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, key);
      else process.env[key] = value;
    }
  }
  return testcontainers;
}
