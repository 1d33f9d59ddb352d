import { existsSync } from 'node:fs';
import path from 'node:path';

/** Whether a bucket's folder has any value in it; asked without opening the bucket, which would make it. */
export function hasValues(folder: string): boolean {
  const file = path.join(folder, 'values.sqlite');
  if (!existsSync(file)) return false;
  // loaded here: few runs ask
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  try {
    using database = new DatabaseSync(file, { readOnly: true });
    return database.prepare('SELECT 1 FROM entries LIMIT 1').get() !== undefined;
  } catch {
    // a file that is none of ours, or damaged: of that, the provider tells
    return false;
  }
}
