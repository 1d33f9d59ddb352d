import { readdirSync } from 'node:fs';
import path from 'node:path';
import { foldersIn } from './folders.ts';
import { nameOf } from './file-name.ts';

/** Whether a container's folder has any object in it; asked without opening the container, which would make it. */
export function hasObjects(folder: string): boolean {
  const { objects } = foldersIn(folder);
  try {
    const entries = readdirSync(objects, { recursive: true, withFileTypes: true });
    return entries.some(
      (entry) =>
        entry.isFile() &&
        nameOf(path.relative(objects, path.join(entry.parentPath, entry.name))) !== undefined,
    );
  } catch {
    // there is no such folder, or it cannot be read: of that, the provider tells
    return false;
  }
}
