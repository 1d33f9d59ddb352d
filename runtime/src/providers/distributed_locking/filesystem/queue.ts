/**
 * Who holds which lock, and who waits for it: a table of tickets, numbered as they are drawn, by SQLite among all processes.
 * Of the tickets for one name the lowest has the lock, or may take it. Each step runs in a transaction of the caller's.
 */
import type { Database } from '../../filesystem/database.ts';
import type { Presences } from './presence.ts';

/**
 * `number` is never given again, also where the ticket is gone (AUTOINCREMENT): it is the fencing number. `expires`: on the
 * machine's clock (`now`); NULL: not by itself.
 */
export const tickets = `
  CREATE TABLE IF NOT EXISTS tickets (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    name BLOB NOT NULL,
    owner TEXT NOT NULL,
    holder TEXT NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,
    expires INTEGER
  );
  CREATE INDEX IF NOT EXISTS tickets_of_name ON tickets (name, number)
`;

/** What somebody has drawn. */
export interface Ticket {
  readonly number: bigint;
  readonly name: Uint8Array;
  /** In milliseconds, once it is held. */
  readonly timeToLive: number | undefined;
}

/** Who is in front. */
export interface Front {
  readonly number: bigint;
  /** Of a presence. */
  readonly owner: string;
  readonly held: boolean;
  readonly expired: boolean;
}

/** Milliseconds on a clock that all processes of the machine share, and that nobody sets; it begins anew with the machine. */
export function now(): bigint {
  return process.hrtime.bigint() / 1_000_000n;
}

/** Of a time without end in sight, its end is out of sight too: SQLite's integers have 64 bits. */
const longest = 1e15;

function expiry({ timeToLive }: Pick<Ticket, 'timeToLive'>): bigint | null {
  return timeToLive === undefined ? null : now() + BigInt(Math.ceil(Math.min(timeToLive, longest)));
}

export function queueOf(database: Database, presences: Presences) {
  const draw = database.prepare(
    'INSERT INTO tickets (name, owner, holder, held, expires) VALUES (?, ?, ?, ?, ?)',
  );
  const anybody = database.prepare('SELECT 1 FROM tickets WHERE name = ? LIMIT 1');
  const first = database.prepare(
    'SELECT number, owner, held, expires FROM tickets WHERE name = ? AND number <= ? ORDER BY number LIMIT 1',
  );
  const take = database.prepare('UPDATE tickets SET held = 1, expires = ? WHERE number = ?');
  const remove = database.prepare('DELETE FROM tickets WHERE number = ?');
  const find = database.prepare('SELECT held, expires FROM tickets WHERE number = ? AND holder = ?');
  const removeAll = database.prepare('DELETE FROM tickets WHERE owner = ?');
  for (const statement of [draw, first, find]) statement.setReadBigInts(true);

  /** Who is in front of a ticket, itself included; undefined where the ticket is not there, nor any before it. */
  const front = ({ name, number }: Pick<Ticket, 'name' | 'number'>): Front | undefined => {
    const row = first.get(name, number);
    if (!row) return undefined;
    const { number: lowest, owner, held, expires } = row;
    return {
      number: lowest as bigint,
      owner: owner as string,
      held: held === 1n,
      expired: typeof expires === 'bigint' && expires <= now(),
    };
  };

  /** Takes the lock where the ticket is the first of those whose owners are there; tells whether it did, or is gone. */
  const tryTake = (ticket: Ticket, dropped?: bigint): 'taken' | 'waits' | 'gone' => {
    for (;;) {
      const one = front(ticket);
      if (!one) return 'gone';
      if (one.number === ticket.number) {
        take.run(expiry(ticket), ticket.number);
        return 'taken';
      }
      const idle = !one.held && one.number === dropped;
      if (!one.expired && !idle && presences.isThere(one.owner)) return 'waits';
      remove.run(one.number);
    }
  };

  return {
    front,
    tryTake,
    /** A ticket behind all others, and the lock where nobody is in front. */
    draw(name: Uint8Array, owner: string, holder: string, timeToLive?: number) {
      const isFree = anybody.get(name) === undefined;
      const expires = isFree ? expiry({ timeToLive }) : null;
      const { lastInsertRowid } = draw.run(name, owner, holder, isFree ? 1 : 0, expires);
      const ticket: Ticket = { number: BigInt(lastInsertRowid), name, timeToLive };
      return { ticket, state: isFree ? ('taken' as const) : tryTake(ticket) };
    },
    /** Gives the ticket back. */
    leave: (number: bigint) => void remove.run(number),
    /** Gives a lock back; tells whether it was still held. */
    release(number: bigint, holder: string): 'released' | 'expired' | 'gone' {
      const row = find.get(number, holder);
      if (row?.['held'] !== 1n) return 'gone';
      remove.run(number);
      const { expires } = row;
      return typeof expires === 'bigint' && expires <= now() ? 'expired' : 'released';
    },
    /** Gives back all that one owner has. */
    leaveAll: (owner: string) => void removeAll.run(owner),
  };
}
