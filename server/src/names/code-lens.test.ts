/** How often each capability of a slightfile is opened, as its lens says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { appOf, uriIn } from '../testing/app.ts';
import { js, rust, slightfile } from '../testing/shop.ts';
import { referenceLenses } from './code-lens.ts';
import { nameProblems } from './problems.ts';
import { unreached } from './rename.ts';

const app = (call: string) =>
  appOf({ 'slightfile.toml': slightfile, 'src/main.rs': rust(call), 'web/app.js': js });

test('lenses count the calls', () => {
  const at = app('Keyvalue::open("orders")');
  const lenses = referenceLenses(at.names, uriIn('slightfile.toml'), new Set(['slight.showReferences']));
  assert.deepEqual(
    lenses.map(({ command }) => command?.title),
    ['2 references', '0 references', '0 references'],
  );
  assert.equal(lenses[0]?.command?.command, 'slight.showReferences');
});

test('the example with bindings of its own is opened where it says', () => {
  const example = path.join(import.meta.dirname, '../../../examples/http-shop');
  const names = ['slightfile.toml', 'http-shop.rs', 'spiderlightning.rs'];
  // no cursor is drawn in the example
  const read = (name: string) => readFileSync(path.join(example, name), 'utf8').replaceAll('|', ' ');
  const at = appOf(Object.fromEntries(names.map((name) => [name, read(name)])));
  const lenses = referenceLenses(at.names, uriIn('slightfile.toml'), new Set());
  assert.deepEqual(
    lenses.map(({ command }) => command?.title),
    ['7 references'],
  );
});

test('a lens says what a click shows; of several capabilities with one name, by mistake, the first has it', () => {
  const twice = `${slightfile}${slightfile.slice(slightfile.indexOf('[['))}`;
  const at = appOf({ 'slightfile.toml': twice, 'src/main.rs': rust('Keyvalue::open("orders")') });
  const lenses = referenceLenses(at.names, uriIn('slightfile.toml'), new Set());
  assert.deepEqual(
    lenses.map(({ command }) => [command?.title, command?.tooltip]),
    [
      ['1 reference', 'Show where "orders" is opened'],
      ['0 references', 'No source of this app opens "orders"'],
      ['0 references', 'No source of this app opens "carts"'],
    ],
  );
});

test('where an app has a source in a language that nobody reads, nothing is said not to be opened', () => {
  const at = appOf({
    'slightfile.toml': slightfile,
    'src/main.rs': rust('Keyvalue::open("or|ders"); Keyvalue::open("zebra")'),
    'ios/Main.swift': 'open("carts")',
  });
  const uri = uriIn('slightfile.toml');
  assert.deepEqual(
    referenceLenses(at.names, uri, new Set()).map(({ command }) => command?.title),
    ['1 reference'],
  );
  assert.deepEqual(
    nameProblems(at.names)
      .ofSlightfile(uri)
      .map(({ code, name }) => [code, name]),
    [['undeclared-name', 'zebra']],
  );
  assert.equal(
    unreached(at.names, 'orders'),
    'Main.swift may open "orders" too, and Slight does not read its language: look there yourself.',
  );
  assert.equal(unreached(app('Keyvalue::open("orders")').names, 'orders'), undefined);
});
