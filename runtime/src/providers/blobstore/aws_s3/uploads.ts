/**
 * The uploads in parts that runs have under way, noted in the folder of the app's name: what one leaves there that is killed
 * would be paid for until somebody finds it, so the next run takes it away. Uploads of others, it knows nothing of.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { once } from '../../../once.ts';
import { openDatabase } from '../../filesystem/database.ts';
import type { Layout } from '../../filesystem/database.ts';
import { openHolder } from '../../filesystem/holder.ts';
import { makeOwnFolder } from '../../filesystem/own-folder.ts';
import type { OpenContext } from '../../provider.ts';

/** One as S3 knows it. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly id: string;
}

/** Of a folder that cannot be used, nothing is noted, and nothing fails. */
export interface Uploads extends AsyncDisposable {
  begun(upload: Upload): Promise<void>;
  over(upload: Pick<Upload, 'id'>): Promise<void>;
  /** Those of runs that have ended. */
  left(): Promise<readonly Upload[]>;
}

const file = 'uploads.sqlite';

const layout: Layout = {
  version: 1,
  tables:
    'CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, holder TEXT NOT NULL)',
  cases: { locked: 'timeout-error', unusable: 'io-error', tooLarge: 'io-error', other: 'unexpected-error' },
};

/** Nothing is made before the first upload. */
export function openUploads(context: Pick<OpenContext, 'folder' | 'signal'>): Uploads {
  const stack = new AsyncDisposableStack();
  const opened = once(async () => {
    const at = { ...context, durable: false };
    await makeOwnFolder(at, layout.cases.unusable);
    const database = stack.use(await openDatabase(path.join(context.folder, file), layout, at));
    const holder = stack.use(await openHolder(context.folder));
    const add = database.prepare(
      'INSERT OR REPLACE INTO uploads (id, bucket, key, holder) VALUES (?, ?, ?, ?)',
    );
    const remove = database.prepare('DELETE FROM uploads WHERE id = ?');
    const all = database.prepare('SELECT id, bucket, key, holder FROM uploads');
    return { database, holder, add, remove, all };
  });
  const orNothing = async <T>(work: () => Promise<T>, nothing: T): Promise<T> => {
    try {
      return await work();
    } catch {
      return nothing;
    }
  };
  return {
    begun: ({ id, bucket, key }) =>
      orNothing(async () => {
        const { database, holder, add } = await opened();
        await database.write(() => void add.run(id, bucket, key, holder.id));
      }, undefined),

    over: ({ id }) =>
      orNothing(async () => {
        const { database, remove } = await opened();
        await database.write(() => void remove.run(id));
      }, undefined),

    left: () =>
      orNothing(async () => {
        if (!existsSync(path.join(context.folder, file))) return [];
        const { database, holder, all } = await opened();
        const rows = await database.read(() => all.all());
        return rows
          .map((row) => row as Record<'id' | 'bucket' | 'key' | 'holder', string>)
          .filter((row) => holder.isGone(row.holder));
      }, []),

    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
