import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SymbolKind } from 'vscode-languageserver-types';
import { fileOf, uri } from '../testing/marked.ts';
import { matches, slightfileSymbols } from './workspace-symbol.ts';

test('capabilities by the name that the guest opens, and secrets without their values', () => {
  const text =
    '[[secret_settings]]\nname = "KEY"\nvalue = "s3cret"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n[[capability]]\nresource = "no.body"\n';
  const symbols = slightfileSymbols(fileOf(text));
  assert.deepEqual(
    symbols.map(({ name, kind, containerName }) => [name, kind, containerName]),
    [
      ['KEY', SymbolKind.Key, 'secret'],
      ['orders', SymbolKind.Object, 'keyvalue.redis'],
      ['no.body', SymbolKind.Interface, 'capability'],
    ],
  );
  assert.deepEqual(symbols[1]?.location, {
    uri,
    range: { start: { line: 5, character: 7 }, end: { line: 5, character: 15 } },
  });
  assert.doesNotMatch(JSON.stringify(symbols), /s3cret/);
});

test('what has no name yet is left out; the 0.1 format has resources', () => {
  assert.deepEqual(slightfileSymbols(fileOf('')), []);
  assert.deepEqual(
    slightfileSymbols(fileOf('[[capability]]\n[[capability]]\nname = ""\n[[secret_settings]]\nname = ""')),
    [],
  );
  const old = slightfileSymbols(fileOf('specversion = "0.1"\n[[capability]]\nname = "kv.redis"'));
  assert.deepEqual(
    old.map(({ name, kind, containerName }) => [name, kind, containerName]),
    [['kv.redis', SymbolKind.Object, 'capability']],
  );
});

test('a query matches its letters in their order', () => {
  for (const [query, name] of [
    ['', 'x'],
    ['ord', 'orders'],
    ['ODS', 'orders'],
    ['größe', 'GRÖSSE größe'],
    ['oo', 'foo'],
    ['😀', 'a😀'],
  ] as const)
    assert.ok(matches(query, name), query);
  for (const [query, name] of [
    ['x', ''],
    ['sdr', 'orders'],
    ['ooo', 'foo'],
    ['orderss', 'orders'],
  ] as const)
    assert.ok(!matches(query, name), query);
});
