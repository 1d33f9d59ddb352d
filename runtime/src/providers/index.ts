/**
 * Every provider, found by the resource's name: the file providers/<capability>/<provider>.ts is the registration; where
 * there is one way alone, as of `http-client`, the provider has the capability's name.
 */
import { ifThere } from '../if-there.ts';
import type { PortName, Ports } from '../ports/ports.ts';
import type { Provider } from './provider.ts';

/**
 * The provider of a resource, `keyvalue.redis`. It is imported when it is asked for, and its client library with
 * it at the latest when it is opened, so that a run pays only for what its slightfile names.
 * @throws Error where no file of that name exports a provider; the reader has told the user so before a run starts
 */
export function loadProvider<N extends PortName>(resource: N | `${N}.${string}`): Promise<Provider<Ports[N]>>;
export function loadProvider(resource: string): Promise<Provider<Ports[PortName]>>;
export async function loadProvider(resource: string): Promise<Provider<Ports[PortName]>> {
  // the name comes from a file that anyone may write: letters only, so that it cannot leave this folder
  const [, capability, name = capability] = /^([a-z_-]+)(?:\.([a-z0-9_]+))?$/.exec(resource) ?? [];
  // scripts/found-by-path.ts bundles every file that fits
  const load = () =>
    import(`./${capability}/${name}.ts`) as Promise<{ readonly provider?: Provider<Ports[PortName]> }>;
  const module = capability !== undefined && name !== undefined ? await ifThere(load) : undefined;
  if (module?.provider === undefined) throw new Error(`there is no provider for the resource "${resource}"`);
  return module.provider;
}
