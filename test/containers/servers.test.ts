/**
 * The servers whose containers no other test starts: a guest's data is there when its container was stopped and another one
 * was started, and everything is as the published image has it for an outside.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freePort } from '@slight/runtime/backends/address.ts';
import { loadProvider } from '@slight/runtime/providers/index.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { contextOf } from '../contract/context.ts';
import { attempt } from '../matrix/attempt.ts';
import { startEngine } from './engine.ts';
import type { TestEngine } from './engine.ts';
import { workspace } from './run.ts';

const resources = [
  'keyvalue.awsdynamodb',
  'messaging.mosquitto',
  'messaging.nats',
  'blobstore.aws_s3',
  'sql.postgres',
].map((id) => findResource(id) ?? assert.fail(`${id} is no resource`));

let engine: TestEngine | undefined;

before(async () => (engine = await startEngine(resources.flatMap(({ backend }) => backend ?? []))));
after(() => engine?.[Symbol.asyncDispose]());

for (const resource of resources) {
  test(`${resource.id} is served from a container`, async () => {
    const outcomes = await attempt(resource, 'container', engine?.host, ['component']);
    assert.deepEqual(outcomes, { component: 'passed' });
  });
}

/** What a guest finds where its server is in a container, with the login that the slightfile gives it. */
const uses = {
  async 'sql.postgres'(configs: Readonly<Record<string, string>>, data: string) {
    await using database = await (
      await loadProvider('sql.postgres')
    ).open('orders', configs, contextOf({ folder: data }));
    const { rows } = await database.query({ text: 'select current_user::text', parameters: [] });
    assert.deepEqual(rows, [[{ tag: 'str', val: 'ann' }]]);
  },
  async 'messaging.nats'(configs: Readonly<Record<string, string>>, data: string) {
    await using broker = await (
      await loadProvider('messaging.nats')
    ).open('orders', configs, contextOf({ folder: data }));
    await using subscription = await broker.subscribe('t');
    await broker.publish('t', { body: Buffer.from('hers') });
    const delivery = await subscription.receive(AbortSignal.timeout(20_000));
    assert.equal(Buffer.from(delivery.message.body).toString(), 'hers');
    await delivery.accept();
  },
};

const logins = [
  ['sql.postgres', 'POSTGRES_CONNECTION_URL', (at) => `postgres://ann:s%40cret@${at}/shop`],
  ['sql.postgres', 'POSTGRES_CONNECTION_URL', (at) => `postgres://ann@${at}/shop`],
  ['messaging.nats', 'NATS_URL', (at) => `nats://ann:s%40cret@${at}`],
  ['messaging.nats', 'NATS_URL', (at) => `nats://a-token@${at}`],
] as const satisfies (readonly [keyof typeof uses, string, (at: string) => string])[];

for (const [resource, key, url] of logins) {
  test(`${resource} has the login of ${url('HOST')}, in a container at that port`, async () => {
    await using space = await workspace(engine?.host);
    await using ladder = space.ladder({ choice: 'container' });
    const configs = { [key]: url(`127.0.0.1:${await freePort()}`) };
    const step = await ladder.climb({ resource, name: 'orders', configs });
    assert.deepEqual([step.rung, step.configs], ['container', configs]);
    await uses[resource](step.configs, space.folder);
  });
}
