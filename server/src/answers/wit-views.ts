/** What a name of WIT is looked for in. */
import type { WitSource } from '@slight/wit/surroundings.ts';
import type { WitView } from '../wit/view.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Every WIT file from which a name of this one could be used: those of the workspace, and those around it. */
export async function witViews({ index, wit }: Workspace, source: WitSource): Promise<readonly WitView[]> {
  const around = await wit.surroundings(source.uri);
  const near = [...around.own, ...(around.deps ?? []), ...around.shipped];
  const known = await Promise.all(Array.from(index.files('wit'), (file) => wit.source(file)));
  const all = new Map([...near, ...known.filter((one) => one !== undefined)].map((one) => [one.uri, one]));
  return await Promise.all(
    Array.from(all.values(), async (one) => ({ source: one, surroundings: await wit.surroundings(one.uri) })),
  );
}
