/** SpiderLightning's configs interface: legacy modules of both generations, and today's component package. */
import { CapabilityError } from '../../ports/errors.ts';
import { configsErrors } from '../../ports/configs.ts';
import { failing, withCase, withDescription } from '../failures.ts';
import type { Host } from '../host.ts';
import { Opened } from '../opened.ts';

type Store = Opened<'configs'>;

export const host: Host = {
  create(interfaceName, context, generation) {
    // modules of both generations import it under one name; they differ in its errors
    const isOld = interfaceName === 'configs' && generation === '0.2';
    return {
      name: interfaceName,
      functions: failing(
        isOld ? withDescription : withCase(configsErrors),
        {
          '[static]configs.open': async (name: string) =>
            new Opened('configs', await context.open('configs', name), name),

          '[method]configs.get': async ({ port }: Store, key: string) => {
            const value = await port.get(key);
            if (value === undefined)
              throw new CapabilityError('not-found', `${JSON.stringify(key)} is not set`);
            return value;
          },

          '[method]configs.set': ({ port }: Store, key: string, value: Uint8Array) => port.set(key, value),

          '[resource-drop]configs': () => undefined,
        },
        { interfaceName, context },
      ),
    };
  },
};
