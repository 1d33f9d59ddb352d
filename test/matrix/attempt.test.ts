/** A part of the matrix, run: every program of every age once, and one of them with a server of this machine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RungName } from '@slight/runtime/backends/backend.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { attempt } from './attempt.ts';
import { readResults } from './results.ts';

const known = readResults();

const resourceOf = (id: string) => findResource(id) ?? assert.fail(`${id} is no resource`);

for (const id of [
  'keyvalue.filesystem',
  'keyvalue.memory',
  'messaging.filesystem',
  'blobstore.filesystem',
  'sql.sqlite',
  'configs.envvars',
  'configs.azapp',
  'distributed_locking.filesystem',
  'http',
  'http-client',
]) {
  test(`${id} is served to guests of every age, as results.json has it`, async () => {
    assert.deepEqual(await attempt(resourceOf(id), 'embedded'), known[id]?.embedded);
  });
}

test('a local server serves, and keeps what it was given when it is stopped', async () => {
  const outcomes = await attempt(resourceOf('keyvalue.redis'), 'local', undefined, ['component']);
  assert.deepEqual(outcomes, { component: 'passed' });
});

test('what is served by something else than was asked for has failed', async () => {
  const rung: RungName = 'container';
  const { '0.5': outcome } = await attempt(resourceOf('keyvalue.redis'), rung, undefined, ['0.5']);
  assert.ok(typeof outcome === 'object' && 'failed' in outcome);
  assert.match(outcome.failed, /^c-keyvalue-0\.5: .*cannot have a container/s);
});
