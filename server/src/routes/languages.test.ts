/** A route and its handler in each language: the link, and what a rename makes of both. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appOf } from '../testing/app.ts';
import { slightfile } from '../testing/shop.ts';
import { definition } from './navigation.ts';
import { rename } from './rename.ts';

interface Row {
  readonly title: string;
  /** With the cursor at the handler's name in a route. */
  readonly files: Readonly<Record<string, string>>;
  /** What is typed, and what it makes of each file. */
  readonly to: string;
  readonly renamed: Readonly<Record<string, string>>;
}

const jsRoutes = (name: string) =>
  `import { Router } from 'spiderlightning:http-handler/http-server@0.6.0';\nexport function onServerInit() { Router.new().get('/a', '${name}'); }\n`;
const c = (name: string, length: number, fn: string) =>
  `void exports_shop_on_server_init(void) { spiderlightning_http_handler_http_server_method_router_get(r, &(shop_string_t){ "/a", 2 }, &(shop_string_t){ "${name}", ${length} }, &next, &err); }
bool exports_shop_${fn}(spiderlightning_http_handler_http_types_request_t *req, spiderlightning_http_handler_http_types_response_t *ret) { return true; }
`;
const python = (name: string) =>
  `from wit_world.imports.http_server import Router
class WitWorld(wit_world.WitWorld):
    def on_server_init(self):
        Router.new().get("/a", "${name}")
    def ${name.replace('|', '')}(self, req):
        pass
`;

const rows: readonly Row[] = [
  {
    title: 'JavaScript: the export is spelled as JavaScript does',
    files: {
      'app.js': `${jsRoutes('handle|-hello')}export function handleHello(request) { return handleHello; }\n`,
    },
    to: 'greet-all',
    renamed: { 'app.js': `${jsRoutes('greet-all')}export function greetAll(request) { return greetAll; }\n` },
  },
  {
    title: 'JavaScript: where it is typed as JavaScript spells it',
    files: { 'app.js': `${jsRoutes('handle_|hello')}export const handleHello = () => 1;\n` },
    to: 'greetAll',
    renamed: { 'app.js': `${jsRoutes('greet_all')}export const greetAll = () => 1;\n` },
  },
  {
    title: 'JavaScript: each capital is a word, so that the name is as it was typed',
    files: { 'app.js': `${jsRoutes('handle|-hello')}export const handleHello = () => 1;\n` },
    to: 'getURL2',
    renamed: { 'app.js': `${jsRoutes('get-u-r-l2')}export const getURL2 = () => 1;\n` },
  },
  {
    title: 'JavaScript: what another source hands on keeps its name there',
    files: {
      'app.js': `${jsRoutes('handle-h|ello')}export { handleHello } from './handlers.js';\n`,
      'handlers.js': 'export function handleHello() {}\n',
    },
    to: 'greet',
    renamed: {
      'app.js': `${jsRoutes('greet')}export { handleHello as greet } from './handlers.js';\n`,
      'handlers.js': 'export function handleHello() {}\n',
    },
  },
  {
    title: 'JavaScript: the same where the other source is read for its handlers too',
    files: {
      'app.js': `${jsRoutes('handle-h|ello')}export { handleHello } from './handlers.js';\n`,
      'handlers.js': '// for the router\nexport function handleHello() {}\n',
    },
    to: 'greet',
    renamed: {
      'app.js': `${jsRoutes('greet')}export { handleHello as greet } from './handlers.js';\n`,
      'handlers.js': '// for the router\nexport function handleHello() {}\n',
    },
  },
  {
    title: 'slight’s own engine: functions have the name as it is',
    files: {
      'app.js':
        'function _start() { router.get(router.new(), "/a", "handle_|a"); }\nfunction handle_a(req) {}\n',
    },
    to: 'handle_b',
    renamed: {
      'app.js':
        'function _start() { router.get(router.new(), "/a", "handle_b"); }\nfunction handle_b(req) {}\n',
    },
  },
  {
    title: 'C: the world’s name stays in front, and the length changes',
    files: { 'app.c': c('handle|-hello', 12, 'handle_hello') },
    to: 'greet-all',
    renamed: { 'app.c': c('greet-all', 9, 'greet_all') },
  },
  {
    title: 'Python: the method of the world',
    files: { 'app.py': python('handle_|hello') },
    to: 'greet_all',
    renamed: { 'app.py': python('greet_all') },
  },
];

for (const { title, files, to, renamed } of rows) {
  test(title, () => {
    const at = appOf({ 'slightfile.toml': slightfile, ...files });
    assert.ok(definition(at.routes, at.uri, at.position).length > 0);
    const renaming = rename(at.routes, at.uri, at.position, to);
    assert.ok(renaming && 'edits' in renaming);
    const { edits: all } = renaming;
    for (const [name, text] of Object.entries(renamed)) {
      const own = all.get(at.uri.replace(/[^/]+$/, name)) ?? [];
      const edits = own.map(({ range, text: newText }) => ({ range, newText }));
      assert.equal(at.applied(name, edits), text);
    }
  });
}

test('from the function to the route, in each language', () => {
  const texts: Readonly<Record<string, string>> = {
    'app.js': `${jsRoutes('handle-hello')}export function handleHe|llo(request) {}\n`,
    'app.c': c('handle-hello', 12, 'handle_|hello'),
    'app.py': python('handle_hello').replace('def handle_hello', 'def handle_|hello'),
  };
  for (const [name, text] of Object.entries(texts)) {
    const at = appOf({ 'slightfile.toml': slightfile, [name]: text });
    const renaming = rename(at.routes, at.uri, at.position, name === 'app.js' ? 'hi' : 'h_i');
    assert.ok(renaming && 'edits' in renaming, name);
    assert.equal(renaming.edits.get(at.uri)?.length, name === 'app.c' ? 3 : 2, name);
  }
});

test('a word of the language is no name of a function', () => {
  for (const [name, text, to] of [
    ['app.js', `${jsRoutes('handle|-hello')}export function handleHello() {}\n`, 'delete'],
    ['app.py', python('handle_|hello'), 'pass'],
    [
      'app.c',
      c('a', 1, 'a')
        .replace(/exports_shop_a\(/, 'EXPORT("a") a(')
        .replace('"a"', '"|a"'),
      'switch',
    ],
  ] as const) {
    const at = appOf({ 'slightfile.toml': slightfile, [name]: text });
    const renaming = rename(at.routes, at.uri, at.position, to);
    assert.match(JSON.stringify(renaming), /is a word of the language of app/, name);
  }
});

test('a rename leaves the sources of other guests as they are: another language, another binary', () => {
  const rust = (name: string) =>
    `use http_server::Router;\nfn main() { Router::new()?.get("/a", "${name}")?; }\n#[register_handler] fn handle_a(r: Request) {}\n`;
  const at = appOf({
    'slightfile.toml': slightfile,
    'src/bin/a.rs': rust('handle_|a'),
    'src/bin/b.rs': rust('handle_a'),
    'old/app.c': c('handle_a', 8, 'handle_a'),
  });
  const renaming = rename(at.routes, at.uri, at.position, 'greet');
  assert.ok(renaming && 'edits' in renaming);
  assert.deepEqual([...renaming.edits.keys()], [at.uri]);
  assert.equal(renaming.edits.get(at.uri)?.length, 2);
});
