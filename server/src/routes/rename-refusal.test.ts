/** What the texts of an app have against a rename of a handler. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedBy } from './rename-refusal.ts';
import type { Word } from './rename.ts';

const rust: Word = { uri: 'file:///app/src/a.rs', language: 'rust', from: 'upload', to: 'send' };
const script: Word = { uri: 'file:///app/a.js', language: 'javascript', from: 'handleA', to: 'send' };

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
  ])
    assert.match(used(rust, 'file:///app/tests/b.rs', text), /^b\.rs may use "upload" of a\.rs too/, text);
  for (const text of ['fn b() { let upload = 1; x.upload(); Files::upload(); }', 'fn b() { upload::go(); }'])
    assert.equal(used(rust, 'file:///app/src/b.rs', text), '', text);
  assert.match(used(script, 'file:///app/b.js', "import { handleA } from './a.js';"), /^b\.js may use/);
  assert.equal(used(script, 'file:///app/b.js', 'export function handleA() {}'), '');
});
