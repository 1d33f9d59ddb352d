/** SpiderLightning's configs interface: legacy modules of both generations, and today's component package. */
import { CapabilityError } from '../../ports/errors.ts';
import { configsErrors } from '../../ports/configs.ts';
import { failing, withCase, withDescription } from '../failures.ts';
import type { ErrorValue } from '../failures.ts';
import type { Host } from '../host.ts';
import { Opened } from '../opened.ts';

type Store = Opened<'configs'>;

/** `configs` as modules of generation 0.5 import it. */
export const configs = host(['configs', 'spiderlightning:configs/configs@0.6.0'], withCase(configsErrors));

/** `configs` as modules of generation 0.2 import it: under the same name, with another error. */
export const configs02 = host(['configs'], withDescription);

function host(interfaces: readonly string[], toValue: ErrorValue): Host {
  return {
    port: 'configs',
    interfaces,
    create: (interfaceName, opener) => ({
      name: interfaceName,
      functions: failing(
        toValue,
        {
          '[static]configs.open': async (name: string) =>
            new Opened('configs', await opener.open('configs', name), name),

          '[method]configs.get': async ({ port }: Store, key: string) => {
            const value = await port.get(key);
            if (value === undefined)
              throw new CapabilityError('not-found', `${JSON.stringify(key)} is not set`);
            return value;
          },

          '[method]configs.set': ({ port }: Store, key: string, value: Uint8Array) => port.set(key, value),

          '[resource-drop]configs': () => undefined,
        },
        { interfaceName, opener },
      ),
    }),
  };
}
