/**
 * The servers whose containers no other test starts: a guest's data is there when its container was stopped and another one
 * was started, and everything is as the published image has it for an outside.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { attempt } from '../matrix/attempt.ts';
import { startEngine } from './engine.ts';
import type { TestEngine } from './engine.ts';

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
