/** Where servers can come from on this machine, looked at as a run looks: nothing is started. */
import type { LocalRung } from './backend.ts';
import type { Environment } from './engine-address.ts';
import { shownAddress } from './engine-address.ts';
import { loadBackends } from './index.ts';
import { findProgram } from './installed.ts';
import { reach } from './reach.ts';

export interface Sources {
  /** The engine that containers are started with. */
  readonly containers: Source;
  /** The servers that are installed. */
  readonly programs: readonly (Source & { readonly title: string; readonly command: string })[];
}

/** Where it is, or a sentence that says why it cannot be used. */
export type Source = { readonly place: string } | { readonly reason: string };

/** @param folder its node_modules/.bin, and those above it, are looked at */
export async function sourcesOf(
  folder: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Sources> {
  const [reached, ...programs] = await Promise.all([
    reach(environment, signal),
    ...(await loadBackends()).flatMap(({ title, local }) =>
      local ? [installed(title, local, folder, environment)] : [],
    ),
  ]);
  const containers =
    reached.kind === 'engine' ? { place: shownAddress(reached.engine.address) } : { reason: reached.reason };
  return { containers, programs };
}

async function installed(
  title: string,
  { command }: LocalRung,
  folder: string,
  environment: Environment,
): Promise<Sources['programs'][number]> {
  const found = await findProgram(command, folder, environment);
  const source =
    found.kind === 'none'
      ? { reason: found.reason }
      : { place: [found.file, ...found.args].at(-1) ?? command };
  return { title, command, ...source };
}
