import { existsSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Whether a bucket's folder has any value in it; asked without opening the bucket, which would make it. */
export function hasValues(folder: string): boolean {
  const file = path.join(folder, 'values.sqlite');
  if (!existsSync(file)) return false;
  try {
    using database = new DatabaseSync(file, { readOnly: true });
    return database.prepare('SELECT 1 FROM entries LIMIT 1').get() !== undefined;
  } catch {
    // a file that is none of ours, or damaged: of that, the provider tells
    return false;
  }
}
