/** PGlite in a thread of its own: takes messages of Postgres's protocol, one unit after the other, and gives the answers. */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/** What it is told: messages of the protocol, up to one that is answered by ReadyForQuery. */
export interface Unit {
  readonly bytes: Uint8Array;
}

export type Told =
  | { readonly kind: 'ready' }
  /** A part of an answer. */
  | { readonly kind: 'part'; readonly bytes: Uint8Array }
  /** The answer was whole. */
  | { readonly kind: 'done' }
  /** The database has ended. */
  | { readonly kind: 'ended'; readonly why: string };

const port = parentPort;
if (!port) throw new Error('pglite/worker.ts is a thread');
const { folder } = workerData as { readonly folder: string };
const tell = (told: Told) => port.postMessage(told);

const database = await PGlite.create(folder, { relaxedDurability: false }).catch((error: unknown) => {
  throw new Error(why(error));
});
tell({ kind: 'ready' });

port.on('message', ({ bytes }: Unit) => {
  database
    // its memory is used again for the next part
    .execProtocolRawStream(bytes, {
      syncToFs: false,
      onRawData: (part) => tell({ kind: 'part', bytes: part.slice() }),
    })
    .then(
      () => tell({ kind: 'done' }),
      (error: unknown) => tell({ kind: 'ended', why: String(error) }),
    );
});

/** Its file system fails by numbers of WASI's, without a word: https://wasix.org/docs/api-reference/wasi/errno. */
function why(error: unknown): string {
  const { errno, message = '' } = error as { readonly errno?: unknown; readonly message?: string };
  const known: Readonly<Record<number, string>> = {
    2: 'its files may not be read or written (EACCES)',
    29: 'the disk failed (EIO)',
    33: 'too many files are open (EMFILE)',
    51: 'the disk is full (ENOSPC)',
    69: 'it is on a disk that can only be read (EROFS)',
  };
  if (typeof errno === 'number') return known[errno] ?? `its files cannot be used (errno ${errno} of WASI)`;
  return message === '' ? 'Postgres has ended' : message;
}
