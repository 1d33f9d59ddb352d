/** An app's folder with several guests in it: what is of which, and what that means for routes and handlers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appOf, uriIn } from '../testing/app.ts';
import type { TestApp } from '../testing/app.ts';
import { slightfile } from '../testing/shop.ts';
import { routeLenses } from './code-lens.ts';
import { guestsBy } from './guests.ts';
import { routeHover } from './hover.ts';
import { definition, highlights, references } from './navigation.ts';
import { routeProblems } from './problems.ts';
import { rename } from './rename.ts';

test('what lies in the folder of a guest is of it, up to the folder of the next one', () => {
  const entries = ['a/src/main.rs', 'b/src/main.rs', 'b/old/lib.rs', 'c/src/bin/x.rs', 'c/src/bin/y/main.rs'];
  const { areOne } = guestsBy([...entries, 'js/main.js'].map(uriIn));
  for (const [one, other, is] of [
    ['a/src/main.rs', 'a/src/deep/h.rs', true],
    ['a/src/main.rs', 'a/tests/t.rs', true],
    ['a/src/main.rs', 'b/src/h.rs', false],
    ['b/src/h.rs', 'b/old/h.rs', false],
    ['b/src/main.rs', 'b/old/lib.rs', false],
    ['a/src/main.rs', 'shared/h.rs', true],
    ['b/src/main.rs', 'shared/h.rs', true],
    ['a/src/main.rs', 'ab/h.rs', true],
    ['c/src/bin/x.rs', 'c/src/h.rs', true],
    ['c/src/bin/x.rs', 'c/src/bin/y/main.rs', false],
    ['c/src/bin/x.rs', 'c/src/bin/y/h.rs', false],
    ['js/main.js', 'js/h.ts', true],
    ['js/main.js', 'js/h.c', false],
    ['js/main.js', 'js/wit/app.wit', true],
    ['a/src/main.rs', 'js/wit/app.wit', false],
    ['a/src/main.rs', 'wit/app.wit', true],
  ] as const) {
    assert.equal(areOne(uriIn(one), uriIn(other)), is, `${one} ${other}`);
    assert.equal(areOne(uriIn(other), uriIn(one)), is, `${other} ${one}`);
  }
  assert.equal(guestsBy([]).areOne(uriIn('a/a.rs'), uriIn('b/b.rs')), true);
});

const main = (name: string) =>
  `use http_server::*;\nuse slight_http_handler_macro::register_handler;\nmod handlers;\n#[on_server_init]\nfn main() { Router::new()?.get("/hello", "${name}")?; }\n`;
const handler = '#[register_handler]\npub fn handle_hello(r: Request) -> Result<Response, E> {}\n';

/** Two guests, of which the first has the cursor. */
function two(inMain: string, inHandlers = handler, more: Readonly<Record<string, string>> = {}): TestApp {
  return appOf({
    'slightfile.toml': slightfile,
    'a/src/main.rs': main(inMain),
    'a/src/handlers.rs': inHandlers,
    'b/src/main.rs': main('handle_hello'),
    'b/src/handlers.rs': handler,
    ...more,
  });
}

const within = (uris: Iterable<string>) => [...uris].map((uri) => uri.replace(/.*\/app\//, ''));

test('definition, references, highlights, hover and a rename stay in the guest', () => {
  const route = two('handle_|hello');
  assert.deepEqual(
    within(definition(route.routes, route.uri, route.position).map(({ targetUri }) => targetUri)),
    ['a/src/handlers.rs'],
  );
  for (const at of [route, two('handle_hello', handler.replace('handle_', 'handle_|'))]) {
    const { routes, uri, position } = at;
    const found = references(routes, uri, position, { includeDeclaration: true });
    assert.deepEqual(within(found.map((place) => place.uri)), ['a/src/handlers.rs', 'a/src/main.rs']);
    assert.equal(highlights(routes, uri, position).length, 1);
    assert.doesNotMatch(JSON.stringify(routeHover(routes, uri, position)), /\/b\//);
    const renaming = rename(routes, uri, position, 'greet');
    assert.ok(renaming && 'edits' in renaming);
    assert.deepEqual(within(renaming.edits.keys()).sort(), ['a/src/handlers.rs', 'a/src/main.rs']);
  }
});

test('a lens over a function tells the routes of its guest alone', () => {
  const { routes } = two('handle_hello');
  const options = { commands: new Set<string>(), isServing: () => false };
  assert.equal(routeLenses(routes, uriIn('a/src/handlers.rs'), options).length, 1);
});

test('a handler of another guest handles no route, and is not proposed; a name of another guest is free', () => {
  const told = (inHandlers: string) => {
    const { routes } = two('handle_hello', inHandlers);
    return routeProblems(routes, uriIn('a/src/main.rs')).map(({ message }) => message);
  };
  assert.deepEqual(told(handler), []);
  assert.deepEqual(told(handler.replace('handle_hello', 'handle_other')), [
    'No function "handle_hello" is exported, so this route has no handler. There is "handle-other".',
  ]);
  const at = two('handle_|hello', handler, { 'b/src/more.rs': handler.replace('handle_hello', 'greet') });
  const renaming = rename(at.routes, at.uri, at.position, 'greet');
  assert.ok(renaming && 'edits' in renaming);
});

test('what two guests share is renamed in both', () => {
  const at = appOf({
    'slightfile.toml': slightfile,
    'a/src/main.rs': main('handle_|hello'),
    'b/src/main.rs': main('handle_hello'),
    'shared/handlers.rs': handler,
  });
  const renaming = rename(at.routes, at.uri, at.position, 'greet');
  assert.ok(renaming && 'edits' in renaming);
  assert.deepEqual(within(renaming.edits.keys()).sort(), [
    'a/src/main.rs',
    'b/src/main.rs',
    'shared/handlers.rs',
  ]);
});

test('which of several guests a module is of is not known, so that it says nothing of handlers', () => {
  const files = { 'slightfile.toml': slightfile, 'a/src/main.rs': main('handle_hello') };
  const exports = (more: Readonly<Record<string, string>>) =>
    appOf({ ...files, ...more }, ['x']).routes.exports;
  assert.ok(exports({}));
  assert.equal(exports({ 'b/src/main.rs': main('handle_hello') }), undefined);
});
