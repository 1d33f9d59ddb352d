import { existsSync } from 'node:fs';
import path from 'node:path';

/** Whether a table of the folder's database has any row; asked without opening the name, which would make it. */
export function hasRows(folder: string, file: string, table: string): boolean {
  const at = path.join(folder, file);
  if (!existsSync(at)) return false;
  // loaded here: few runs ask
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  try {
    using database = new DatabaseSync(at, { readOnly: true });
    return database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined;
  } catch {
    // a file that is none of ours, or damaged: of that, the provider tells
    return false;
  }
}
