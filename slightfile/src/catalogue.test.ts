import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findConfig, findResource, keys, resourcesOf, spellingOf } from './catalogue.ts';
import { findStore } from './stores.ts';

test('finds a resource by its id and by its older names', () => {
  assert.equal(findResource('keyvalue.redis')?.id, 'keyvalue.redis');
  assert.equal(findResource('lockd.etcd')?.id, 'distributed_locking.etcd');
  assert.equal(findResource('pubsub.mosquitto')?.id, 'messaging.mosquitto');
  assert.equal(findResource('keyvalue'), undefined);
  assert.equal(findResource('constructor'), undefined);
});

test('tells how a name is spelled', () => {
  assert.deepEqual(['keyvalue.redis', 'kv.redis', 'pubsub.confluent_kafka', 'redis'].map(spellingOf), [
    'current',
    'old',
    'gone',
    undefined,
  ]);
});

test('lists the resources of a capability', () => {
  assert.deepEqual(
    resourcesOf('configs').map(({ id }) => id),
    ['configs.azapp', 'configs.envvars', 'configs.usersecrets'],
  );
});

test('finds a config by its key and by one that serves as it', () => {
  const dynamo = findResource('keyvalue.awsdynamodb');
  assert.ok(dynamo);
  assert.equal(findConfig(dynamo, 'AWS_DEFAULT_REGION')?.key, 'AWS_REGION');
  assert.equal(findConfig(dynamo, 'aws_region'), undefined);
});

test('documents every key of a slightfile', () => {
  assert.deepEqual(Object.keys(keys), [
    'specversion',
    'secret_store',
    'secret_settings',
    'secret_settings.name',
    'secret_settings.value',
    'capability',
    'capability.resource',
    'capability.name',
    'capability.configs',
  ]);
});

test('finds a store', () => {
  assert.equal(findStore('envvars')?.resource, 'configs.envvars');
  assert.equal(findStore('vault'), undefined);
});
