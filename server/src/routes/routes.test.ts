/** Routes and their handlers in an app: from each to the other, and what is wrong with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Range } from 'vscode-languageserver-types';
import { routeHandlerAt } from '../sources/routes/route-at.ts';
import { appOf, uriIn } from '../testing/app.ts';
import type { TestApp } from '../testing/app.ts';
import { slightfile } from '../testing/shop.ts';
import { routeLenses } from './code-lens.ts';
import { handlerCompletion } from './completion.ts';
import { routeHover } from './hover.ts';
import { definition, highlights, references } from './navigation.ts';
import { prepareRename, rename } from './rename.ts';
import { appRouteSymbols, routeSymbols } from './symbols.ts';

const main = `use http_server::*;
wit_bindgen_rust::import!("http-server.wit");
mod handlers;
#[on_server_init]
fn main() -> Result<()> {
    let router = Router::new()?;
    let router = router
        .get("/hello", "handle_hello")?
        .put("/person/:name", "handle-person")?
        .post("/files/*", "handle_hello")?;
    Server::serve("0.0.0.0:3000", &router)?;
    Ok(())
}
`;
const handlers = `use http_server::*;
#[register_handler]
pub fn handle_hello(req: Request) -> Result<Response, HttpError> { other() }

#[register_handler]
fn handle_person(req: Request) -> Result<Response, HttpError> { handle_hello(req) }
`;

/** The app, with the cursor drawn by replacing a text in one of its two sources. */
function app(text: string, drawn: string, more: Readonly<Record<string, string>> = {}): TestApp {
  return appOf({
    'slightfile.toml': slightfile,
    'src/main.rs': main.replace(text, drawn),
    'src/handlers.rs': main.includes(text) ? handlers : handlers.replace(text, drawn),
    ...more,
  });
}

function shown({ documents }: TestApp, uri: string, range: Range): string {
  return `${uri.replace(/.*\/app\//, '')}:${range.start.line + 1} ${documents.get(uri)?.getText(range) ?? 'no such file'}`;
}

test('from a route to the function in another file, whatever way its words are joined', () => {
  for (const [text, drawn, name] of [
    ['"handle_hello"', '"handle|_hello"', 'src/handlers.rs:3 handle_hello'],
    ['"handle-person"', '"handle-person"|', 'src/handlers.rs:6 handle_person'],
  ] as const) {
    const at = app(text, drawn);
    const [link, ...more] = definition(at.routes, at.uri, at.position);
    assert.ok(link && more.length === 0);
    assert.equal(shown(at, link.targetUri, link.targetSelectionRange), name);
    assert.match(shown(at, link.targetUri, link.targetRange), /#\[register_handler\]/);
  }
});

test('a function itself, and a pattern, lead nowhere', () => {
  for (const [text, drawn] of [
    ['fn handle_hello', 'fn handle_|hello'],
    ['"/hello"', '"/hel|lo"'],
  ] as const) {
    const at = app(text, drawn);
    assert.deepEqual(definition(at.routes, at.uri, at.position), []);
  }
});

test('references: the function and every route that names it, from any of them', () => {
  const everywhere = [
    'src/handlers.rs:3 handle_hello',
    'src/main.rs:8 handle_hello',
    'src/main.rs:10 handle_hello',
  ];
  for (const [text, drawn] of [
    ['fn handle_hello', 'fn handle_|hello'],
    ['"handle_hello"', '"|handle_hello"'],
    ['{ handle_hello(req)', '{ handle_hello|(req)'],
  ] as const) {
    const at = app(text, drawn);
    const found = (includeDeclaration: boolean) =>
      references(at.routes, at.uri, at.position, { includeDeclaration }).map(({ uri, range }) =>
        shown(at, uri, range),
      );
    assert.deepEqual(found(true), everywhere);
    assert.deepEqual(found(false), everywhere.slice(1));
  }
});

test('highlights: where it is declared is written, where it is named is read', () => {
  const at = app('fn handle_hello', 'fn handle_|hello');
  assert.deepEqual(
    highlights(at.routes, at.uri, at.position).map(({ kind, range }) => [kind, range.start.line]),
    [
      [3, 2],
      [2, 5],
    ],
  );
  const route = app('"handle_hello"', '"handle_|hello"');
  assert.equal(highlights(route.routes, route.uri, route.position).length, 2);
});

test('a rename changes the routes and the function, each in its own spelling', () => {
  for (const [text, drawn] of [
    ['fn handle_person', 'fn handle_|person'],
    ['"handle-person"', '"handle|-person"'],
  ] as const) {
    const at = app(text, drawn);
    const renaming = rename(at.routes, at.uri, at.position, 'greet_person');
    assert.ok(renaming && 'edits' in renaming);
    const applied = (name: string) =>
      at.applied(
        name,
        (renaming.edits.get(uriIn(name)) ?? []).map((edit) => ({ range: edit.range, newText: edit.text })),
      );
    assert.equal(applied('src/main.rs'), main.replace('handle-person', 'greet-person'));
    assert.equal(applied('src/handlers.rs'), handlers.replace('handle_person', 'greet_person'));
  }
  const at = app('fn handle_hello', 'fn handle_|hello');
  const renaming = rename(at.routes, at.uri, at.position, 'hi');
  assert.ok(renaming && 'edits' in renaming);
  assert.equal(renaming.edits.get(at.uri)?.length, 2, 'the call of it too');
});

test('what is typed over is the name as it stands there; a function of no route is left to others', () => {
  const at = app('"handle-person"', '"handle-person|"');
  assert.equal(prepareRename(at.routes, at.uri, at.position)?.placeholder, 'handle-person');
  const fn = app('fn handle_person', 'fn |handle_person');
  assert.equal(prepareRename(fn.routes, fn.uri, fn.position)?.placeholder, 'handle_person');
  const none = app('fn handle_person', 'fn handle_n|obody');
  assert.equal(prepareRename(none.routes, none.uri, none.position), undefined);
  assert.equal(rename(none.routes, none.uri, none.position, 'x'), undefined);
});

test('a name that cannot be, or is taken, is refused in one sentence', () => {
  const at = app('fn handle_person', 'fn handle_|person');
  const refusal = (to: string) => {
    const renaming = rename(at.routes, at.uri, at.position, to);
    return renaming && 'refusal' in renaming ? renaming.refusal : undefined;
  };
  for (const to of ['', 'a b', '1a', 'a-', 'a__b', '"'])
    assert.match(refusal(to) ?? '', /^A handler's name has letters and digits/, to);
  assert.equal(refusal('handle_hello'), 'There is a handler "handle-hello" already. Choose another name.');
  for (const to of ['on_server_init', 'memory', 'main', 'cabi_realloc'])
    assert.equal(refusal(to), `"${to}" is an export that handles no route. Choose another name.`);
  for (const to of ['match', 'fn', 'async'])
    assert.equal(refusal(to), `"${to}" is a word of the language of handlers.rs. Choose another name.`);
  assert.equal(refusal('handle_person'), undefined);
});

test('what only has the name of a handler is left as it is, and leads to no route', () => {
  const text = `${main.replace('"handle_hello"', '"delete"')}
#[register_handler]
fn delete(r: Request) -> Result<Response, E> { Router::new()?.delete("/x", "y")?; Cache::delete("x"); delete(r) }
`;
  const changed = text
    .replace('"delete"', '"remove"')
    .replace('fn delete', 'fn remove')
    .replace(' delete(r)', ' remove(r)');
  const files = { 'slightfile.toml': slightfile };
  const at = appOf({ ...files, 'src/main.rs': text.replace('fn delete', 'fn del|ete') });
  const renaming = rename(at.routes, at.uri, at.position, 'remove');
  assert.ok(renaming && 'edits' in renaming);
  const edits = (renaming.edits.get(at.uri) ?? []).map((edit) => ({ range: edit.range, newText: edit.text }));
  assert.equal(at.applied('src/main.rs', edits), changed);
  for (const drawn of ['?.del|ete("/x"', 'Cache::del|ete(']) {
    const other = appOf({ ...files, 'src/main.rs': text.replace(drawn.replace('|', ''), drawn) });
    assert.equal(prepareRename(other.routes, other.uri, other.position), undefined);
    assert.equal(routeHover(other.routes, other.uri, other.position)?.contents, undefined);
  }
});

test('a handler is not renamed where code could be left behind: its function is not found, or not all its uses are sure', () => {
  const refusal = (more: string, file = 'src/main.rs', text = main) => {
    const at = appOf({
      'slightfile.toml': slightfile,
      [file]: text.replace('handle-person', 'handle-per|son') + more,
    });
    const renaming = rename(at.routes, at.uri, at.position, 'greet');
    return renaming && 'refusal' in renaming ? renaming.refusal : '';
  };
  assert.match(
    refusal('include!("handlers.rs");'),
    /^Slight does not find the function of the handler "handle-person"/,
  );
  const handler = '#[register_handler] fn handle_person(r: Request) {}\n';
  assert.equal(refusal(handler), '');
  assert.match(
    refusal(`${handler}fn a(handle_person: u8) {}\nfn b(r: Request) { handle_person(r) }`),
    /^main\.rs has other things that may be called "handle-person"/,
  );
  const js =
    "import { Router } from 'spiderlightning:http-handler/http-server@0.6.0';\nRouter.new().get('/a', 'handle-person');\n";
  assert.match(refusal("export * from './h.js';", 'app.js', js), /^Slight does not find/);
  const c =
    'void f(void) { http_server_string_set(&route, "/a"); http_server_string_set(&handler, "handle-person"); http_server_router_get(r, &route, &handler, &ret); }\n';
  const prototype =
    'EXPORT("handle-person") void *handle_person(int m);\nvoid *handle_person(int m) { return 0; }\n';
  assert.match(refusal(prototype, 'app.c', c), /^Slight does not find/);
});

test('the handlers that are there are proposed, those of no route first', () => {
  const more = '#[register_handler]\nfn new_one(r: Request) -> Result<Response, E> {}\n';
  for (const drawn of ['"han|dle_hello")?', '"|")?', '"|']) {
    const at = app('"handle_hello")?', drawn, { 'src/more.rs': more });
    const document = at.documents.get(at.uri);
    assert.ok(document);
    const slot = routeHandlerAt(document.getText(), 'rust', document.offsetAt(at.position));
    assert.ok(slot, drawn);
    const items = handlerCompletion(at.routes, document, 'rust', slot);
    // of a chain that is half typed, what stands behind it is not read
    if (drawn.endsWith('?')) assert.equal(`${items[0]?.label}: ${items[0]?.detail}`, 'new_one: more.rs');
    assert.deepEqual(items.map(({ label }) => label).sort(), ['handle_hello', 'handle_person', 'new_one']);
    const edit = items.find(({ label }) => label === 'new_one')?.textEdit;
    assert.ok(edit && 'range' in edit);
    const after = at.applied('src/main.rs', [edit]);
    assert.equal(after.includes('.get("/hello", "new_one")?'), drawn.endsWith('?'), after);
  }
});

test('in a pattern, and in the strings of other calls, nothing is proposed', () => {
  for (const [text, drawn] of [
    ['"/hello"', '"/hel|lo"'],
    ['"0.0.0.0:3000"', '"0.0.|0.0:3000"'],
  ] as const) {
    const at = app(text, drawn);
    const document = at.documents.get(at.uri);
    assert.equal(
      routeHandlerAt(document?.getText() ?? '', 'rust', document?.offsetAt(at.position) ?? 0),
      undefined,
    );
  }
});

test('hover says what a route does and where it is handled, and which routes lead to a function', () => {
  const hover = (text: string, drawn: string): string => {
    const at = app(text, drawn);
    const found = routeHover(at.routes, at.uri, at.position);
    return found && typeof found.contents === 'object' && 'value' in found.contents
      ? found.contents.value
      : '';
  };
  assert.equal(
    hover('"handle_hello"', '"handle_he|llo"'),
    '**`GET /hello`** → `handle_hello` in [handlers.rs](file:///app/src/handlers.rs#L3)',
  );
  assert.match(
    hover('"/person/:name"', '"/person/:na|me"'),
    /^\*\*`PUT \/person\/:name`\*\*[^]*`:name` in `params`/,
  );
  assert.match(hover('"/files/*"', '"/files|/*"'), /`\*` is the rest of the path/);
  assert.equal(
    hover('fn handle_hello', 'fn handle_|hello'),
    'Handles [`GET /hello`](file:///app/src/main.rs#L8), [`POST /files/*`](file:///app/src/main.rs#L10)',
  );
  assert.equal(hover('.get(', '.g|et('), '');
});

test('the outline of a source has its routes, and so have the symbols of the workspace', () => {
  const { routes } = app('', '');
  assert.deepEqual(
    routeSymbols(routes, uriIn('src/main.rs')).map(({ name }) => name),
    ['GET /hello → handle_hello', 'PUT /person/:name → handle-person', 'POST /files/* → handle_hello'],
  );
  assert.deepEqual(routeSymbols(routes, uriIn('src/handlers.rs')), []);
  assert.deepEqual(
    appRouteSymbols(routes).map(({ name, containerName }) => `${name} in ${containerName}`),
    ['GET /hello in handle_hello', 'PUT /person/:name in handle-person', 'POST /files/* in handle_hello'],
  );
});

test('lenses over a handler: its routes and, while the app serves, a request to send', () => {
  const { routes } = app('', '');
  const uri = uriIn('src/handlers.rs');
  const commands = new Set(['slight.sendRequest', 'slight.showReferences']);
  const titles = (isServing: boolean, has = commands) =>
    routeLenses(routes, uri, { commands: has, isServing: () => isServing }).map(
      ({ range, command }) => `${range.start.line + 1} ${command?.title}`,
    );
  const still = ['3 GET /hello', '3 POST /files/*', '6 PUT /person/:name'];
  assert.deepEqual(titles(false), still);
  assert.deepEqual(titles(true, new Set()), still);
  assert.deepEqual(
    titles(true),
    still.flatMap((title) => [title, `${title.slice(0, 1)} Send request`]),
  );
  const send = routeLenses(routes, uri, { commands, isServing: () => true })[5];
  assert.deepEqual(send?.command?.arguments, [
    { slightfiles: [uriIn('slightfile.toml')], method: 'PUT', path: '/person/:name' },
  ]);
  const [show] = routeLenses(routes, uri, { commands, isServing: () => false });
  assert.equal(show?.command?.command, 'slight.showReferences');
});

test('a request goes to each of the slightfiles of a folder that serve now, which the person chooses among', () => {
  const names = ['slightfile.toml', 'slightfile.dev.toml', 'slightfile.prod.toml'];
  const { routes } = app('', '', { [names[1] ?? '']: slightfile, [names[2] ?? '']: slightfile });
  const commands = new Set(['slight.sendRequest']);
  const isServing = (uri: string) => !uri.endsWith('prod.toml');
  const send = routeLenses(routes, uriIn('src/handlers.rs'), { commands, isServing })[1];
  const [{ slightfiles = [] } = {}] = (send?.command?.arguments ?? []) as { slightfiles?: string[] }[];
  assert.deepEqual(slightfiles.toSorted(), [uriIn('slightfile.dev.toml'), uriIn('slightfile.toml')]);
});
