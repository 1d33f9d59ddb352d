import { mkdir, mkdtempDisposable } from 'node:fs/promises';
import path from 'node:path';
import { lastingValues } from '@slight/runtime/providers/lasting.ts';
import type { OpenContext } from '@slight/runtime/providers/provider.ts';
import { root } from './process.ts';

/**
 * A folder on the disk that the repository is on: /tmp may be in memory, where a durable write costs nothing.
 */
export async function scratch(): Promise<AsyncDisposable & { readonly path: string }> {
  const parent = path.join(root, '.cache/bench');
  await mkdir(parent, { recursive: true });
  return await mkdtempDisposable(path.join(parent, 'scratch-'));
}

/** What a provider gets besides its configs. */
export function context(folder = '', durable = false): OpenContext {
  return {
    folder,
    beside: folder,
    development: true,
    lasting: lastingValues(),
    durable,
    signal: new AbortController().signal,
    environment: {},
    progress: () => undefined,
    secret: () => Promise.resolve(undefined),
    secretNames: () => [],
    traceFields: () => [],
  };
}
