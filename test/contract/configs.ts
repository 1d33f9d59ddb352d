/** The contract of the capability configs, which every provider passes, and every guest in front of one. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Configs } from '@slight/runtime/ports/configs.ts';
import { assertValue, bytes } from './keyvalue-asserts.ts';

export interface ConfigsContract {
  /** Opens configs that have these values, and no more. */
  readonly open: (values: Readonly<Record<string, string>>) => Promise<Configs & AsyncDisposable>;
  /** True where a guest may set nothing. */
  readonly isReadOnly: boolean;
  /** True where only what is asked for by its key is given. */
  readonly isUnlisted?: boolean;
  /** True where values are text. */
  readonly isText?: boolean;
  /** What this way to the configs does not offer: SpiderLightning's lists nothing, and wasi:config sets nothing. */
  readonly without?: readonly ('all' | 'set')[];
}

export function configsContract(
  label: string,
  { open, isReadOnly, isUnlisted = false, isText = false, without = [] }: ConfigsContract,
): void {
  describe(`${label} keeps the contract of configs`, () => {
    test('a value is there by its very key', async () => {
      await using configs = await open({ HOME: '/root', home: 'small', EMPTY: '', 'a.b': 'ü' });
      assertValue(await configs.get('HOME'), bytes('/root'));
      assertValue(await configs.get('home'), bytes('small'));
      assertValue(await configs.get('EMPTY'), new Uint8Array());
      assertValue(await configs.get('a.b'), bytes('ü'));
    });

    test('a key that is not set is absent, whatever it is called', async () => {
      await using configs = await open({ HOME: '/root' });
      for (const key of ['MISSING', 'Home', '', 'constructor', '__proto__', 'toString'])
        assert.equal(await configs.get(key), undefined, key);
    });

    if (!without.includes('all')) {
      test('all that are set are given together, or none where they are not listed', async () => {
        const values = { HOME: '/root', EMPTY: '', 'a.b': 'ü' };
        await using configs = await open(values);
        if (isUnlisted) {
          await assert.rejects(configs.all(), { case: 'permission-denied' });
          return;
        }
        const all = Object.fromEntries(
          (await configs.all()).map(([key, value]) => [key, Buffer.from(value).toString()]),
        );
        assert.deepEqual(all, values);
        await using nothing = await open({});
        assert.deepEqual(await nothing.all(), []);
      });
    }

    if (without.includes('set')) return;
    if (isReadOnly) {
      test('what a guest sets is refused, and changes nothing', async () => {
        await using configs = await open({ HOME: '/root' });
        await assert.rejects(configs.set('HOME', bytes('/home')), { case: 'permission-denied' });
        await assert.rejects(configs.set('NEW', bytes('value')), { case: 'permission-denied' });
        assertValue(await configs.get('HOME'), bytes('/root'));
        assert.equal(await configs.get('NEW'), undefined);
      });
    } else {
      test('what a guest sets it finds again, any bytes', async () => {
        await using configs = await open({ HOME: '/root' });
        await configs.set('HOME', bytes('/home'));
        const value = isText ? Buffer.from('ü\0') : Uint8Array.of(0, 255);
        const given = Uint8Array.from(value);
        await configs.set('BYTES', value);
        value.fill(1);
        assertValue(await configs.get('HOME'), bytes('/home'));
        assertValue(await configs.get('BYTES'), given);
      });
    }
  });
}
