/** Routes and handlers in Python, as componentize-py has the bindings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRoutes } from './read.ts';
import { handling, routing } from './testing/routed.ts';

const world = `import wit_world
from wit_world.imports.http_server import Router, Server

class WitWorld(wit_world.WitWorld):
    def on_server_init(self):
        router = Router.new().get("/hello", "handle_hello")
        router = router.put("/set", "handle_set")
        Server.serve("127.0.0.1:3000", router)

    def handle_hello(self, req):
        return self._hidden()

    async def handle_set(self, req):
        pass

    def _hidden(self):
        pass

class Other:
    def method(self):
        pass
`;

routing('python', [
  ['a component', world, 'GET /hello → handle_hello', 'PUT /set → handle_set'],
  [
    'by the module, with a base',
    'from wit_world.imports import http_server\nr = http_server.Router.new_with_base("/api")\nr.get("/a", "a")\n',
    'GET /api+/a → a',
  ],
  ['not of another library', 'from framework import Router\nRouter.new().get("/a", "b")\n'],
]);

handling('python', [
  ['the methods of the world', world, 'handle-hello: handle_hello', 'handle-set: handle_set'],
  [
    'one whose name is there for more',
    'class WitWorld(wit_world.WitWorld):\n    def a(self, req):\n        return self.b(req)\n    def b(self, req):\n        pass\n',
    'a: a',
    'b: b …',
  ],
  ['no others', 'from wit_world import WitWorld\ndef handle_a(req):\n    pass\n'],
]);

test('python: all handlers are in the class of the world', () => {
  assert.equal(readRoutes(world, 'python').isWhole, true);
  for (const [more, text] of [
    ['a mixin', world.replace('(wit_world', '(Mixin, wit_world')],
    [
      'another name for a method',
      world.replace('    def _hidden', '    handle_c = handle_set\n\n    def _hidden'),
    ],
    ['a lambda', world.replace('    def _hidden', '    handle_c = lambda self, req: 1\n\n    def _hidden')],
    [
      'a condition',
      world.replace('    def _hidden', '    if True:\n        from more import handle_c\n\n    def _hidden'),
    ],
    ['a decorator', world.replace('class Wit', '@more\nclass Wit')],
    ['a method’s decorator', world.replace('    def _hidden', '    @more\n    def _hidden')],
    ['what is set from outside', `${world}WitWorld.handle_c = more\n`],
    ['what is set by a name', `${world}setattr(WitWorld, name, more)\n`],
  ] as const)
    assert.equal(readRoutes(text, 'python').isWhole, false, more);
  const documented = world
    .replace('    def on', '    "The shop."\n    def on')
    .replace('(self, req)', '(\n        self,\n        req,\n    )');
  assert.equal(readRoutes(documented, 'python').isWhole, true);
  assert.equal(readRoutes('from wit_world.imports.http_server import Router\n', 'python').isWhole, false);
});
