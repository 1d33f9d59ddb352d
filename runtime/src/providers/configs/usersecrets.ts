import { CapabilityError } from '../../ports/errors.ts';
import type { Configs } from '../../ports/configs.ts';
import type { Provider } from '../provider.ts';

/** configs.usersecrets: the slightfile's `[[secret_settings]]`, opened when the guest first asks for one. */
export const provider: Provider<Configs> = {
  open(_name, _configs, { secret, secretNames }) {
    return Promise.resolve({
      async get(key) {
        const value = await secret(key).catch(refuse);
        return value === undefined ? undefined : Buffer.from(value);
      },
      set(key) {
        // the slightfile is the user's: a guest that runs does not write to it
        return Promise.reject(
          new CapabilityError(
            'permission-denied',
            `A guest cannot set the secret "${key}". Set it with: slight secret -k ${key} -c slightfile.toml`,
          ),
        );
      },
      async all() {
        const values = secretNames().map(async (name) => {
          const value = await secret(name).catch(refuse);
          return [name, Buffer.from(value ?? '')] as const;
        });
        return Promise.all(values);
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  },
};

function refuse(error: unknown): never {
  throw new CapabilityError('permission-denied', error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
