/** Routes and handlers in JavaScript and TypeScript: of components, and of slight's own engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRoutes } from './read.ts';
import { handling, routing } from './testing/routed.ts';

const imports = "import { Router, Server } from 'spiderlightning:http-handler/http-server@0.6.0';\n";
const engine = `function _start() {
    let r = router.delete(
                router.get(router.new(),
                "/get/*", "handle_get"),
            "/delete/*", "handle_delete");
    let s = server.serve("0.0.0.0:3000", r);
}
function handle_get(req) { return handle_delete(req); }
function handle_delete(req) { function inner() {} return JSON.stringify({ status: 200 }); }
`;

routing('javascript', [
  [
    'a component',
    `${imports}export function onServerInit() {
  const router = Router.new().get('/hello', 'handle-hello').put("/set", \`handle_set\`);
  router.post('/more', 'handle-more');
  Server.serve('127.0.0.1:3000', router);
}`,
    'GET /hello → handle-hello',
    'PUT /set → handle_set',
    'POST /more → handle-more',
  ],
  [
    'by the interface, with a base, and constants',
    `import * as http from 'spiderlightning:http-handler/http-server@0.6.0';
const name = 'handle-a';
let router = http.Router.newWithBase('/api');
router = router.get('/a', name);
router.delete(path, name);`,
    'GET /api+/a → handle-a',
    'DELETE /api+? → handle-a',
  ],
  [
    'slight’s own engine, call in call',
    engine,
    'DELETE /delete/* → handle_delete',
    'GET /get/* → handle_get',
  ],
  ['half typed', `${imports}const r = Router.new(); r.get('/a', '`, 'GET /a → ?'],
  ...[
    "{ const r = new Map(); r.get('x', 'q'); }",
    "function f(r) { r.get('x', 'q'); }",
    "function f(a, r = new Map()) { r.get('x', 'q'); }",
    "class A { get(r) { r.get('x', 'q'); } }",
    "list.map((r) => r.get('x', 'q'));",
    "list.map(r => { r.get('x', 'q'); });",
    "for (const r of list) { r.get('x', 'q'); }",
    "{ const { r } = caches; r.get('x', 'q'); }",
    "if (x) { let [q, r] = caches; r.get('x', 'q'); }",
  ].map(
    (text) =>
      [
        `not where its name is another thing: ${text}`,
        `${imports}function onServerInit() { const r = Router.new(); ${text} r.get('/a', 'a'); }`,
        'GET /a → a',
      ] as const,
  ),
  [
    'a router that is asked for',
    `${imports}const r = Router.new(); if (r) { r.get('/a', 'a'); } while (r) { r.put('/b', 'b'); }`,
    'GET /a → a',
    'PUT /b → b',
  ],
  [
    'not of another library',
    "import { Router } from 'itty-router';\nconst router = Router(); router.get('/a', 'b');\nRouter.new().get('/a', 'b');",
  ],
  [
    'not of a script that has a router of another library',
    "router.new('/x'); router.get('/a', '/b', 'home');",
  ],
  [
    'not where no router is given to it',
    "function _start() { router.get(router.new(), '/a', 'a'); router.get('/b', '/c', 'd'); }",
    'GET /a → a',
  ],
  [
    'not of an engine where the name is another thing',
    "const router = express.Router(); router.new(); router.get('x', '/a', 'b');",
  ],
]);

routing('typescript', [
  [
    'with types',
    `${imports}const router: Router = Router.new(); router.get('/a', 'a')!.put('/b', 'b');`,
    'GET /a → a',
    'PUT /b → b',
  ],
]);

handling('javascript', [
  [
    'exports',
    `${imports}export function onServerInit() {}
export function handleHello(request) { return handleMore(request); }
export async function handleSet(handleMore) { return handleMore; }
export const handleMore = async (request) => ({ status: 200 });
export const limit = 3;
function hidden() {}`,
    'handle-hello: handleHello',
    'handle-set: handleSet',
    'handle-more: handleMore …',
  ],
  [
    'not what only has the name: keys, members, methods',
    `${imports}export function handleA(request) { all.handleA(); all?.handleA(); return { handleA: wrap(handleA) }; }
export function handleB(request) { class C { handleB() {} } }
export function handleC(request) { return { handleC }; }
export function handleD(request) { function other(handleD) { return handleD; } }`,
    'handle-a: handleA, handleA',
    'handle-b: handleB',
    'handle-c: handleC …',
    'handle-d: handleD',
  ],
  [
    'exports whose value is not seen to be a function',
    `${imports}export const handleA: Handler = (req) => 1;
export const handleB = (req: Request): Response => 1;
export const handleC = wrap(b);
export let handleD;
export async function* handleE() {}
export const name = 'a', limit = 3;`,
    'handle-a: handleA',
    'handle-b: handleB',
    'handle-c: handleC',
    'handle-d: handleD',
    'handle-e: handleE',
  ],
  [
    'what is exported by a list',
    "export { onServerInit };\nexport { handleA, b as handleB } from './handlers.js';",
    'handle-a: handleA as',
    'handle-b: handleB',
  ],
  [
    'the functions of slight’s own engine',
    engine,
    'handle-get: handle_get',
    'handle-delete: handle_delete, handle_delete',
  ],
]);

test('javascript: what a source exports is all where it sets the routes up, and hands on no whole module', () => {
  const of = (text: string) => readRoutes(text, 'javascript').isWhole;
  assert.equal(of('export function onServerInit() {}'), true);
  assert.equal(of("export function onServerInit() {}\nexport * from './handlers.js';"), false);
  assert.equal(of(`${imports}export function handleA() {}`), false);
  assert.equal(of(engine), true);
  for (const computed of [
    'export const { handleB } = handlers;',
    'export const a = () => 1, handleG = () => 2;',
    "export { a as 'handle-b' };",
    'export default { handleB };',
    'export import handleB = a.b;',
    'module.exports.handleB = a;',
  ])
    assert.equal(of(`export function onServerInit() {}\n${computed}`), false, computed);
  for (const plain of [
    'export const limit = { a, b }\nexport { c, d as e };',
    'export type A = Map<string, B>;',
    'a.export(1); const b = { export: 1 };',
  ])
    assert.equal(of(`export function onServerInit() {}\n${plain}`), true, plain);
  for (const set of [
    'var handle_b = function (req) {};',
    'globalThis.handle_c = handle_get;',
    'this.handle_c = handle_get;',
    'function more() { handle_d = handle_get; }',
  ])
    assert.equal(of(`${engine}${set}`), false, set);
  assert.equal(of(`${engine}const address = "0.0.0.0:3000";\nfunction more() { let a; a = b(); }`), true);
});
