/** The hosts of a guest's imports, found by the rows of schemas/interfaces.json: which are served, and by which file. */
import { generationOf, isSystem, rowOf } from '@slight/slightfile/interfaces.ts';
import { isServed } from '@slight/slightfile/served.ts';
import type { InterfaceRef } from '@slight/slightfile/wasm/component.ts';
import type { PortName } from '../ports/ports.ts';
import type { Host, HostContext } from './host.ts';
import type { HostInterface } from './values.ts';

/** What of a guest's imports hosts serve. WASI is not among them: each kind of guest brings its own. */
export interface ServedImports {
  /** As they are imported. */
  readonly served: readonly string[];
  /** The ports that they open, so that what serves them can be brought up before the guest starts. */
  readonly ports: ReadonlySet<PortName>;
  /** The other imports. The guest runs with them, and traps where it calls one. */
  readonly unserved: readonly string[];
}

export function servedOf(imports: readonly InterfaceRef[]): ServedImports {
  const names = imports.map(({ name }) => name).filter((name) => !isSystem(name));
  const served = names.filter((name) => isServed(name));
  return { served, ports: new Set(served.map(portOf)), unserved: names.filter((name) => !isServed(name)) };
}

/** Makes the hosts that a guest's imports ask for: one for each import that is served. */
export function hostsFor(
  imports: readonly InterfaceRef[],
  context: HostContext,
): Promise<readonly HostInterface[]> {
  const generation = generationOf(imports.map(({ name }) => name));
  return Promise.all(
    servedOf(imports).served.map(async (name) => (await loadHost(name)).create(name, context, generation)),
  );
}

async function loadHost(name: string): Promise<Host> {
  // scripts/found-by-path.ts bundles every file that fits
  const module = (await import(`./${portOf(name)}/${rowOf(name)?.host ?? ''}.ts`)) as { readonly host: Host };
  return module.host;
}

/** Of an interface that is served, whose capability has a port. */
function portOf(name: string): PortName {
  return rowOf(name)?.capability as PortName;
}
