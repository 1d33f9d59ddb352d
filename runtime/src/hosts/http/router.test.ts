import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from '../../ports/http.ts';
import { host } from './router.ts';

/** The host's functions for a guest that builds routers, and what it has served: of each server, its routes. */
function building(): {
  call: (name: string, ...args: unknown[]) => Promise<unknown>;
  served: () => string[][];
} {
  const asked: (() => readonly Route[])[] = [];
  const { functions } = host.create(
    'http-server',
    {
      open: () => Promise.reject(new Error('this guest opens nothing')),
      call: () => Promise.reject(new Error('this guest is not called')),
      serve(_, routes) {
        asked.push(routes);
        return { stop: () => undefined };
      },
    },
    '0.5',
  );
  return {
    call: (name, ...args) => (functions[name] as (...all: unknown[]) => Promise<unknown>)(...args),
    served: () =>
      asked.map((routes) =>
        routes().map(({ method, pattern, handler }) => `${method} ${pattern} ${handler}`),
      ),
  };
}

test('a chain of routers has all of its routes, in their order', async () => {
  const { call, served } = building();
  let router = await call('[static]router.new');
  for (const method of ['get', 'put', 'post', 'delete']) {
    router = await call(`[method]router.${method}`, router, `/${method}`, `handle_${method}`);
  }
  await call('[static]server.serve', '0.0.0.0:3000', router);
  assert.deepEqual(served(), [
    ['GET /get handle_get', 'PUT /put handle_put', 'POST /post handle_post', 'DELETE /delete handle_delete'],
  ]);
});

test('a router has the routes whose routers the guest forgets', async () => {
  const { call, served } = building();
  const router = await call('[static]router.new');
  await call('[method]router.get', router, '/a', 'a');
  const next = await call('[method]router.get', router, '/b', 'b');
  await call('[method]router.get', next, '/c', 'c');
  await call('[method]router.get', router, '/late', 'late');
  await call('[static]server.serve', '0.0.0.0:3000', next);
  assert.deepEqual(served(), [['GET /a a', 'GET /b b', 'GET /c c']]);
});

test('two servers with some routes in common have none of what only the other has, whichever is served first', async () => {
  const { call, served } = building();
  const common = await call('[method]router.get', await call('[static]router.new'), '/', 'home');
  const secret = await call('[method]router.get', common, '/admin', 'admin');
  await call('[static]server.serve', '0.0.0.0:3000', common);
  await call('[static]server.serve', '127.0.0.1:3001', secret);
  assert.deepEqual(served(), [['GET / home'], ['GET / home', 'GET /admin admin']]);
});

/** A base, a route, and the pattern that they are together. */
const bases: readonly (readonly [string, string, string])[] = [
  ['/api', '/items', '/api/items'],
  ['/api/', '/items', '/api/items'],
  ['/api', 'items', '/api/items'],
  ['/api', '/', '/api/'],
  ['/api', '*', '/api/*'],
  ['/api/:version', '/items/:id', '/api/:version/items/:id'],
  ['http://localhost:3000/api/', '/items', '/api/items'],
  ['http://localhost:3000', '/items', '/items'],
  ['', '/items', '/items'],
  ['', 'items', '/items'],
  ['', '*', '*'],
];

for (const [base, route, pattern] of bases) {
  test(`the route ${JSON.stringify(route)} under the base ${JSON.stringify(base)} is ${pattern}`, async () => {
    const { call, served } = building();
    const router = await call('[static]router.new-with-base', base);
    await call('[static]server.serve', '0.0.0.0:3000', await call('[method]router.get', router, route, 'h'));
    assert.deepEqual(served(), [[`GET ${pattern} h`]]);
  });
}

for (const base of ['0.0.0.0:3000', 'api', '/api?x=1', 'http://', '/a#b']) {
  test(`a router has no base ${base}`, async () => {
    await assert.rejects(building().call('[static]router.new-with-base', base), {
      name: 'WitError',
      payload: {
        tag: 'invalid-url',
        val: `"${base}" is no base of routes: give a path that begins with a slash, such as /api`,
      },
    });
  });
}
