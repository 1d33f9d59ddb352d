import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSettings } from './settings.ts';

test('a client that can be asked is asked once for each slightfile, and again when something has changed', async () => {
  const asked: unknown[] = [];
  let backends = 'embedded';
  const settings = createSettings((params) => {
    asked.push(params);
    return Promise.resolve([{ backends, data: 'data' }]);
  }, undefined);
  assert.deepEqual(await settings.of('file:///a'), { backends: 'embedded', data: 'data' });
  await settings.of('file:///a');
  assert.deepEqual(asked, [{ items: [{ scopeUri: 'file:///a', section: 'slight.runtime' }] }]);
  backends = 'local';
  settings.changed({ settings: null });
  assert.equal((await settings.of('file:///a')).backends, 'local');
});

test('one that cannot tells as it begins, and when something has changed', async () => {
  const settings = createSettings(undefined, { backends: 'local' });
  assert.deepEqual(await settings.of('file:///a'), { backends: 'local', data: '' });
  settings.changed({ settings: { slight: { runtime: { backends: 'container', data: 'd' } } } });
  assert.deepEqual(await settings.of('file:///a'), { backends: 'container', data: 'd' });
  settings.changed({ settings: { other: {} } });
  assert.equal((await settings.of('file:///a')).backends, 'container');
});

test('what is no setting counts as none', async () => {
  const usual = { backends: 'auto', data: '' };
  for (const given of [undefined, null, 1, { backends: 'cloud', data: 1 }, { backends: ['local'] }])
    assert.deepEqual(await createSettings(undefined, given).of('file:///a'), usual);
  for (const answer of [null, {}, [null], [{ backends: 0 }]])
    assert.deepEqual(await createSettings(() => Promise.resolve(answer), undefined).of('file:///a'), usual);
  assert.deepEqual(
    await createSettings(() => Promise.reject(new Error('no')), undefined).of('file:///a'),
    usual,
  );
});
