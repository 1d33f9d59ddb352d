/** Links to files: only to those that are there. */
import { exists } from '../workspace/on-disk.ts';

/**
 * What `make` gives when it may ask which files are there: it is called once to learn which it asks for, and again
 * when that is known.
 */
export async function existing<T>(make: (exists: (uri: string) => boolean) => T): Promise<T> {
  const asked = new Set<string>();
  make((uri) => {
    asked.add(uri);
    return false;
  });
  const there = new Map(
    await Promise.all(Array.from(asked, async (uri): Promise<[string, boolean]> => [uri, await exists(uri)])),
  );
  return make((uri) => there.get(uri) === true);
}
