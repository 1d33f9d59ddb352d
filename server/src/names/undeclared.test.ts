/** What sources open and nothing declares: told at both ends, with remedies in both directions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver-types';
import { readFile } from '../slightfile/file.ts';
import { appOf, uriIn } from '../testing/app.ts';
import type { TestApp } from '../testing/app.ts';
import { slightfileNameActions, sourceNameActions } from './code-action.ts';
import { nameProblems } from './problems.ts';

const head = 'specversion = "0.2"\n';
const block = (resource: string, name: string) =>
  `\n[[capability]]\nresource = "${resource}"\nname = "${name}"\n`;
const slightfile = (...names: readonly string[]) =>
  head + names.map((name) => block('keyvalue.redis', name)).join('');
const js = (...names: readonly string[]) =>
  `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';\n` +
  names.map((name) => `Keyvalue.open('${name}');\n`).join('');

/** The problems of a file as `code @text: message`. */
function told(at: TestApp, name: string): readonly string[] {
  const uri = uriIn(name);
  const problems = nameProblems(at.names);
  const own = name.endsWith('.toml') ? problems.ofSlightfile(uri) : problems.ofSource(uri);
  return own.map(
    ({ code, range, message }) => `${code} @${at.documents.get(uri)?.getText(range) ?? '?'}: ${message}`,
  );
}

test('a capability that was renamed is told in the source that opens its former name, and where it is declared', () => {
  const at = appOf({ 'slightfile.toml': slightfile('purchases'), 'app.js': js('orders') });
  assert.deepEqual(told(at, 'app.js'), [
    `undeclared-name @'orders': No key-value store "orders" is declared in slightfile.toml, so that opening it fails. Did you mean "purchases"?`,
  ]);
  assert.deepEqual(told(at, 'slightfile.toml'), [
    `undeclared-name @"purchases": app.js opens the key-value store "orders", which nothing declares, so that opening it fails. Rename "purchases" to it, or open "purchases" there.`,
  ]);
});

test('each end leads to the other', () => {
  const at = appOf({ 'slightfile.toml': slightfile('purchases'), 'app.js': js('orders', 'orders') });
  const problems = nameProblems(at.names);
  const places = (uri: string, isSource: boolean) =>
    (isSource ? problems.ofSource(uri) : problems.ofSlightfile(uri)).flatMap(({ related = [] }) =>
      related.map(({ uri: of, range }) => at.documents.get(of)?.getText(range)),
    );
  assert.deepEqual(places(uriIn('app.js'), true), ['"purchases"', '"purchases"']);
  assert.deepEqual(places(uriIn('slightfile.toml'), false), [`'orders'`, `'orders'`]);
});

test('a typo of a name that is opened elsewhere is told over its capability, which was not renamed', () => {
  const at = appOf({
    'slightfile.toml': slightfile('carts', 'orders'),
    'app.js': js('orders', 'carts'),
    'b.js': js('oders'),
  });
  const [problem = '', ...others] = told(at, 'slightfile.toml');
  assert.deepEqual(others, []);
  assert.match(
    problem,
    /^undeclared-name @\[\[capability\]\]: b\.js opens .*"oders".* Open "orders" there, or declare it too\.$/,
  );
  const [only] = nameProblems(at.names).ofSlightfile(uriIn('slightfile.toml'));
  assert.equal(only?.range.start.line, 6, 'the block of "orders"');
});

test('a name that is like none is told where it would be declared: after the last of its kind', () => {
  const text = head + block('keyvalue.redis', 'carts') + block('sql.postgres', 'db');
  const at = appOf({ 'slightfile.toml': text, 'app.js': js('carts', 'zebra') });
  const [problem] = nameProblems(at.names).ofSlightfile(uriIn('slightfile.toml'));
  assert.equal(problem?.range.start.line, 2);
  assert.match(problem.message, /app\.js opens the key-value store "zebra".*Declare it, or open another\.$/);
  const empty = appOf({ 'slightfile.toml': head, 'app.js': js('zebra') });
  assert.equal(nameProblems(empty.names).ofSlightfile(uriIn('slightfile.toml'))[0]?.range.start.line, 0);
});

test('of several slightfiles, those are told that were renamed, or else slightfile.toml', () => {
  const both = appOf({
    'slightfile.prod.toml': slightfile('purchases'),
    'slightfile.toml': slightfile('purchases'),
    'app.js': js('orders'),
  });
  assert.equal(told(both, 'slightfile.prod.toml').length, 1);
  assert.equal(told(both, 'slightfile.toml').length, 1);
  const neither = appOf({
    'slightfile.prod.toml': slightfile('carts'),
    'slightfile.toml': slightfile('carts'),
    'app.js': js('zebra', 'carts'),
  });
  assert.equal(told(neither, 'slightfile.prod.toml').length, 0);
  assert.equal(told(neither, 'slightfile.toml').length, 1);
});

test('where two names are missing or two are left over, nobody knows which became which', () => {
  const at = appOf({
    'slightfile.toml': slightfile('purchases', 'baskets'),
    'app.js': js('orders', 'zebra'),
  });
  assert.ok(told(at, 'app.js').every((text) => !text.includes('Did you mean')));
});

test('a call with a computed name may open what is left over, so nothing was renamed', () => {
  const at = appOf({
    'slightfile.toml': slightfile('purchases'),
    'app.js': `${js('orders')}Keyvalue.open(name);\n`,
  });
  assert.ok(told(at, 'app.js').every((text) => !text.includes('Did you mean')));
});

function actions(at: TestApp, name: string): readonly CodeAction[] {
  const uri = uriIn(name);
  const problems = nameProblems(at.names);
  const isSource = !name.endsWith('.toml');
  const own = isSource ? problems.ofSource(uri) : problems.ofSlightfile(uri);
  const [first] = own;
  assert.ok(first);
  const slightfiles = at.names.slightfiles.map((of) =>
    readFile(at.documents.get(of) ?? TextDocument.create(of, '', 1, ''), new Set()),
  );
  const given = {
    app: at.names,
    problems: own,
    range: first.range,
    slightfiles,
    edit: (edits: ReadonlyMap<string, readonly { range: typeof first.range; newText: string }[]>) => ({
      changes: Object.fromEntries(Array.from(edits, ([of, all]) => [of, [...all]])),
    }),
  };
  return isSource ? sourceNameActions({ ...given, uri }) : slightfileNameActions(given);
}

function after(at: TestApp, name: string, action: CodeAction | undefined): string {
  return at.applied(name, action?.edit?.changes?.[uriIn(name)] ?? []);
}

test('in both files: the source is changed, the slightfile is, or the name is declared', () => {
  const at = appOf({ 'slightfile.toml': slightfile('purchases'), 'app.js': js('orders', 'orders') });
  const inSource = actions(at, 'app.js');
  const inFile = actions(at, 'slightfile.toml');
  const titled = (all: readonly CodeAction[], title: RegExp) => all.find((one) => title.test(one.title));

  const change = titled(inSource, /^Change to "purchases"$/);
  assert.equal(after(at, 'app.js', change), js('orders', 'orders').replace('orders', 'purchases'));
  assert.equal(change?.isPreferred, undefined, 'the other way is as likely');
  const changeAll = titled(inFile, /^Change "orders" to "purchases" in app\.js$/);
  assert.equal(after(at, 'app.js', changeAll), js('purchases', 'purchases'));
  for (const all of [inSource, inFile]) {
    const rename = titled(all, /^Rename "purchases" to "orders" in slightfile\.toml$/);
    assert.equal(after(at, 'slightfile.toml', rename), slightfile('orders'));
    const declare = titled(all, /^Declare "orders" as keyvalue\.redis in slightfile\.toml$/);
    assert.match(after(at, 'slightfile.toml', declare), /name = "purchases"[^]*name = "orders"/);
  }
});

test('a change is preferred only where it is almost surely right', () => {
  const preferred = (opened: string) => {
    const at = appOf({ 'slightfile.toml': slightfile('orders'), 'app.js': js('orders'), 'b.js': js(opened) });
    return actions(at, 'b.js').find(({ title }) => title.startsWith('Change'))?.isPreferred;
  };
  assert.equal(preferred('oders'), true);
  assert.equal(preferred('ord'), undefined);
});

test('a name that another language could not write is put in no source', () => {
  const at = appOf({
    'slightfile.toml': slightfile('purchases').replace('"purchases"', `'a"b'`),
    'app.js': js('orders'),
  });
  assert.ok(actions(at, 'slightfile.toml').every(({ title }) => !title.startsWith('Change')));
});

test('a slightfile is told of a hundred names at most', () => {
  const names = Array.from({ length: 150 }, (_, index) => `zebra${'x'.repeat(index)}`);
  const at = appOf({ 'slightfile.toml': slightfile('carts'), 'app.js': js('carts', ...names) });
  assert.equal(told(at, 'slightfile.toml').length, 100);
  assert.equal(told(at, 'app.js').length, 150);
});
