/** One name in an app: from each of its places to the others, and what is wrong with it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Range } from 'vscode-languageserver-types';
import { openingAt } from '../sources/opening-at.ts';
import { appOf, uriIn } from '../testing/app.ts';
import type { TestApp } from '../testing/app.ts';
import { fileOf } from '../testing/marked.ts';
import { js, rust, slightfile } from '../testing/shop.ts';
import { sourceNameActions } from './code-action.ts';
import { nameCompletion } from './completion.ts';
import { nameHover } from './hover.ts';
import { definition, highlights, references } from './navigation.ts';
import type { AppNames } from './app-names.ts';
import { nameProblems } from './problems.ts';
import { prepareRename, rename } from './rename.ts';

const app = (call: string, more: Readonly<Record<string, string>> = {}) =>
  appOf({ 'slightfile.toml': slightfile, 'src/main.rs': rust(call), 'web/app.js': js, ...more });

const sourceProblems = (names: AppNames, uri: string) => nameProblems(names).ofSource(uri);
const slightfileProblems = (names: AppNames, uri: string) => nameProblems(names).ofSlightfile(uri);

function shown({ documents }: TestApp, uri: string, range: Range): string {
  return `${uri.replace(/.*\/app\//, '')}: ${documents.get(uri)?.getText(range) ?? 'no such file'}`;
}

test('from a call to the capability of its kind', () => {
  const at = app('Keyvalue::open("ord|ers")');
  const [link, ...others] = definition(at.names, at.uri, at.position);
  assert.deepEqual(others, []);
  assert.ok(link);
  assert.equal(shown(at, link.targetUri, link.targetSelectionRange), 'slightfile.toml: "orders"');
  assert.match(shown(at, link.targetUri, link.targetRange), /keyvalue\.redis/);
});

test('the cursor on either edge of the name is on it; on the callee it is not', () => {
  for (const call of ['Keyvalue::open(|"orders")', 'Keyvalue::open("orders"|)']) {
    const at = app(call);
    assert.equal(definition(at.names, at.uri, at.position).length, 1, call);
  }
  const at = app('Key|value::open("orders")');
  assert.deepEqual(definition(at.names, at.uri, at.position), []);
});

test('a name that a wildcard serves leads to the wildcard', () => {
  const at = appOf({
    'slightfile.toml': 'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "*"\n',
    'src/main.rs': rust('Keyvalue::open("an|y")'),
  });
  const [link] = definition(at.names, at.uri, at.position);
  assert.ok(link);
  assert.equal(shown(at, link.targetUri, link.targetSelectionRange), 'slightfile.toml: "*"');
});

test('references: every call and every declaration, from any of them', () => {
  const everywhere = ['slightfile.toml: orders', 'src/main.rs: orders', 'web/app.js: orders'];
  const fromCall = app('Keyvalue::open("ord|ers")');
  const found = references(fromCall.names, fromCall.uri, fromCall.position, { includeDeclaration: true });
  assert.deepEqual(
    found.map(({ uri, range }) => shown(fromCall, uri, range)),
    everywhere,
  );
  const calls = references(fromCall.names, fromCall.uri, fromCall.position, { includeDeclaration: false });
  assert.equal(calls.length, 2);
  const fromFile = appOf({
    'slightfile.toml': slightfile.replace('"orders"', '"ord|ers"'),
    'src/main.rs': rust('Keyvalue::open("orders")'),
    'web/app.js': js,
  });
  const same = references(fromFile.names, fromFile.uri, fromFile.position, { includeDeclaration: true });
  assert.deepEqual(
    same.map(({ uri, range }) => shown(fromFile, uri, range)),
    everywhere,
  );
});

test('a rename changes the calls and the capability, and nothing of another kind', () => {
  const at = app('Keyvalue::open("ord|ers")');
  assert.deepEqual(prepareRename(at.names, at.uri, at.position)?.placeholder, 'orders');
  const renaming = rename(at.names, at.uri, at.position, 'purchases');
  assert.ok(renaming && 'edits' in renaming);
  const after = (name: string) =>
    at.applied(
      name,
      (renaming.edits.get(uriIn(name)) ?? []).map(({ range, text }) => ({ range, newText: text })),
    );
  assert.equal(after('slightfile.toml'), slightfile.replace('"orders"', '"purchases"'));
  assert.equal(after('src/main.rs'), rust('Keyvalue::open("purchases")'));
  assert.equal(after('web/app.js'), js.replace("'orders'", "'purchases'"));
});

test('a rename that would break something is refused with a reason', () => {
  const at = app('Keyvalue::open("ord|ers")');
  const refusal = (to: string) => {
    const renaming = rename(at.names, at.uri, at.position, to);
    return renaming && 'refusal' in renaming ? renaming.refusal : undefined;
  };
  assert.match(refusal('carts') ?? '', /already/);
  assert.match(refusal('') ?? '', /needs a name/);
  assert.match(refusal('*') ?? '', /whatever/);
  for (const quoted of ['a"b', 'a{b}', '${x}', 'a}', 'a\\b'])
    assert.match(refusal(quoted) ?? '', /no quotes, braces/);
  assert.match(refusal('keyvalue.redis') ?? '', /resource/);
  assert.equal(refusal('orders'), undefined);
});

test('a wildcard is no name to rename', () => {
  const at = appOf({ 'slightfile.toml': '[[capability]]\nresource = "keyvalue.redis"\nname = "|*"\n' });
  assert.equal(prepareRename(at.names, at.uri, at.position), undefined);
  assert.equal(rename(at.names, at.uri, at.position, 'a'), undefined);
});

test('hover says what serves the name', () => {
  const at = app('Keyvalue::open("ord|ers")');
  const hover = nameHover(at.names, at.uri, at.position, () => 'Running in a container.');
  const text = JSON.stringify(hover?.contents);
  assert.match(text, /"orders.*keyvalue\.redis.*slightfile\.toml.*Running in a container/);
  const unknown = app('Keyvalue::open("nothi|ng")');
  assert.match(
    JSON.stringify(nameHover(unknown.names, unknown.uri, unknown.position, () => undefined)?.contents),
    /Nothing in slightfile\.toml serves it/,
  );
});

test('highlights are those of the same file', () => {
  const at = app('Keyvalue::open("ord|ers"); Keyvalue::open("orders")');
  assert.equal(highlights(at.names, at.uri, at.position).length, 2);
});

test('completion: the declared names of the kind, also in a string that is not closed', () => {
  for (const call of ['Keyvalue::open("|")', 'Keyvalue::open("or|']) {
    const at = app(call);
    const document = at.documents.get(at.uri);
    assert.ok(document);
    const slot = openingAt(document.getText(), 'rust', document.offsetAt(at.position));
    assert.ok(slot, call);
    const items = nameCompletion(at.names, document, at.position, slot);
    assert.deepEqual(
      items.map(({ label }) => label),
      ['orders', 'carts'],
    );
    assert.match(items[0]?.detail ?? '', /keyvalue\.redis/);
  }
});

test('a name that nothing declares, with the one that was meant', () => {
  const at = app('Keyvalue::open("oders")');
  const [problem, ...others] = sourceProblems(at.names, uriIn('src/main.rs'));
  assert.deepEqual(others, []);
  assert.equal(problem?.code, 'undeclared-name');
  assert.equal(problem.suggestion, 'orders');
  assert.match(
    problem.message,
    /No key-value store "oders" is declared in slightfile\.toml.*Did you mean "orders"/,
  );
  assert.equal(shown(at, uriIn('src/main.rs'), problem.range), 'src/main.rs: "oders"');
});

test('an empty name is served where it is declared, and nothing declares it', () => {
  const at = appOf({
    'slightfile.toml': slightfile,
    'src/main.rs': rust('Keyvalue::open("|")'),
  });
  const uri = uriIn('src/main.rs');
  const problems = sourceProblems(at.names, uri);
  assert.deepEqual(
    problems.map(({ code, message }) => [code, message]),
    [
      [
        'undeclared-name',
        'This opens a key-value store by an empty name, which slightfile.toml does not declare, so that opening it fails. Write a name that is declared.',
      ],
    ],
  );
  const told = slightfileProblems(at.names, uriIn('slightfile.toml'));
  assert.deepEqual(
    told.filter(({ code }) => code === 'undeclared-name'),
    [],
  );
  const file = fileOf(slightfile);
  const range = { start: at.position, end: at.position };
  const actions = sourceNameActions({
    app: at.names,
    problems,
    range,
    slightfiles: [file],
    edit: () => ({}),
    uri,
  });
  assert.deepEqual(actions, []);
  const declared = appOf({
    'slightfile.toml': slightfile.replace('"orders"', '"|"'),
    'src/main.rs': rust('Keyvalue::open("")'),
  });
  assert.deepEqual(sourceProblems(declared.names, uri), []);
  const renaming = rename(declared.names, declared.uri, declared.position, 'orders');
  assert.ok(renaming && 'edits' in renaming);
  assert.equal(renaming.edits.size, 2);
});

test('a name that is declared as something else', () => {
  const at = appOf({
    'slightfile.toml': 'specversion = "0.2"\n[[capability]]\nresource = "messaging.nats"\nname = "events"\n',
    'src/main.rs': rust('Keyvalue::open("events")'),
  });
  const [problem] = sourceProblems(at.names, uriIn('src/main.rs'));
  assert.equal(problem?.code, 'other-capability');
  assert.match(problem.message, /"events" is declared as messaging\.nats, and this opens a key-value store/);
});

test('a wildcard that swallows a typo', () => {
  const wildcard = 'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "*"\n';
  const calls = (...names: readonly string[]) =>
    rust(names.map((name) => `Keyvalue::open("${name}")`).join('; '));
  const problems = (...names: readonly string[]) => {
    const at = appOf({ 'slightfile.toml': wildcard, 'src/main.rs': calls(...names) });
    return sourceProblems(at.names, uriIn('src/main.rs')).map(({ code, suggestion }) => [code, suggestion]);
  };
  assert.deepEqual(problems('orders', 'orders', 'oders'), [['likely-typo', 'orders']]);
  assert.deepEqual(problems('orders', 'orders', 'odrers'), [['likely-typo', 'orders']]);
  // numbers, plurals and names that stand once each are no typos
  assert.deepEqual(problems('shard-1', 'shard-1', 'shard-2'), []);
  assert.deepEqual(problems('order', 'orders', 'orders'), []);
  assert.deepEqual(problems('orders', 'oders'), []);
});

test('what no source opens is told in the slightfile', () => {
  const at = app('Keyvalue::open("orders")');
  assert.deepEqual(
    slightfileProblems(at.names, uriIn('slightfile.toml')).map(({ code, name, kind }) => [code, kind, name]),
    [
      ['never-opened', 'messaging', 'orders'],
      ['never-opened', 'keyvalue', 'carts'],
    ],
  );
});

test('nothing is claimed where knowledge is incomplete', () => {
  const computed = app('Keyvalue::open(&name)');
  assert.deepEqual(sourceProblems(computed.names, uriIn('src/main.rs')), []);
  assert.deepEqual(
    slightfileProblems(computed.names, uriIn('slightfile.toml')).map(({ kind }) => kind),
    ['messaging'],
    'what is computed may be any store',
  );
  const broken = appOf({
    'slightfile.toml': '[[capability]]\nresource = \n',
    'src/main.rs': rust('Keyvalue::open("a")'),
  });
  assert.deepEqual(sourceProblems(broken.names, uriIn('src/main.rs')), []);
  const unknown = appOf({
    'slightfile.toml': '[[capability]]\nresource = "keyvalue.mine"\nname = "a"\n',
    'src/main.rs': rust('Keyvalue::open("a")'),
  });
  assert.deepEqual(sourceProblems(unknown.names, uriIn('src/main.rs')), []);
  const alone = appOf({ 'slightfile.toml': slightfile });
  assert.deepEqual(slightfileProblems(alone.names, uriIn('slightfile.toml')), [], 'no source is known');
  const unread = { ...app('Keyvalue::open("nothing")').names, isWhole: false };
  assert.deepEqual(sourceProblems(unread, uriIn('src/main.rs')), []);
});

test('each of several slightfiles in a folder counts by itself', () => {
  const at = appOf({
    'slightfile.toml': 'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "*"\n',
    'slightfile.prod.toml':
      'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n',
    'src/main.rs': rust('Keyvalue::open("ord|ers")'),
  });
  const links = definition(at.names, at.uri, at.position);
  assert.deepEqual(
    links.map(({ targetUri, targetSelectionRange }) => shown(at, targetUri, targetSelectionRange)).sort(),
    ['slightfile.prod.toml: "orders"', 'slightfile.toml: "*"'],
  );
});
