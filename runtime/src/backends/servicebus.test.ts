/** A server that slight starts in no way: where configs point, and what serves where they point to none that listens. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempDisposable } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { freePort } from './address.ts';
import type { Target } from './backend.ts';
import type { RungChoice } from './climb.ts';
import { createLadder } from './ladder.ts';
import { backend } from './servers/servicebus.ts';

type Configs = Readonly<Record<string, string>>;

const account: Configs = {
  AZURE_SERVICE_BUS_NAMESPACE: 'shop',
  AZURE_POLICY_NAME: 'RootManageSharedAccessKey',
  AZURE_POLICY_KEY: 'a2V5',
};
const local = (port: number, host = 'localhost'): Target => ({
  kind: 'local',
  address: { host, port },
  tls: false,
});

const targets: readonly (readonly [Configs, Target])[] = [
  [{}, { kind: 'none' }],
  [{ AZURE_SERVICE_BUS_NAMESPACE: ' ', CONSUMER_GROUP: 'group' }, { kind: 'none' }],
  [account, { kind: 'elsewhere' }],
  [{ AZURE_SERVICE_BUS_ENDPOINT: 'localhost' }, local(5672)],
  [{ ...account, AZURE_SERVICE_BUS_ENDPOINT: '[::1]:5673' }, local(5673, '::1')],
];

for (const [configs, target] of targets) {
  test(`${JSON.stringify(configs)} is ${target.kind}`, () => {
    assert.deepEqual(backend.target(configs), target);
  });
}

for (const [configs, sentence] of [
  [{ ...account, AZURE_POLICY_KEY: '' }, /^AZURE_POLICY_KEY is not set\.$/],
  [{ AZURE_SERVICE_BUS_ENDPOINT: 'example.com' }, /^AZURE_SERVICE_BUS_ENDPOINT is not on this machine/],
  [{ AZURE_SERVICE_BUS_ENDPOINT: 'sb://localhost' }, /^AZURE_SERVICE_BUS_ENDPOINT is no address/],
] as const) {
  test(`${JSON.stringify(configs)} is wrong, as the provider says`, () => {
    const target = backend.target(configs);
    assert.ok(target.kind === 'wrong');
    assert.match(target.error.message, sentence);
  });
}

async function climb(configs: Configs, choice: RungChoice = 'auto') {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-servicebus-'));
  await using ladder = createLadder({
    stateDir: path.join(folder.path, 'state'),
    workspace: folder.path,
    choice,
    keep: false,
    signal: new AbortController().signal,
    onEvent: () => undefined,
    environment: { PATH: '', DOCKER_HOST: 'unix:///nowhere/docker.sock' },
  });
  return await ladder.climb({ resource: 'messaging.azsbus', name: 'news', configs });
}

test('where none is named, messages in a folder stand in, and it is said how the emulator is used', async () => {
  assert.deepEqual(await climb({ CONSUMER_GROUP: 'group' }), {
    rung: 'embedded',
    resource: 'messaging.filesystem',
    configs: { CONSUMER_GROUP: 'group' },
    reasons: [backend.unstarted],
  });
  assert.match(backend.unstarted, /AZURE_SERVICE_BUS_ENDPOINT\.$/);
});

test('a namespace is used as the slightfile names it', async () => {
  const { rung, configs } = await climb(account);
  assert.deepEqual([rung, configs], ['given', account]);
});

test('an emulator that listens is used, with the login that all emulators have; one that does not is told of', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = { AZURE_SERVICE_BUS_ENDPOINT: `127.0.0.1:${port}` };
  const used = await climb(endpoint);
  server.close();
  assert.deepEqual([used.rung, used.address], ['given', `127.0.0.1:${port}`]);
  assert.deepEqual(used.configs, {
    ...endpoint,
    AZURE_SERVICE_BUS_NAMESPACE: 'sbemulatorns',
    AZURE_POLICY_NAME: 'RootManageSharedAccessKey',
    AZURE_POLICY_KEY: 'SAS_KEY_VALUE',
  });
  const free = await freePort();
  const absent = await climb({ AZURE_SERVICE_BUS_ENDPOINT: `127.0.0.1:${free}` });
  assert.deepEqual(
    [absent.rung, absent.reasons],
    ['embedded', [`Nobody listens at 127.0.0.1:${free}.`, backend.unstarted]],
  );
});

for (const choice of ['container', 'local'] as const) {
  test(`--backends ${choice} cannot be met, and says why`, async () => {
    await assert.rejects(climb({}, choice), {
      code: 'backend-unavailable',
      message: new RegExp(`^messaging\\.azsbus "news" cannot have .*${backend.unstarted.slice(0, 40)}`),
    });
  });
}
