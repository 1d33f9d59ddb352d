/** testcontainers, loaded when a container is to be started and not before: that takes a quarter of a second. */
import http from 'node:http';
import { shownAddress } from './engine-address.ts';
import type { Engine } from './engine.ts';
import type * as library from './library.ts';
import { failureOf, Sentence } from './failure.ts';

export type Testcontainers = typeof library;

/**
 * Loads it and tells it which engine to use. It reads that from the process's environment, once in its life, so what
 * is set there for it is taken back at once. Calls must not overlap.
 * @throws Sentence that says why the engine is of no use to it
 */
export async function loadTestcontainers(engine: Engine): Promise<Testcontainers> {
  // Its requests to an engine at a port use Node's agent, which with NODE_USE_ENV_PROXY goes to the proxy that
  // HTTP_PROXY names; the engine is on this machine.
  http.globalAgent = new http.Agent({ keepAlive: true });
  const isSocket = /^(unix|npipe):/.test(engine.address);
  const wanted = {
    DOCKER_HOST: engine.address,
    TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
    // it reads them while it is loaded, and a file that is no JSON ends the process then; images are ours to get
    DOCKER_AUTH_CONFIG: '{}',
    // for a socket, it would look for certificates in vain and turn to another engine
    ...(isSocket && { DOCKER_TLS_VERIFY: '', DOCKER_CERT_PATH: '' }),
  };
  const before = Object.keys(wanted).map((key) => [key, process.env[key]] as const);
  Object.assign(process.env, wanted);
  try {
    const testcontainers = await import('./library.ts');
    const { container } = await testcontainers.getContainerRuntimeClient();
    requireSame(engine, container.dockerode.modem as Modem);
    return testcontainers;
  } catch (error) {
    const reason = `The container engine at ${shownAddress(engine.address)} cannot be used: ${failureOf(error)}.`;
    throw new Sentence(reason, { cause: error });
  } finally {
    for (const [key, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, key);
      else process.env[key] = value;
    }
  }
}

/** Where testcontainers' client sends what it asks. */
interface Modem {
  readonly socketPath?: string;
  readonly host?: string;
  readonly port?: string | number;
}

/** An engine that refuses testcontainers makes it look for another one, which is none that we have asked. */
function requireSame({ address }: Engine, { socketPath, host, port }: Modem): void {
  const { pathname, hostname, port: wanted } = new URL(address);
  const isSame =
    socketPath === undefined ? hostname === host && wanted === String(port ?? '') : pathname === socketPath;
  if (!isSame) throw new Error('testcontainers does not get on with it');
}
