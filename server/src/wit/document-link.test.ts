import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentLinks } from './document-link.ts';
import { opened, type Files } from './testing/marked.ts';

/** Each link as `text → target`; the same with the line ends of Windows. */
function links(text: string, others: Files = {}): string[] {
  const [found, windows] = [text, text.replaceAll('\n', '\r\n')].map((each) => {
    const { source, surroundings, document } = opened(each, others);
    return documentLinks(source, surroundings, document).map(
      ({ range, target = '' }) => `${document.getText(range)} → ${target}`,
    );
  });
  assert.deepEqual(windows, found);
  return found ?? [];
}

test('an interface leads to the file that it is in, a package of WASI to where it is developed', () => {
  const text = `package a:b;
interface x { use y.{t}; use own.{u}; use wasi:io/streams@0.2.0.{s}; }
interface own { type u = u8; }
world w { import wasi:nothing/at-all; import wasi:keyvalue/store@0.2.0; include c:d/e; }`;
  const others = {
    'y.wit': 'interface y { type t = u8; }',
    'deps/io/streams.wit': 'package wasi:io@0.2.0; interface streams { type s = u8; }',
  };
  assert.deepEqual(links(text, others), [
    'y → file:///app/wit/y.wit',
    'wasi:io → https://github.com/WebAssembly/wasi-io',
    'streams → file:///app/wit/deps/io/streams.wit',
    'wasi:keyvalue → https://github.com/WebAssembly/wasi-keyvalue',
  ]);
});

test('a legacy use leads to the file beside', () => {
  const text = 'use { a } from types\nuse * from nowhere\nf: func() -> a\n';
  assert.deepEqual(links(text, { 'types.wit': 'type a = u8\n' }), ['types → file:///app/wit/types.wit']);
});

test('half-typed text has no links that lead nowhere', () => {
  assert.deepEqual(links('interface x { use '), []);
  assert.deepEqual(links('world w { import wasi: '), []);
  assert.deepEqual(links(''), []);
});
