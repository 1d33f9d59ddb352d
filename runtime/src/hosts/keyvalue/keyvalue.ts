/** SpiderLightning's key-value interface: `kv` and `keyvalue` of legacy modules, and today's component package. */
import { CapabilityError } from '../../ports/errors.ts';
import { keyValueErrors } from '../../ports/keyvalue.ts';
import { failing, withCase, withDescription } from '../failures.ts';
import type { Host } from '../host.ts';
import type { HostFunction } from '../values.ts';
import { Opened } from '../opened.ts';

type Store = Opened<'keyvalue'>;

/** One file of three interfaces: they differ in the resource's name and in their errors. */
export const host: Host = {
  create(interfaceName, context) {
    const resource = interfaceName === 'kv' ? 'kv' : 'keyvalue';
    const functions: Record<string, HostFunction> = {
      [`[static]${resource}.open`]: async (name: string) =>
        new Opened(resource, await context.open('keyvalue', name), name),

      [`[method]${resource}.get`]: async ({ port }: Store, key: string) => {
        const value = await port.get(key);
        if (value === undefined)
          throw new CapabilityError('key-not-found', `there is no key ${JSON.stringify(key)}`);
        return value;
      },

      [`[method]${resource}.set`]: ({ port }: Store, key: string, value: Uint8Array) => port.set(key, value),

      [`[method]${resource}.keys`]: ({ port }: Store) => Array.fromAsync(port.keys()),

      [`[method]${resource}.delete`]: ({ port }: Store, key: string) => port.delete(key),

      [`[resource-drop]${resource}`]: () => undefined,
    };
    if (interfaceName === 'kv') {
      functions['[method]kv.watch'] = () => {
        throw new CapabilityError(
          'unexpected-error',
          'slight watches no key for a module: who listened to what this gives was removed in its version 0.3. A component that exports wasi:keyvalue/watcher is told of changes',
        );
      };
    }
    return {
      name: interfaceName,
      functions: failing(interfaceName === 'kv' ? withDescription : withCase(keyValueErrors), functions, {
        interfaceName,
        context,
      }),
    };
  },
};
