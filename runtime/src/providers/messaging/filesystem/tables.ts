/** The tables of messaging.filesystem: `messages.sqlite`, which any SQLite viewer opens. */
import type { Layout } from '../../filesystem/database.ts';

export const file = 'messages.sqlite';

/** How long a subscription that nobody holds is kept, in milliseconds. */
export const keptFor = 7 * 24 * 60 * 60 * 1000;

export const layout: Layout = {
  version: 1,
  // kind: own, group or queue. holder: the run that has it, of an own one; left: since when nobody has it, in
  // milliseconds of Unix time. A message is kept once for each subscription that it reaches, and is held by the run
  // that works on it. Its numbers never come again: a reader goes on behind the last one
  tables: `
    CREATE TABLE IF NOT EXISTS subscriptions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      topic TEXT NOT NULL,
      consumers TEXT NOT NULL,
      wild INTEGER NOT NULL,
      holder TEXT,
      left INTEGER
    );
    CREATE INDEX IF NOT EXISTS by_topic ON subscriptions (topic, kind, consumers);
    CREATE INDEX IF NOT EXISTS wildcards ON subscriptions (id) WHERE wild = 1;
    CREATE TABLE IF NOT EXISTS messages (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      subscription INTEGER NOT NULL,
      topic TEXT NOT NULL,
      reply_to TEXT,
      body BLOB NOT NULL,
      holder TEXT
    );
    CREATE INDEX IF NOT EXISTS waiting ON messages (subscription, id) WHERE holder IS NULL;
    CREATE INDEX IF NOT EXISTS held ON messages (holder) WHERE holder IS NOT NULL`,
  cases: {
    locked: 'service-unavailable',
    unusable: 'service-unavailable',
    tooLarge: 'payload-too-large',
    other: 'unexpected-error',
  },
};
