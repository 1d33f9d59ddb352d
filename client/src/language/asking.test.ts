import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAsking } from './asking.ts';

type Client = Parameters<ReturnType<typeof createAsking>['connect']>[0];

/** A client whose server answers with what it was asked, or fails. */
const echo = { sendRequest: (...asked: unknown[]) => Promise.resolve(asked) } as unknown as Client;
const broken = { sendRequest: () => Promise.reject(new Error('no server')) } as unknown as Client;

test('what is asked before there is a server is answered when there is one', async () => {
  const asking = createAsking();
  const answer = asking.ask('slight/places', { name: 'orders' }, 60_000);
  asking.connect(echo);
  assert.deepEqual(await answer, ['slight/places', { name: 'orders' }]);
});

test('a server that does not answer is not waited for', async () => {
  assert.equal(await createAsking().ask('slight/slightfiles', {}, 1), undefined);
});

test('a server that fails gives no answer', async () => {
  const asking = createAsking();
  asking.connect(broken);
  assert.equal(await asking.ask('slight/slightfiles', {}, 60_000), undefined);
});
