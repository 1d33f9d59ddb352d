/**
 * A run that shares a store with others: `RESOURCE NAME CONFIGS ROUNDS`. It opens the store when its parent says so, and
 * then counts and sets a key of its own in each round.
 */
import { loadProvider } from '@slight/runtime/providers/index.ts';
import type { ConfigValues } from '@slight/runtime/providers/provider.ts';
import { contextOf } from './context.ts';
import { bytes } from './keyvalue-asserts.ts';

/** The key that contenders count in. */
export const counted = 'count';

if (import.meta.main) {
  const [resource = '', name = '', configs = '', rounds] = process.argv.slice(2);
  const provider = await loadProvider(resource as 'keyvalue.redis');
  const told = new Promise((resolve) => process.once('message', resolve));
  process.send?.('ready');
  await told;
  {
    await using bucket = await provider.open(name, JSON.parse(configs) as ConfigValues, contextOf());
    for (let round = 0; round < Number(rounds); round++) {
      await bucket.increment(counted, 1n);
      await bucket.set(`${process.pid} ${round}`, bytes('value'));
    }
  }
  process.disconnect();
}
