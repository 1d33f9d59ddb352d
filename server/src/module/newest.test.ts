import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownModule } from './known.ts';
import { routedExports } from './newest.ts';

const module = (more: Partial<KnownModule>): KnownModule => ({
  uri: 'file:///app/app.wasm',
  name: 'app.wasm',
  kind: 'module',
  imports: ['http-server'],
  exports: ['handle-hello'],
  time: 5000,
  ...more,
});

test('what handles routes is told by the newest module, where it is no older than its sources and has routes', () => {
  const exported = (...modules: KnownModule[]) => routedExports(modules)?.has('handle-hello');
  assert.equal(exported(), undefined);
  assert.equal(exported(module({})), true);
  assert.equal(exported(module({}), module({ time: 6000, exports: [] })), false);
  assert.equal(exported(module({ newestSource: { name: 'main.rs', time: 9000 } })), undefined);
  assert.equal(exported(module({ newestSource: { name: 'main.rs', time: 5001 } })), undefined);
  assert.equal(exported(module({ newestSource: { name: 'main.rs', time: 5000 } })), true);
  assert.equal(exported(module({ imports: ['keyvalue'] })), undefined);
});
