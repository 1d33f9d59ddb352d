/** wasi:config/store, whose guests name no store: they read the one that the slightfile declares. */
import { CapabilityError } from '../../ports/errors.ts';
import { failing } from '../failures.ts';
import type { Host } from '../host.ts';

/** `variant error { upstream(string), io(string) }` */
const toError = ({ case: errorCase, message }: CapabilityError) => ({
  tag: errorCase === 'io-error' ? 'io' : 'upstream',
  val: message,
});

export const host: Host = {
  create(interfaceName, context) {
    const store = () => context.open('configs', '');
    return {
      name: interfaceName,
      functions: failing(
        toError,
        {
          get: async (key: string) => {
            const value = await (await store()).get(key);
            return value && textOf(key, value);
          },
          'get-all': async () => {
            const all = await (await store()).all();
            return all.map(([key, value]) => [key, textOf(key, value)]);
          },
        },
        { interfaceName, context },
      ),
    };
  },
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(key: string, value: Uint8Array): string {
  try {
    return decoder.decode(value);
  } catch {
    throw new CapabilityError('invalid-value', `the value of ${JSON.stringify(key)} is no text`);
  }
}
