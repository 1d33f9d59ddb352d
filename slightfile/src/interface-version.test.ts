import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serves } from './interface-version.ts';

test('a host serves the versions that are compatible with its own', () => {
  const served: readonly (readonly [string, string])[] = [
    ['keyvalue', 'keyvalue'],
    ['a:b/c@0.6.0', 'a:b/c@0.6.0'],
    ['a:b/c@0.6.0', 'a:b/c@0.6.12'],
    ['a:b/c@0.6.3', 'a:b/c@0.6.0'],
    ['a:b/c@1.2.3', 'a:b/c@1.9.0'],
    ['a:b/c@0.2.0-draft2', 'a:b/c@0.2.0-draft2'],
  ];
  for (const [host, imported] of served) assert.ok(serves(host, imported), `${host} serves ${imported}`);
  const refused: readonly (readonly [string, string])[] = [
    ['keyvalue', 'kv'],
    ['a:b/c@0.6.0', 'a:b/c@0.7.0'],
    ['a:b/c@0.6.0', 'a:b/c@1.6.0'],
    ['a:b/c@0.6.0', 'a:b/d@0.6.0'],
    ['a:b/c@0.6.0', 'a:b/c'],
    ['a:b/c@1.0.0', 'a:b/c@2.0.0'],
    ['a:b/c@0.0.1', 'a:b/c@0.0.2'],
    ['a:b/c@0.2.0-draft', 'a:b/c@0.2.0-draft2'],
    ['a:b/c@0.2.0-draft', 'a:b/c@0.2.0'],
    ['a:b/c@0.2.0', 'a:b/c@0.2.0-draft'],
  ];
  for (const [host, imported] of refused)
    assert.ok(!serves(host, imported), `${host} does not serve ${imported}`);
});
