import assert from 'node:assert/strict';
import { test } from 'node:test';
import { folderName, ownFolder } from './own-folder.ts';

test('a folder has the name of its store where that is plain', () => {
  assert.equal(folderName('my-orders_2.eu'), 'my-orders_2.eu');
  assert.equal(folderName('Orders/..'), '%4frders%2f.%2e');
  assert.equal(folderName('con'), '%63on');
});

test('where a name keeps its data is what it was when the data was written', () => {
  assert.equal(ownFolder({ capability: 'keyvalue' }, 'orders'), 'keyvalue/orders');
  assert.equal(ownFolder({ capability: 'keyvalue' }, '*'), 'keyvalue/%2a');
  assert.equal(ownFolder({ capability: 'messaging' }, ''), 'messaging/%');
  const long = ownFolder({ capability: 'keyvalue' }, 'x'.repeat(201));
  assert.match(long, /^keyvalue\/x{100}%~[0-9a-f]{64}$/);
});
