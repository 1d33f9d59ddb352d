/** Binary WIT packages, made by wasm-tools from text and from WIT. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { componentEmbed, parse as assemble } from '@bytecodealliance/jco-transpile/wasm-tools';
import { readModule } from '../../slightfile/src/wasm/read.ts';
import { sections } from '../../slightfile/src/wasm/sections.ts';
import { witOfPackage } from '../../slightfile/src/wasm/wit-package.ts';
import { parse } from '../../wit/src/parse.ts';

const here = (name: string): Promise<string> => readFile(path.join(import.meta.dirname, name), 'utf8');

/** A custom section whose content is longer than 127 bytes. */
function withDocs(bytes: Uint8Array, docs: object): Uint8Array {
  const name = new TextEncoder().encode('package-docs');
  const content = [name.length, ...name, 1, ...new TextEncoder().encode(JSON.stringify(docs))];
  const length = content.length;
  return Uint8Array.from([...bytes, 0, (length & 0x7f) | 0x80, length >> 7, ...content]);
}

test('a binary package is read as the WIT that it was made from', async () => {
  const bytes = await assemble(await here('package.wat'));
  const text = witOfPackage(bytes);
  assert.equal(text, await here('package.wit'));
  assert.deepEqual(parse(text).errors, []);
  assert.equal(readModule(bytes), undefined, 'it is no program');
});

test('its documentation and gates are shown where they stood', async () => {
  const bytes = withDocs(await assemble(await here('package.wat')), {
    docs: 'All of it.',
    interfaces: {
      store: {
        docs: 'Keeps values.\n\nFor ever.',
        funcs: {
          open: { docs: 'Opens.', stability: { stable: { since: '1.2.0' } } },
          '[method]bucket.list-keys': 'Lists.',
        },
        types: {
          error: { items: { other: { docs: 'What else.' } }, stability: { unstable: { feature: 'more' } } },
        },
      },
    },
    worlds: { app: { docs: 'The app.' } },
  });
  const text = witOfPackage(bytes) ?? '';
  for (const piece of [
    '/// All of it.\npackage acme:kv@1.2.3;',
    '/// Keeps values.\n///\n/// For ever.\ninterface store {',
    '  /// Opens.\n  @since(version = 1.2.0)\n  open: func',
    '    /// Lists.\n    list-keys: func',
    '  @unstable(feature = more)\n  variant error {\n    no-such-store,\n    /// What else.\n    other(string),',
    '/// The app.\nworld app {',
  ])
    assert.ok(text.includes(piece), text);
  assert.deepEqual(parse(text).errors, []);
});

test('a world that wasm-tools encodes is read with all that it says', async () => {
  const wit = `package a:b@1.0.0;
interface i { record p { x: u8 } f: func(p: p); }
world w {
  use i.{p};
  import lone: func(p: p);
  import x: interface { type t = list<u8, 4>; h: func(t: t); }
  export i;
  resource q { constructor(x: u32); m: func() -> string; }
}`;
  const module = await componentEmbed({ dummy: true, witSource: wit, world: 'w' });
  const embedded = Array.from(sections(module), ({ id, content }) =>
    id === 0 && content.name().startsWith('component-type') ? witOfPackage(content.rest()) : undefined,
  );
  assert.equal(
    embedded.find((text) => text !== undefined),
    `package a:b@1.0.0;

world w {
  use i.{p};
  resource q {
    constructor(x: u32);
    m: func() -> string;
  }
  import x: interface {
    type t = list<u8, 4>;
    h: func(t: t);
  }
  import i;
  import lone: func(p: p);
  export i;
}
`,
  );
});

test('of bytes that are spoiled or no package nothing is said, and none make it throw', async () => {
  const bytes = await assemble(await here('package.wat'));
  assert.equal(witOfPackage(await assemble('(component)')), undefined);
  assert.equal(witOfPackage(await assemble('(module)')), undefined);
  assert.equal(witOfPackage(new Uint8Array()), undefined);
  for (let at = 0; at < bytes.length; at += 1) {
    const spoiled = bytes.slice();
    spoiled.fill(at % 256, at, at + 1);
    witOfPackage(spoiled);
    witOfPackage(bytes.subarray(0, at));
  }
});
