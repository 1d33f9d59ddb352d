/** Asks the runtime, with `slight status`, which servers run. Knows nothing of VS Code. */
import { execFile } from 'node:child_process';
import type { Sources } from '@slight/runtime/backends/sources.ts';
import type { Status } from '@slight/runtime/app/status.ts';
import type { RuntimeOptions } from '@slight/runtime/child/runtime.ts';

export interface Told {
  /** Of each slightfile that could be read. */
  readonly apps: readonly Status[];
  readonly machine?: Sources;
}

/** How long it may take, in milliseconds: an engine that does not answer is waited for less. */
const patience = 20_000;

/** @returns what it tells; rejects where it could not be asked */
export function askStatus({
  node,
  script,
  arguments: given,
  cwd,
  env,
}: Omit<RuntimeOptions, 'onEvent' | 'onOutput'>): Promise<Told> {
  return new Promise((resolve, reject) => {
    execFile(
      node,
      [script, ...given],
      { cwd, env: { ...env, ELECTRON_RUN_AS_NODE: '1' }, timeout: patience, maxBuffer: 2 ** 24 },
      (error, stdout, stderr) => {
        // of slightfiles of which one cannot be read, the others are told all the same
        const told = toldIn(stdout);
        if (told) resolve(told);
        else reject(new Error(stderr.trim() || (error?.message ?? 'The runtime told nothing.')));
      },
    );
  });
}

function toldIn(text: string): Told | undefined {
  try {
    const { apps, machine } = JSON.parse(text) as Partial<Told>;
    return Array.isArray(apps) ? { apps: apps as Told['apps'], ...(machine && { machine }) } : undefined;
  } catch {
    return undefined;
  }
}
