/** The hosts of a guest's imports, found by the rows of schemas/interfaces.json: which are served, and by which file. */
import { capabilityOf, generationOf, isSystem, rowOf } from '@slight/slightfile/interfaces.ts';
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { isServed } from '@slight/slightfile/served.ts';
import type { InterfaceRef } from '@slight/slightfile/wasm/component.ts';
import type { Host, HostContext } from './host.ts';
import type { HostInterface } from './values.ts';

/** What of a guest's imports hosts serve. WASI is not among them: each kind of guest brings its own. */
export interface ServedImports {
  /** As they are imported. */
  readonly served: readonly string[];
  /** What they are of, so that what serves it can be brought up before the guest starts. */
  readonly capabilities: ReadonlySet<CapabilityKind>;
  /** The other imports. The guest runs with them, and traps where it calls one. */
  readonly unserved: readonly string[];
}

export function servedOf(imports: readonly InterfaceRef[]): ServedImports {
  const names = imports.map(({ name }) => name).filter((name) => !isSystem(name));
  const served = names.filter((name) => isServed(name));
  const kinds = served.map(capabilityOf).filter((kind) => kind !== undefined);
  return { served, capabilities: new Set(kinds), unserved: names.filter((name) => !isServed(name)) };
}

/** Makes the hosts of one instance. */
export type MakeHosts = (context: HostContext) => readonly HostInterface[];

/** Finds the hosts that a guest's imports ask for: one for each import that is served. Done once for all its instances. */
export async function hostsFor(imports: readonly InterfaceRef[]): Promise<MakeHosts> {
  const generation = generationOf(imports.map(({ name }) => name));
  const hosts = await Promise.all(
    servedOf(imports).served.map(async (name) => ({ name, host: await loadHost(name) })),
  );
  return (context) => hosts.map(({ name, host }) => host.create(name, context, generation));
}

async function loadHost(name: string): Promise<Host> {
  const [folder, file] = rowOf(name)?.host?.split('/') ?? [];
  // scripts/found-by-path.ts bundles every file that fits
  const module = (await import(`./${folder ?? ''}/${file ?? ''}.ts`)) as { readonly host: Host };
  return module.host;
}
