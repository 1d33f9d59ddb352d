import { existsSync } from 'node:fs';
import path from 'node:path';

/** Whether a database was made in a name's folder. */
export function hasDatabase(folder: string): boolean {
  return existsSync(path.join(folder, 'made'));
}
