/**
 * wasi:keyvalue, both drafts that are in use: 0.2.0-draft (wasmtime, wasmCloud) and 0.2.0-draft2 (Spin). They
 * differ in the type of cursors and increments, in what get-many gives, and draft2 alone has compare-and-swap.
 */
import type { KeyValue } from '../../ports/keyvalue.ts';
import { CapabilityError, UndeclaredCapability } from '../../ports/errors.ts';
import { failing, isCapabilityError } from '../failures.ts';
import type { ErrorValue } from '../failures.ts';
import type { Host, HostContext } from '../host.ts';
import type { HostFunction } from '../values.ts';
import { HostResource, WitError } from '../values.ts';
import { Bucket } from './bucket.ts';
import type { Page } from './listings.ts';
import { Listings } from './listings.ts';

/** Keys a page of list-keys: at 100 bytes a key, 100 kB in the guest's memory. */
const pageSize = 1000;

/** Calls of a batch that are under way at once: enough to fill a connection, few enough for open files. */
const parallel = 64;

/** A key as it was seen once. */
class Cas extends HostResource {
  readonly port: KeyValue;
  readonly key: string;
  readonly seen: Uint8Array | undefined;

  constructor({ port, openedAs }: Bucket | Cas, key: string, seen: Uint8Array | undefined) {
    super('cas', openedAs);
    this.port = port;
    this.key = key;
    this.seen = seen;
  }

  static async read(of: Bucket | Cas, key: string): Promise<Cas> {
    return new Cas(of, key, await of.port.get(key));
  }
}

const toError: ErrorValue = (error) => {
  if (error instanceof UndeclaredCapability) return { tag: 'no-such-store' };
  if (error.case === 'authentication-error') return { tag: 'access-denied' };
  return { tag: 'other', val: `${error.case}: ${error.message}` };
};

type Draft = 'draft' | 'draft2';

export const host: Host = {
  create(interfaceName, context) {
    const draft: Draft = interfaceName.endsWith('-draft2') ? 'draft2' : 'draft';
    const functions = functionsOf(interfaceName, draft, context);
    return { name: interfaceName, functions: failing(toError, functions, { interfaceName, context }) };
  },
};

function functionsOf(
  interfaceName: string,
  draft: Draft,
  context: HostContext,
): Record<string, HostFunction> {
  if (interfaceName.includes('/store@')) return store(draft, context);
  if (interfaceName.includes('/batch@')) return batch(draft);
  return draft === 'draft' ? { increment: unsignedIncrement } : atomics();
}

/** A store that the guest holds. */
interface OpenStore {
  /** Undefined until it lists keys. */
  listings: Listings | undefined;
  handles: number;
}

function store(draft: Draft, context: HostContext): Record<string, HostFunction> {
  // all handles of a store are of one port
  const stores = new Map<KeyValue, OpenStore>();
  const ports = new Map<string, KeyValue>();
  const bucket = (port: KeyValue, identifier: string) => {
    const open = stores.get(port);
    if (open) open.handles += 1;
    else stores.set(port, { listings: undefined, handles: 1 });
    return new Bucket(port, identifier);
  };
  const open = async (identifier: string) => {
    const port = await context.open('keyvalue', identifier);
    ports.set(identifier, port);
    return bucket(port, identifier);
  };
  const listingsOf = (port: KeyValue): Listings => {
    const made = () => new Listings(() => port.keys(), pageSize);
    const store = stores.get(port);
    return store ? (store.listings ??= made()) : made();
  };
  return {
    // a guest that is kept opens it again and again, and it stays open
    open: (identifier: string) => {
      const port = ports.get(identifier);
      return port ? bucket(port, identifier) : open(identifier);
    },
    '[method]bucket.get': ({ port }: Bucket, key: string) => port.get(key),
    '[method]bucket.set': ({ port }: Bucket, key: string, value: Uint8Array) => port.set(key, value),
    '[method]bucket.delete': ({ port }: Bucket, key: string) => port.delete(key),
    '[method]bucket.exists': ({ port }: Bucket, key: string) => port.exists(key),

    '[method]bucket.list-keys': async ({ port }: Bucket, cursor: string | bigint | undefined) => {
      const listings = listingsOf(port);
      const page = cursor === undefined ? await listings.first() : await pageAt(listings, cursor);
      if (!page)
        throw new CapabilityError(
          'invalid-value',
          `no listing of this bucket goes on at cursor ${JSON.stringify(String(cursor))}: the key that it names is not there, or never was; list the keys from the start`,
        );
      return {
        keys: page.items,
        cursor: draft === 'draft' ? page.cursor : page.cursor?.toString(),
      };
    },

    '[resource-drop]bucket': ({ port }: Bucket) => {
      const store = stores.get(port);
      if (!store || --store.handles > 0) return undefined;
      stores.delete(port);
      return store.listings?.close();
    },
  };
}

function pageAt(listings: Listings, cursor: string | bigint): Promise<Page | undefined> {
  if (typeof cursor === 'bigint') return listings.at(cursor);
  return /^\d{1,20}$/.test(cursor) ? listings.at(BigInt(cursor)) : Promise.resolve(undefined);
}

function batch(draft: Draft): Record<string, HostFunction> {
  return {
    'get-many': async ({ port }: Bucket, keys: readonly string[]) => {
      const values = await inParallel(keys, (key) => port.get(key));
      return keys.map((key, index) => {
        const value = values[index];
        // draft gives an option<tuple>, draft2 a tuple with an option in it
        return draft === 'draft2' || value !== undefined ? [key, value] : undefined;
      });
    },

    'set-many': async ({ port }: Bucket, pairs: readonly (readonly [string, Uint8Array])[]) => {
      // of a key that is there twice the last value counts, whatever the order of the writes
      await inParallel([...new Map(pairs)], ([key, value]) => port.set(key, value));
    },

    'delete-many': async ({ port }: Bucket, keys: readonly string[]) => {
      await inParallel([...new Set(keys)], (key) => port.delete(key));
    },
  };
}

async function unsignedIncrement({ port }: Bucket, key: string, delta: bigint): Promise<bigint> {
  const sum = await port.increment(key, delta);
  if (sum < 0n)
    throw new CapabilityError('invalid-value', `the number under ${JSON.stringify(key)} is negative`);
  return sum;
}

function atomics(): Record<string, HostFunction> {
  return {
    increment: ({ port }: Bucket, key: string, delta: bigint) => port.increment(key, delta),
    '[static]cas.new': (bucket: Bucket, key: string) => Cas.read(bucket, key),
    '[method]cas.current': ({ seen }: Cas) => seen,

    swap: async (cas: Cas, value: Uint8Array) => {
      const { port, key, seen } = cas;
      let retry: Cas;
      try {
        if (await port.swap(key, seen, value)) return;
        retry = await Cas.read(cas, key);
      } catch (error) {
        if (!isCapabilityError(error)) throw error;
        throw new WitError({ tag: 'store-error', val: toError(error) }, error.message);
      }
      throw new WitError({ tag: 'cas-failed', val: retry }, `${JSON.stringify(key)} has changed`);
    },

    '[resource-drop]cas': () => undefined,
  };
}

/** The results in the order of the items. Stops at the first failure. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += parallel) {
    results.push(...(await Promise.all(items.slice(start, start + parallel).map(work))));
  }
  return results;
}
