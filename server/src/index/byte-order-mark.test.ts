/** Files that begin with a byte order mark, which editors show nothing of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayOpen, readSource } from '../sources/read.ts';
import { slightfileOnDisk } from '../workspace/on-disk.ts';
import { readFile as read } from '../slightfile/file.ts';
import { uriOf } from '../lsp/uri.ts';
import { indexed, workspace } from './testing/folder.ts';

const mark = '\uFEFF';

const sources = {
  'a.cs': ['csharp', 'using SpiderLightning; var kv = new KeyValue("orders");'],
  'a.ts': ['typescript', 'import { open } from "wasi:keyvalue/store@0.2.0-draft2"; open("orders");'],
  'a.py': ['python', 'from wit_world.imports import store; store.open("orders")'],
  'a.js': [
    'javascript',
    'import { Keyvalue } from "spiderlightning:keyvalue/keyvalue@0.6.0"; Keyvalue.open("orders");',
  ],
  'a.c': ['c', 'void f() { keyvalue_string_t id = { "orders", 6 }; keyvalue_keyvalue_open(&id, &e); }'],
  'a.rs': ['rust', 'use keyvalue::*; fn main() { Keyvalue::open("orders"); }'],
} as const;

test('a file with a byte order mark says what it says without, at the places that an editor counts', async () => {
  const files = {
    ...Object.fromEntries(Object.entries(sources).map(([name, [, text]]) => [name, text])),
    'slightfile.toml': '[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n',
  };
  await using plain = await workspace(files);
  await using marked = await workspace(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, mark + text])),
  );
  const [without, withMark] = [await indexed(plain.folder), await indexed(marked.folder)];
  for (const name of Object.keys(files)) {
    const facts = without.facts(plain.at(name));
    assert.deepEqual(withMark.facts(marked.at(name)), facts, name);
    assert.match(JSON.stringify(facts), /orders/, name);
  }
  const path = marked.at('slightfile.toml');
  const onDisk = await slightfileOnDisk(path, uriOf(path), (document) => read(document, new Set()));
  assert.equal(onDisk?.file.document.getText(), files['slightfile.toml']);
});

test('an editor that hands the mark over has it counted', () => {
  for (const [language, text] of Object.values(sources)) {
    const [opening] = readSource(mark + text, language).openings;
    assert.ok(mayOpen(mark + text));
    assert.equal(opening?.name?.span.start, text.indexOf('"orders"') + 1, language);
  }
});
