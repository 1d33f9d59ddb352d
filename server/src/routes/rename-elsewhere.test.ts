/** What the texts of an app have against a rename of a handler. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elsewhere, whole } from './rename-elsewhere.ts';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Word } from './rename.ts';

const name = { start: { line: 0, character: 0 }, end: { line: 0, character: 6 } };
const rust: Word = {
  name,
  uri: 'file:///app/src/a.rs',
  language: 'rust',
  from: 'upload',
  to: 'send',
};
const script: Word = {
  name,
  uri: 'file:///app/a.js',
  language: 'javascript',
  from: 'handleA',
  to: 'send',
};

const refusedBy = (words: readonly Word[], uri: string, text: string): string | undefined => {
  const found = elsewhere(words, uri, text);
  return 'refusal' in found ? found.refusal : undefined;
};

test('a name that the source has already is refused, and that of a member or in a text is not', () => {
  const taken = (text: string) => refusedBy([rust], rust.uri, text);
  assert.equal(taken('fn send() {}'), 'a.rs has the name "send" already. Choose another name.');
  assert.match(taken('fn a() { let send = 1; }') ?? '', /already/);
  for (const text of ['fn upload() { socket.send(); }', '// send', 'fn a() { b("send"); }', 'fn sender() {}'])
    assert.equal(taken(text), undefined, text);
});

test('a function that another source uses is not renamed', () => {
  const used = (word: Word, uri: string, text: string) => refusedBy([word], uri, text) ?? '';
  for (const text of [
    'use crate::a::upload;\nfn b() { upload(req) }',
    'use crate::a::{other, upload as u};',
    'fn b() { crate::a::upload(req) }',
    'use super::*;\nfn b() { upload(req) }',
    'use crate::a::*;\nfn b() { list.map(upload) }',
    'mod a;\nuse a::*;\nfn b() { upload(req) }',
  ])
    assert.match(used(rust, 'file:///app/tests/b.rs', text), /^b\.rs may use "upload" of a\.rs too/, text);
  for (const text of [
    'fn b() { let upload = 1; x.upload(); Files::upload(); }',
    'fn b() { upload::go(); }',
    'use super::*;\nfn upload() {}\nfn b() { upload() }',
    'use super::*;\nfn b() { x.upload() }',
    'use http_server::*;\nfn b() { upload() }',
  ])
    assert.equal(used(rust, 'file:///app/src/b.rs', text), '', text);
  for (const text of [
    "import { handleA } from './a.js';",
    "export { handleA } from './a.js';",
    "export { handleA as x } from './a.js';",
    "import * as app from './a.js';\napp.handleA();",
    "const app = await import('./a.js');\napp.handleA();",
    "const { handleA } = require('./a.js');",
  ])
    assert.match(used(script, 'file:///app/b.js', text), /^b\.js may use/, text);
  for (const text of [
    'export function handleA() {}',
    "import * as app from './a.js';\nother.handleA();",
    "const fs = require('fs');\nfs.handleA();",
  ])
    assert.equal(used(script, 'file:///app/b.js', text), '', text);
});

test('in C, a function is renamed where other sources declare it and call it', () => {
  const word: Word = { uri: 'file:///app/a.c', language: 'c', name, from: 'shop_hello', to: 'shop_hi' };
  const uri = 'file:///app/b.c';
  const text = `bool shop_hello(req_t *req);
void b(void) { if (shop_hello(0)) x->shop_hello = shop_hello; table(&shop_hello, "shop_hello"); } // shop_hello
`;
  const found = elsewhere([word], uri, text);
  assert.ok(!('refusal' in found));
  assert.equal(
    TextDocument.applyEdits(TextDocument.create(uri, 'c', 0, text), [...found]),
    `bool shop_hi(req_t *req);
void b(void) { if (shop_hi(0)) x->shop_hello = shop_hi; table(&shop_hi, "shop_hello"); } // shop_hello
`,
  );
  for (const other of [
    'static bool shop_hello(void) { return 1; }',
    'int a(int shop_hello) { return shop_hello; }',
    '#define HELLO shop_hello',
  ])
    assert.match(refusedBy([word], uri, other) ?? '', /^b\.c may use "shop_hello" of a\.c too/, other);
  assert.match(refusedBy([word], uri, 'int shop_hi; bool shop_hello(req_t *req);') ?? '', /already/);
});

test('a word is as long as its source has it', () => {
  const start = { line: 0, character: 5 };
  const word: Word = { ...rust, from: 'hello', to: 'hi', name: { start, end: { line: 0, character: 15 } } };
  const { from, to } = whole(word, 'bool shop_hello(void) { }');
  assert.deepEqual([from, to], ['shop_hello', 'shop_hi']);
});
