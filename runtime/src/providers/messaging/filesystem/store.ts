/** The messages of one name on the disk: who asked for them, and who holds them. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CapabilityError } from '../../../ports/errors.ts';
import { tell } from '../../../system-error.ts';
import type { OpenContext } from '../../provider.ts';
import type { Database } from '../../filesystem/database.ts';
import { openDatabase } from '../../filesystem/database.ts';
import { openHolder } from '../../filesystem/holder.ts';
import type { Holder } from '../../filesystem/holder.ts';
import { once } from '../../../once.ts';
import { file, keptFor, layout } from './tables.ts';

/** How often it is asked whether another process has written, in milliseconds: what that costs is 10 µs. */
const pollMs = 20;

/** How often it is asked whether a run that holds something has died, in milliseconds. */
export const sweepMs = 1000;

export interface Store extends AsyncDisposable {
  /** What is written by it is on the disk when it returns, where that was asked for. */
  readonly messages: Database;
  /** What is lost of this in a power cut makes a message come again, and so nobody waits for the disk. */
  readonly notes: Database;
  /** This run, as those know it that share the folder. */
  holder(): Promise<Holder>;
  /** Something was written by this run. */
  changed(): void;
  /** What is there now: it is another after each write, of whichever run. */
  state(): string;
  /** Waits until what is there is no longer that, or until it is time to look after the dead. */
  change(since: string, signal: AbortSignal): Promise<void>;
  /** Gives free what runs held that have ended, and forgets subscriptions that nobody has taken up for long. */
  sweep(): Promise<void>;
}

/** @throws CapabilityError where the folder or the file cannot be used */
export async function openStore(context: OpenContext): Promise<Store> {
  const { folder, durable, signal: ended } = context;
  await using opened = new AsyncDisposableStack();
  const at = path.join(folder, file);
  const messages = opened.use(await openDatabase(at, layout, context));
  const notes = durable
    ? opened.use(await openDatabase(at, layout, { ...context, durable: false }))
    : messages;
  const holder = once(async () => holders.use(await openHolder(folder).catch(unwritable)));
  const holders = opened.use(new AsyncDisposableStack());
  const version = messages.prepare('PRAGMA data_version');
  const holding = notes.prepare(`
    SELECT holder FROM messages WHERE holder IS NOT NULL
    UNION SELECT holder FROM subscriptions WHERE holder IS NOT NULL`);
  const freeMessages = notes.prepare('UPDATE messages SET holder = NULL WHERE holder = ?');
  const freeSubscriptions = notes.prepare(
    'UPDATE subscriptions SET holder = NULL, left = ? WHERE holder = ?',
  );
  const forget = notes.prepare('DELETE FROM subscriptions WHERE left < ? RETURNING id');
  const forgetMessages = notes.prepare('DELETE FROM messages WHERE subscription = ?');
  let waiting: (() => void)[] = [];
  let writes = 0;
  const wake = () => {
    writes++;
    const all = waiting;
    waiting = [];
    for (const one of all) one();
  };
  // SQLite counts what others write, and we our own
  const state = () => `${writes} ${String(version.get()?.['data_version'])}`;

  const kept = opened.move();
  return {
    messages,
    notes,
    holder,
    changed: wake,
    state,

    async change(since, signal) {
      const written = new AbortController();
      waiting.push(() => written.abort());
      const until = AbortSignal.any([signal, ended, written.signal]);
      const deadline = performance.now() + sweepMs;
      while (!until.aborted && state() === since && performance.now() < deadline) {
        await sleep(pollMs, undefined, { signal: until }).catch(() => undefined);
      }
    },

    async sweep() {
      const me = await holder();
      const held = await notes.read(() => holding.all().map((row) => String(row['holder'])));
      const gone = held.filter((one) => me.isGone(one));
      const now = Date.now();
      await notes.write(() => {
        for (const one of gone) {
          freeMessages.run(one);
          freeSubscriptions.run(now, one);
        }
        for (const row of forget.all(now - keptFor)) forgetMessages.run(row['id'] as number);
      });
      if (gone.length > 0) wake();
    },

    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };

  function unwritable(error: unknown): never {
    const message = tell(error, { deed: `The data folder ${folder} cannot be written to` });
    if (message === undefined) throw error;
    throw new CapabilityError('service-unavailable', message, { cause: error });
  }
}
