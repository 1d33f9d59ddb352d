/** What a command to send a request is given. Knows nothing of VS Code. */

/** A route of an app. */
export interface AskedRequest {
  /** The URIs of the slightfiles that it may be of; absent where the person says which app. */
  readonly slightfiles?: readonly string[];
  /** `GET` */
  readonly method: string;
  /** `/person/:name` */
  readonly path: string;
}

/** The request that a code lens or a keybinding asks for; undefined where it asks for none. */
export function askedBy(given: unknown): AskedRequest | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { slightfiles, slightfile, method, path } = given as Readonly<Record<string, unknown>>;
  if (typeof method !== 'string' || typeof path !== 'string') return undefined;
  // a keybinding says one
  const all = (Array.isArray(slightfiles) ? slightfiles : [slightfile]).filter(
    (one) => typeof one === 'string',
  );
  return { method: method.toUpperCase(), path, ...(all.length > 0 && { slightfiles: all }) };
}

/** The same, of what a person writes: `POST /orders`; undefined where it is none. */
export function requestIn(line: string): AskedRequest | undefined {
  const [, method, path] = /^\s*([a-z]+)\s+(\/\S*)\s*$/i.exec(line) ?? [];
  return method && path ? { method: method.toUpperCase(), path } : undefined;
}
