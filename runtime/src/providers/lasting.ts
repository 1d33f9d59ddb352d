import type { OpenContext } from './provider.ts';

/** What providers keep in memory for one run. Each asks for keys that begin with its resource's name. */
export function lastingValues(): OpenContext['lasting'] {
  const values = new Map<string, unknown>();
  return <T>(key: string, make: () => T): T => {
    if (!values.has(key)) values.set(key, make());
    return values.get(key) as T;
  };
}
