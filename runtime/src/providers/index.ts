/** Every provider, found by the resource's name: the file providers/<capability>/<provider>.ts is the registration. */
import type { PortName, Ports } from '../ports/ports.ts';
import type { Provider } from './provider.ts';

/**
 * The provider of a resource, `keyvalue.redis`. It is imported when it is asked for, and its client library with
 * it at the latest when it is opened, so that a run pays only for what its slightfile names.
 * @throws Error where no file of that name exports a provider; the reader has told the user so before a run starts
 */
export function loadProvider<N extends PortName>(resource: `${N}.${string}`): Promise<Provider<Ports[N]>>;
export function loadProvider(resource: string): Promise<Provider<Ports[PortName]>>;
export async function loadProvider(resource: string): Promise<Provider<Ports[PortName]>> {
  // the name comes from a file that anyone may write: letters only, so that it cannot leave this folder
  const [, capability, name] = /^([a-z_-]+)\.([a-z0-9_]+)$/.exec(resource) ?? [];
  const module =
    capability !== undefined && name !== undefined ? await importProvider(capability, name) : undefined;
  if (module?.provider === undefined) throw new Error(`there is no provider for the resource "${resource}"`);
  return module.provider;
}

interface ProviderModule {
  readonly provider?: Provider<Ports[PortName]>;
}

async function importProvider(capability: string, name: string): Promise<ProviderModule | undefined> {
  try {
    // esbuild reads the template as a glob and bundles every file that fits
    return (await import(`./${capability}/${name}.ts`)) as ProviderModule;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** True for Node's error, and for the one that esbuild's glob import throws in a bundle. */
function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ('code' in error && error.code === 'ERR_MODULE_NOT_FOUND') ||
    error.message.startsWith('Module not found in bundle')
  );
}
