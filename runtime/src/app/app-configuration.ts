/** The App Configuration store that the environment names, for `${azapp.KEY}` in a slightfile. It is opened when one is read. */
import { findResource } from '@slight/slightfile/catalogue.ts';
import { once } from '../once.ts';
import { own } from '../own.ts';
import { CapabilityError } from '../ports/errors.ts';
import { loadProvider } from '../providers/index.ts';
import type { OpenContext } from '../providers/provider.ts';

/**
 * Reads a key of the store; undefined where the store does not have it.
 * @throws CapabilityError where the environment names no store, or it cannot be read
 */
export function appConfiguration(
  context: Omit<OpenContext, 'folder'>,
): (key: string) => Promise<string | undefined> {
  const opened = once(async () => {
    const configs: Record<string, string> = {};
    const missing: string[] = [];
    for (const { key, required } of findResource('configs.azapp')?.configs ?? []) {
      const value = own(context.environment, key);
      if (value !== undefined) configs[key] = value;
      else if (required !== false) missing.push(key);
    }
    if (missing.length > 0)
      throw new CapabilityError(
        'unexpected-error',
        `a value is read from Azure App Configuration, and the environment does not have ${missing.join(', ')}`,
      );
    const provider = await loadProvider<'configs'>('configs.azapp');
    return provider.open('azapp', configs, { ...context, folder: '' });
  });
  return async (key) => {
    const value = await (await opened()).get(key);
    return value && Buffer.from(value).toString();
  };
}
