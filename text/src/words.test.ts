import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSure, suggest } from './words.ts';

const resources = [
  'keyvalue.redis',
  'keyvalue.dapr',
  'keyvalue.azblob',
  'messaging.nats',
  'blobstore.aws_s3',
];

for (const [word, candidates, wanted, sure] of [
  ['keyvalue.rediss', resources, 'keyvalue.redis', true],
  ['keyvalue.reids', resources, 'keyvalue.redis', true],
  ['keyvalue.REDIS', resources, 'keyvalue.redis', true],
  ['keyvlue.redis', resources, 'keyvalue.redis', true],
  ['keyvalueredis', resources, 'keyvalue.redis', true],
  ['keyvlue.rediss', resources, 'keyvalue.redis', false],
  ['keyvalue.azb', resources, 'keyvalue.azblob', false],
  ['messaging.nat', resources, 'messaging.nats', false],
  ['messaging.natss', resources, 'messaging.nats', true],
  // what is the same before the dot makes nothing like
  ['keyvalue.nope', resources, undefined, false],
  ['keyvalue.x', resources, undefined, false],
  ['keyvalue.', resources, undefined, false],
  // two names, and no typo
  ['orders1', ['orders2'], undefined, false],
  ['orders', ['orders2'], undefined, false],
  ['blobstore.aws_s4', resources, undefined, false],
  // nothing would change
  ['orders', ['orders'], undefined, false],
  ['orders', ['orders', 'order'], 'order', true],
  // letters in any order are another word
  ['nope', ['open'], undefined, false],
  ['neam', ['name'], undefined, false],
  ['nmae', ['name'], 'name', true],
  ['nam', ['name'], 'name', false],
  // of short words nothing is known
  ['a', ['b'], undefined, false],
  ['ab', ['ac'], undefined, false],
  ['ab', ['ba'], undefined, false],
  ['env', ['envvars', 'usersecrets'], 'envvars', false],
  ['resorce', ['resource', 'name'], 'resource', true],
] as const) {
  test(`${word} of ${candidates.join(', ')}`, () => {
    const suggestion = suggest(word, candidates);
    assert.equal(suggestion, wanted);
    if (suggestion !== undefined) assert.equal(isSure(word, suggestion), sure);
  });
}
