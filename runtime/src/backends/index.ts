/** Every backend, found by its id: the file servers/<id>.ts is the registration. */
import { resources } from '@slight/slightfile/catalogue.ts';
import { ifThere } from '../if-there.ts';
import { isStarted } from './backend.ts';
import type { AnyBackend, Backend } from './backend.ts';

/**
 * The backend that a resource names, `redis`; imported when it is asked for.
 * @throws Error where there is none
 */
export async function loadBackend(id: string): Promise<AnyBackend> {
  const backend = await findBackend(id);
  if (!backend) throw new Error(`there is no backend "${id}"`);
  return backend;
}

/** The same for an id that another version may have written down; `undefined` where no file of that name exports one. */
export async function findBackend(id: string): Promise<AnyBackend | undefined> {
  // letters only, so that it cannot leave that folder
  const isName = /^[a-z0-9]+$/.test(id);
  // scripts/found-by-path.ts bundles every file that fits
  const load = () => import(`./servers/${id}.ts`) as Promise<{ readonly backend?: AnyBackend }>;
  const module = isName ? await ifThere(load) : undefined;
  return module?.backend;
}

/** The resources that have a backend which slight starts, those that take the fewest configs first. */
export const backed = resources
  .filter(({ status, backend, unstarted }) => status === 'served' && backend !== undefined && !unstarted)
  .toSorted((one, other) => one.configs.length - other.configs.length);

/** The backends of all that is served, each once, in the order of `backed`. */
export async function loadBackends(): Promise<readonly Backend[]> {
  const ids = new Set(backed.flatMap(({ backend }) => backend ?? []));
  return (await Promise.all([...ids].map(loadBackend))).filter(isStarted);
}
