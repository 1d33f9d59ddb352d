import { test } from 'node:test';
import { endure } from './endurance.ts';

// npm run deep makes a million
test('20,000 requests, while Redis is killed: no acknowledged write is lost, no socket is left', () =>
  endure({ requests: 20_000, kills: 3 }));
