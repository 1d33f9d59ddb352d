/** Where a database of PGlite is served: by the process that has its lock, and to all that may read its folder. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tryLock } from '../../../lock.ts';
import { CapabilityError } from '../../../ports/errors.ts';
import type { OpenContext } from '../../provider.ts';
import { startEngine } from './engine.ts';
import { serveEngine } from './server.ts';

export interface Place extends AsyncDisposable {
  readonly port: number;
  readonly token: string;
}

const pollMs = 50;
/** After how long a wait is told. */
const tellMs = 1_000;
/** Making a database takes five seconds, and on a busy machine many times that. */
const patienceMs = 120_000;

/**
 * Serves it, or finds who does.
 * @param failed the one that was tried, where somebody else serves: it is waited for another
 * @throws CapabilityError where neither can be had
 */
export async function findPlace(
  { folder, signal, progress }: Pick<OpenContext, 'folder' | 'signal' | 'progress'>,
  failed?: Place,
): Promise<Place> {
  const begun = performance.now();
  let isTold = false;
  for (;;) {
    if (signal.aborted) throw new CapabilityError('connection-error', 'The run has ended.');
    const held = tryLock(path.join(folder, 'lock'));
    if (held) return serve(folder, held, progress);
    const known = await readPlace(folder);
    if (known && known.token !== failed?.token) return known;
    const waited = performance.now() - begun;
    if (!isTold && waited > tellMs) progress('waiting for another run to open the database');
    isTold ||= waited > tellMs;
    if (waited > patienceMs)
      throw new CapabilityError(
        'timeout-error',
        `Another run has ${folder} open, and does not share it. End it and try again.`,
      );
    await delay(pollMs);
  }
}

async function serve(folder: string, held: Disposable, progress: OpenContext['progress']): Promise<Place> {
  try {
    const server = await serveEngine(await startEngine(folder, progress));
    const file = path.join(folder, 'server.json');
    const { port, token } = server;
    // never half of it
    await writeFile(`${file}.new`, JSON.stringify({ port, token }), { mode: 0o600 });
    await rename(`${file}.new`, file);
    return {
      port,
      token,
      async [Symbol.asyncDispose]() {
        await server[Symbol.asyncDispose]();
        held[Symbol.dispose]();
      },
    };
  } catch (error) {
    held[Symbol.dispose]();
    const why = error instanceof Error ? error.message : String(error);
    throw new CapabilityError(
      'io-error',
      `The database in ${folder} cannot be opened: ${why}. Check the disk that holds it, or move the folder away to begin with an empty one.`,
      { cause: error },
    );
  }
}

async function readPlace(folder: string): Promise<Place | undefined> {
  try {
    const { port, token } = JSON.parse(await readFile(path.join(folder, 'server.json'), 'utf8')) as Place;
    return { port, token, [Symbol.asyncDispose]: () => Promise.resolve() };
  } catch {
    // whoever has the lock has not written it yet
    return undefined;
  }
}
