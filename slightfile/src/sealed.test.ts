import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayBeSealed } from './sealed.ts';

test('what this slight seals, a later one, and slight up to 0.5.1', () => {
  for (const value of [
    'v1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8',
    'v2:_-9',
    'b40pEta78QMX1_vZdjQ',
    'BlRpAgMpCY2OGkWUaAg',
    '2E87Wx52-Tvo',
  ]) {
    assert.ok(mayBeSealed(value), value);
  }
});

test('a text that none of them writes', () => {
  for (const value of [
    '',
    'hunter2plain',
    'correct horse',
    'p4ssw0rd!',
    'v1:',
    'v1:a b',
    '${envvars.A}',
    'x',
  ]) {
    assert.ok(!mayBeSealed(value), value);
  }
});
