/**
 * What a broker of the network knows an app's subscriptions by. A subscription without a group is to be found again by
 * the next run, and two runs at once are not to take each other's: so the names that were given are kept in the folder of
 * the app's name (`places.sqlite`), each held by the run that uses it.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { openDatabase } from '../filesystem/database.ts';
import type { Layout } from '../filesystem/database.ts';
import { openHolder } from '../filesystem/holder.ts';
import { makeOwnFolder } from '../filesystem/own-folder.ts';
import { once } from '../../once.ts';
import type { OpenContext } from '../provider.ts';

/** How long a place that nobody holds is kept, in milliseconds: as long as brokers are asked to keep what comes to it. */
export const keptFor = 7 * 24 * 60 * 60 * 1000;

const layout: Layout = {
  version: 1,
  tables:
    'CREATE TABLE IF NOT EXISTS places (key TEXT NOT NULL, name TEXT NOT NULL, holder TEXT, left INTEGER)',
  cases: {
    locked: 'service-unavailable',
    unusable: 'service-unavailable',
    tooLarge: 'unexpected-error',
    other: 'unexpected-error',
  },
};

export interface Places extends AsyncDisposable {
  /** A place of this key (a topic) that nobody has: one that was left before, or else a new one. */
  take(key: string): Promise<Place>;
  /** @param orNew false: where none was left, none is given */
  take(key: string, orNew: boolean): Promise<Place | undefined>;
}

/** Disposing leaves it. */
export interface Place extends AsyncDisposable {
  /** 36 characters: hexadecimal digits and hyphens. */
  readonly name: string;
}

/** Nothing is made before the first place is asked for. Where the folder cannot be used, each place is a new one. */
export function openPlaces(context: Pick<OpenContext, 'folder' | 'signal'>): Places {
  const stack = new AsyncDisposableStack();
  const opened = once(async () => {
    const at = { ...context, durable: false };
    await makeOwnFolder(at, layout.cases.unusable);
    const database = stack.use(await openDatabase(path.join(context.folder, 'places.sqlite'), layout, at));
    const holder = stack.use(await openHolder(context.folder));
    const held = database.prepare('SELECT DISTINCT holder FROM places WHERE holder IS NOT NULL');
    const free = database.prepare('UPDATE places SET holder = NULL, left = ? WHERE holder = ?');
    const forget = database.prepare('DELETE FROM places WHERE left < ?');
    const find = database.prepare(
      'SELECT name FROM places WHERE key = ? AND holder IS NULL ORDER BY left DESC LIMIT 1',
    );
    const make = database.prepare('INSERT INTO places (key, name) VALUES (?, ?)');
    const hold = database.prepare('UPDATE places SET holder = ?, left = NULL WHERE name = ?');
    const leave = database.prepare('UPDATE places SET holder = NULL, left = ? WHERE name = ?');

    return async (key: string, orNew: boolean): Promise<Place | undefined> => {
      const name = await database.write(() => {
        const now = Date.now();
        for (const row of held.all()) {
          const one = String(row['holder']);
          if (holder.isGone(one)) free.run(now, one);
        }
        forget.run(now - keptFor);
        const found = find.get(key)?.['name'] as string | undefined;
        if (found === undefined && !orNew) return undefined;
        const taken = found ?? randomUUID();
        if (found === undefined) make.run(key, taken);
        hold.run(holder.id, taken);
        return taken;
      });
      if (name === undefined) return undefined;
      return {
        name,
        // of a run that cannot write it down, the next finds out
        [Symbol.asyncDispose]: () =>
          database
            .write(() => leave.run(Date.now(), name))
            .then(
              () => undefined,
              () => undefined,
            ),
      };
    };
  });

  async function take(key: string): Promise<Place>;
  async function take(key: string, orNew: boolean): Promise<Place | undefined>;
  async function take(key: string, orNew = true): Promise<Place | undefined> {
    const from = await opened().catch(() => undefined);
    if (from) return from(key, orNew);
    return orNew ? { name: randomUUID(), [Symbol.asyncDispose]: () => Promise.resolve() } : undefined;
  }
  return { take, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
