import { CapabilityError } from '../../ports/errors.ts';
import type { Configs } from '../../ports/configs.ts';
import type { Provider } from '../provider.ts';

/**
 * configs.envvars: the environment that the user gave the run, read one variable at a time as the guest asks. What
 * the guest sets it finds again until the run ends, as with slight; the process environment stays as it is.
 */
export const provider: Provider<Configs> = {
  open(_name, _configs, { environment }) {
    const own = new Map<string, Uint8Array>();
    return Promise.resolve({
      get(key) {
        const value = own.get(key);
        if (value !== undefined) return Promise.resolve(value);
        // an inherited property, `constructor`, is no variable
        const variable = Object.hasOwn(environment, key) ? environment[key] : undefined;
        return Promise.resolve(variable === undefined ? undefined : Buffer.from(variable));
      },
      set(key, value) {
        own.set(key, Uint8Array.from(value));
        return Promise.resolve();
      },
      all() {
        // all the rest of the environment is nobody's business
        return Promise.reject(
          new CapabilityError(
            'permission-denied',
            'configs.envvars gives only the variables that are asked for by name, and not all of them. Ask for each, or declare configs.usersecrets or configs.azapp.',
          ),
        );
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  },
};
