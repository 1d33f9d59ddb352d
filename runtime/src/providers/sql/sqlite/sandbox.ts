/**
 * What a guest's SQL may do beside reading and writing its one database: nothing that reaches another file, that changes how
 * this one is kept, or that stays with the connection, which others use after it.
 */
import { constants } from 'node:sqlite';
import type { DatabaseSync } from 'node:sqlite';

/** Those that ask, tidy up or check, with whatever they are given. */
const harmless = new Set([
  ...['table_info', 'table_xinfo', 'table_list', 'index_info', 'index_xinfo', 'index_list'],
  ...['foreign_key_list', 'foreign_key_check', 'integrity_check', 'quick_check'],
  ...['incremental_vacuum', 'optimize', 'wal_checkpoint'],
  // kept in the file, for the guest's own use
  ...['user_version', 'application_id'],
  // until the end of the transaction
  'defer_foreign_keys',
]);

/** What is so already, so that a guest may say it. */
const given: Readonly<Record<string, RegExp>> = {
  foreign_keys: /^(?:1|on|yes|true)$/i,
  journal_mode: /^wal$/i,
};

/** Changes something even where it is given nothing. */
const neverAsked = new Set(['shrink_memory']);

/**
 * Holds a connection's guest to its database from now on.
 * @param isVacuuming whether the runtime is at a VACUUM, which attaches a file of its own without a name
 */
export function confine(database: DatabaseSync, isVacuuming: () => boolean): void {
  database.setAuthorizer((action, first, second) => {
    if (action === constants.SQLITE_ATTACH && !(first === '' && isVacuuming())) return constants.SQLITE_DENY;
    if (action === constants.SQLITE_PRAGMA && !mayUse((first ?? '').toLowerCase(), second))
      return constants.SQLITE_DENY;
    if (action === constants.SQLITE_FUNCTION && second === 'load_extension') return constants.SQLITE_DENY;
    return constants.SQLITE_OK;
  });
}

/** Whether a guest may use that pragma; without a value, it only asks. */
function mayUse(name: string, value: string | null): boolean {
  if (harmless.has(name)) return true;
  return value === null ? !neverAsked.has(name) : given[name]?.test(value) === true;
}
