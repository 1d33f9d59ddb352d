import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedTarget } from './target.ts';

for (const [target, shown] of [
  ['http://user:secret@host/path?a=b@c', 'http://••••@host/path?a=b@c'],
  ['HTTP://secret@host', 'HTTP://••••@host'],
  ['http://a@secret@host/', 'http://••••@host/'],
  ['ftp:/user:secret@host/', 'ftp:/••••@host/'],
  ['http:\\\\user:secret@host/', 'http:\\\\••••@host/'],
  ['user:secret@host:443', '••••@host:443'],
  ['//user:secret@host/', '//••••@host/'],
  ['/@user/a@b?c@d', '/@user/a@b?c@d'],
  ['http://host/@user', 'http://host/@user'],
  ['http://host?a@b', 'http://host?a@b'],
  ['*', '*'],
] as const) {
  test(`${target} is written as ${shown}`, () => assert.equal(maskedTarget(target), shown));
}
