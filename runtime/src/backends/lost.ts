/** Containers of a workspace whose record of them was deleted while they ran: their engine has what they are labelled. */
import path from 'node:path';
import { stopContainer } from './container.ts';
import type { Environment } from './engine-address.ts';
import { patience } from './patience.ts';
import { reach } from './reach.ts';

interface Listed {
  readonly Names?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
}

/** Stops those whose servers were written down somewhere in this folder, as far as there is an engine. */
export async function stopLostContainers(
  stateDir: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<void> {
  const found = await reach(environment, signal);
  if (found.kind === 'none') return;
  const { engine } = found;
  const filters = encodeURIComponent(JSON.stringify({ label: ['dev.slight.state'] }));
  const within = AbortSignal.any([signal, AbortSignal.timeout(patience.callMs)]);
  const answer = await engine.call('GET', `/containers/json?all=1&filters=${filters}`, { signal: within });
  const lost = (JSON.parse(answer) as readonly Listed[]).filter(({ Labels }) =>
    Labels?.['dev.slight.state']?.startsWith(stateDir + path.sep),
  );
  const names = lost.flatMap(({ Names = [] }) => Names.slice(0, 1)).map((name) => name.replace(/^\//, ''));
  await Promise.allSettled(names.map((name) => stopContainer(engine, name)));
}
