/** Routes and their handlers: a server over a real folder, asked over the wire. */
import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  DocumentHighlight,
  DocumentSymbol,
  Hover,
  Location,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-protocol/node';
import { moduleOf } from './testing/module.ts';
import { startWorkspace } from './testing/workspace.ts';
import type { TestWorkspace } from './testing/workspace.ts';

const main = `use http_server::*;
wit_bindgen_rust::import!("http-server.wit");
fn main() -> Result<()> {
    let router = Router::new()?.get("/hello", "handle_hello")?.put("/hello", "handle_it")?;
    Server::serve("0.0.0.0:3000", &router)?;
    Ok(())
}
`;
const handlers = `#[register_handler]
fn handle_hello(req: Request) -> Result<Response, HttpError> { todo!() }
`;
const slightfile = 'specversion = "0.2"\n\n[[capability]]\nresource = "http"\nname = "web"\n';
const app = (text: string, drawn: string) => ({
  'slightfile.toml': slightfile,
  'src/main.rs': main.replace(text, drawn),
  'src/handlers.rs': main.includes(text) ? handlers : handlers.replace(text, drawn),
});
const editor = {
  capabilities: {
    textDocument: {
      definition: { linkSupport: false },
      rename: { prepareSupport: true },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    },
    workspace: { workspaceEdit: { documentChanges: true } },
  },
  initializationOptions: { commands: ['slight.sendRequest', 'slight.showReferences'] },
};

test('wire: from a route to its handler in another file, and back', async () => {
  await using at = await startWorkspace(app('"handle_hello"', '"handle_|hello"'), editor);
  const [definition, ...more] = await at.ask<Location[]>('textDocument/definition');
  assert.ok(definition);
  assert.deepEqual(more, []);
  assert.equal(at.shown(definition), 'src/handlers.rs: handle_hello');
  const references = await at.ask<Location[]>('textDocument/references', {
    context: { includeDeclaration: true },
  });
  assert.deepEqual(references.map(at.shown), ['src/handlers.rs: handle_hello', 'src/main.rs: handle_hello']);
  const hover = await at.ask<Hover>('textDocument/hover');
  assert.match(JSON.stringify(hover.contents), /GET \/hello.*handle_hello.*handlers\.rs/);
  assert.equal((await at.ask<DocumentHighlight[]>('textDocument/documentHighlight')).length, 1);
});

test('wire: a rename at the function changes the route, which need not be open', async () => {
  await using at = await startWorkspace(app('fn handle_hello', 'fn handle_|hello'), editor);
  const prepared = await at.ask<{ placeholder: string }>('textDocument/prepareRename');
  assert.equal(prepared.placeholder, 'handle_hello');
  const edit = await at.ask<WorkspaceEdit>('textDocument/rename', { newName: 'greet' });
  assert.equal(at.applied('src/main.rs', edit), main.replace('handle_hello', 'greet'));
  assert.equal(at.applied('src/handlers.rs', edit), handlers.replace('handle_hello', 'greet'));
  await assert.rejects(at.ask('textDocument/rename', { newName: 'handle_it' }), /There is a handler/);
  await assert.rejects(
    at.ask('textDocument/rename', { newName: 'todo' }),
    /handlers\.rs has the name "todo"/,
  );
});

test('wire: of a component, a rename changes what its world exports too', async () => {
  const routes =
    "import { Router } from 'spiderlightning:http-handler/http-server@0.6.0';\nexport function onServerInit() { Router.new().get('/a', 'handle|-hello'); }\nexport function handleHello() {}\n";
  const world =
    'package shop:app;\n\nworld shop {\n  export on-server-init: func();\n  export handle-hello: func();\n}\n';
  await using at = await startWorkspace(
    {
      'slightfile.toml': slightfile,
      'app.js': routes,
      'wit/shop.wit': world,
      'wit/deps/other/other.wit': world,
    },
    editor,
  );
  const edit = await at.ask<WorkspaceEdit>('textDocument/rename', { newName: 'greet-all' });
  assert.equal(at.applied('wit/shop.wit', edit), world.replace('handle-hello', 'greet-all'));
  assert.equal(at.applied('wit/deps/other/other.wit', edit), world);
  assert.match(at.applied('app.js', edit), /'greet-all'.*\nexport function greetAll/);
});

test('wire: a rename at the export of a world changes the function and its routes, or is refused', async () => {
  const routes = (name: string, fn: string) =>
    `import { Router } from 'spiderlightning:http-handler/http-server@0.6.0';\nexport function onServerInit() { Router.new().get('/a', '${name}'); }\n${fn}`;
  const world = (name: string) =>
    `package shop:app;\n\nworld shop {\n  export on-server-init: func();\n  export ${name}: func();\n  export take: func();\n}\n`;
  const handler = (name: string) => `export function ${name}() {}\n`;
  const files = {
    'slightfile.toml': slightfile,
    'app.js': routes('handle-hello', handler('handleHello')),
    'wit/shop.wit': world('handle|-hello'),
    'wit/other.wit': 'package shop:app;\nworld other { include shop with { handle-hello as hi } }\n',
  };
  const ask = (at: TestWorkspace, newName: string) =>
    at.ask<WorkspaceEdit>('textDocument/rename', { newName });
  await using at = await startWorkspace(files, editor);
  const edit = await ask(at, 'greet-all');
  assert.equal(at.applied('wit/shop.wit', edit), world('greet-all'));
  assert.match(at.applied('wit/other.wit', edit), /with { greet-all as hi }/);
  assert.equal(at.applied('app.js', edit), routes('greet-all', handler('greetAll')));
  await assert.rejects(ask(at, 'delete'), /"delete" is a word of the language of app\.js/);
  await assert.rejects(ask(at, 'take'), /`take` cannot be the name/);
  // another export is of no source that is read, and changes as ever
  await using plain = await startWorkspace(
    { ...files, 'wit/shop.wit': world('handle-hello').replace('take', 'ta|ke') },
    editor,
  );
  assert.equal(
    plain.applied('wit/shop.wit', await ask(plain, 'give')),
    world('handle-hello').replace('take', 'give'),
  );
  await using left = await startWorkspace(
    { ...files, 'app.js': routes('handle-hello', "export * from './handlers.js';\n") },
    editor,
  );
  await assert.rejects(ask(left, 'greet'), /Slight does not find the function of the handler "handle-hello"/);
  // from the source, the world has a say too
  const taken = {
    'app.js': routes('handle|-hello', handler('handleHello')),
    'wit/shop.wit': world('handle-hello'),
  };
  await using source = await startWorkspace({ ...files, ...taken }, editor);
  await assert.rejects(ask(source, 'take'), /`take` cannot be the name/);
});

test('wire: in the legacy syntax, a rename at a handler of http-handler.wit changes its source, and back', async () => {
  const wit = (name: string) => `use { request } from http-types\n\n${name}: func(req: request) -> unit\n`;
  const source = (name: string, fn: string) =>
    `void http_handler_on_server_init(void) { http_server_router_get(r, &(s_t){ "/a", 2 }, &(s_t){ "${name}", ${name.replace('|', '').length} }, &x); }\nvoid http_handler_${fn}(http_handler_request_t *req, http_handler_response_t *ret) { }\n`;
  const header = (fn: string) =>
    `bool http_handler_${fn}(http_handler_request_t *req, http_handler_response_t *ret);\n`;
  for (const [first, second] of [
    ['handle-|http', 'handle_http'],
    ['handle-http', 'handle_|http'],
  ] as const) {
    await using at = await startWorkspace(
      {
        'slightfile.toml': slightfile,
        'http-handler.wit': wit(first),
        'http-handler.h': header('handle_http'),
        'main.c': source('handle_http', second),
      },
      editor,
    );
    const to = first.includes('|') ? 'greet-all' : 'greet_all';
    const edit = await at.ask<WorkspaceEdit>('textDocument/rename', { newName: to });
    assert.equal(at.applied('http-handler.wit', edit), wit('greet-all'));
    assert.equal(at.applied('http-handler.h', edit), header('greet_all'));
    assert.equal(at.applied('main.c', edit), source('greet_all', 'greet_all'));
  }
});

test('wire: handlers are completed, and one that is not there is a problem with its remedy', async () => {
  await using at = await startWorkspace(app('"handle_it"', '"handle_helo|"'), editor);
  const items = await at.ask<CompletionItem[]>('textDocument/completion');
  assert.deepEqual(
    items.map(({ label }) => label),
    ['handle_hello'],
  );
  const { items: problems } = await problemsOf(at, 'src/main.rs');
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['unknown-handler'],
  );
  const range = problems[0]?.range;
  const actions = await at.ask<CodeAction[]>('textDocument/codeAction', {
    range,
    context: { diagnostics: problems },
  });
  assert.deepEqual(
    actions.map(({ title }) => title),
    ['Change to "handle_hello"'],
  );
  assert.equal(
    at.applied('src/main.rs', actions[0]?.edit ?? null),
    main.replace('handle_it', 'handle_hello'),
  );
});

test('wire: what is not saved, and what was saved behind the build, is not measured by the old module', async () => {
  const routed = (to: string) =>
    `void a(r_t r) { http_server_router_get(r, &(s_t){ "/a", 2 }, &(s_t){ "${to}", ${to.length} }, &x); }\n`;
  const [name, later] = ['main.c', Date.now() / 1000 + 60];
  await using at = await startWorkspace({
    'slightfile.toml': slightfile,
    [name]: `|${routed('handle-it')}`,
    'app.wasm': moduleOf('http-server', ['handle-hello']),
  });
  const problems = async () => (await problemsOf(at, name)).items.map(({ code }) => code);
  const wrote = async (file: string, seconds: number) => {
    await utimes(path.join(at.folder, file), seconds, seconds);
    await at.changed(file);
    await at.client.request('slight/index');
  };
  let version = 1;
  const typed = (text: string) => at.client.change(at.uri(name), ++version, [{ text }]);
  await wrote('app.wasm', later);
  assert.deepEqual(await problems(), ['unknown-handler']);
  // any word that is typed may be the one that exports it
  await typed(`${routed('handle-it')}int handle_it(void) {}\n`);
  assert.deepEqual(await problems(), []);
  // of the same length
  await typed(routed('handle-up'));
  assert.deepEqual(await problems(), []);
  await typed(routed('handle-it'));
  assert.deepEqual(await problems(), ['unknown-handler']);
  // saved, and not built since, be it by a moment
  await typed(routed('handle-no'));
  await at.write(name, routed('handle-no'));
  await wrote(name, later + 0.5);
  assert.deepEqual(await problems(), []);
  await wrote('app.wasm', later + 1);
  assert.deepEqual(await problems(), ['unknown-handler']);
});

test('wire: an old module does not vouch for a handler that the editor has no more', async () => {
  const made = handlers.replace('handle_hello', 'handle_it');
  const source = `${main}${made}`.replace('"handle_hello"', '"handle_it"');
  await using at = await startWorkspace(
    {
      'slightfile.toml': slightfile,
      'src/main.rs': `|${source}`,
      'app.wasm': moduleOf('http-server', ['handle-it']),
    },
    editor,
  );
  assert.deepEqual((await problemsOf(at, 'src/main.rs')).items, []);
  const text = source.replace('fn handle_it', 'fn handle_that');
  await at.client.change(at.uri('src/main.rs'), 2, [{ text }]);
  const { items } = await problemsOf(at, 'src/main.rs');
  assert.deepEqual(
    items.map(({ code }) => code),
    ['unknown-handler', 'unknown-handler'],
  );
});

test('wire: the outline of a source, and the symbols of the workspace', async () => {
  await using at = await startWorkspace(app('"handle_hello"', '"handle_|hello"'), editor);
  const outline = await at.ask<DocumentSymbol[]>('textDocument/documentSymbol');
  assert.deepEqual(
    outline.map(({ name }) => name),
    ['GET /hello → handle_hello', 'PUT /hello → handle_it'],
  );
  const symbols = await at.client.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'get /hel' });
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['GET /hello'],
  );
});

test('wire: lenses over a handler, with a request to send while the app serves', async () => {
  await using at = await startWorkspace(app('fn handle_hello', 'fn handle_|hello'), editor);
  const lenses = async () =>
    (await at.ask<CodeLens[]>('textDocument/codeLens')).map(({ command }) => command?.title);
  assert.deepEqual(await lenses(), ['GET /hello']);
  const tell = (running: boolean, url?: string) =>
    at.client.connection.sendNotification('slight/running', {
      uri: at.uri('slightfile.toml'),
      running,
      ...(url !== undefined && { url }),
    });
  await tell(true);
  assert.deepEqual(await lenses(), ['GET /hello']);
  await tell(true, 'http://127.0.0.1:3000');
  assert.deepEqual(await lenses(), ['GET /hello', 'Send request']);
  await tell(false);
  assert.deepEqual(await lenses(), ['GET /hello']);
});

async function problemsOf(at: TestWorkspace, name: string): Promise<{ readonly items: Diagnostic[] }> {
  const report = await at.client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: at.uri(name) },
  });
  assert.equal(report.kind, 'full');
  return report;
}
