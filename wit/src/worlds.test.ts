import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from './parse.ts';
import type { WitSource, WitSurroundings } from './surroundings.ts';
import { worldsOf } from './worlds.ts';

function source(text: string, uri = 'file:///app/wit/world.wit'): WitSource {
  return { uri, text, file: parse(text) };
}

const shipped = ['wasi-keyvalue-0.2.0-draft2', 'spiderlightning-keyvalue', 'spiderlightning-configs'].map(
  (folder) => {
    const file = new URL(`../${folder}/package.wit`, import.meta.url);
    return source(readFileSync(file, 'utf8'), `file:///slight/wit/${folder}/package.wit`);
  },
);

/** The worlds of the first text; the others are files beside it, and below its deps/. */
function worlds(text: string, { beside = [], deps }: { beside?: string[]; deps?: string[] } = {}) {
  const own = [text, ...beside].map((each, at) => source(each, `file:///app/wit/${at}.wit`));
  const [first] = own;
  assert.ok(first);
  const surroundings: WitSurroundings = {
    own,
    deps: deps?.map((each, at) => source(each, `file:///app/wit/deps/${at}/package.wit`)),
    shipped,
  };
  return worldsOf(first, surroundings);
}

test('interfaces by their full names, those outside a package left out', () => {
  const text = `package acme:app@1.2.3;
use wasi:keyvalue/store@0.2.0-draft2 as kv;
interface api { f: func(); }
world app {
  import kv;
  import spiderlightning:configs/configs@0.6.0;
  import log: func(text: string);
  import %api;
  export run: func();
  export wasi:http/incoming-handler@0.2.0;
}
world nothing {}
`;
  assert.deepEqual(worlds(text), [
    {
      name: 'app',
      imports: [
        'wasi:keyvalue/store@0.2.0-draft2',
        'spiderlightning:configs/configs@0.6.0',
        'acme:app/api@1.2.3',
      ],
      exports: ['wasi:http/incoming-handler@0.2.0'],
      complete: true,
    },
    { name: 'nothing', imports: [], exports: [], complete: true },
  ]);
});

test('what is included counts, from the same file, beside it, in deps and in what slight ships', () => {
  const text = `package acme:app;
world app { include base; include beside; include acme:lib/all@1.0.0; include wasi:keyvalue/imports@0.2.0-draft2; }
world base { import spiderlightning:configs/configs@0.6.0; include app; }
`;
  const [app] = worlds(text, {
    beside: ['world beside { import spiderlightning:keyvalue/keyvalue@0.6.0; export tick: func(); }'],
    deps: ['package acme:lib@1.0.0; world all { import mine; } interface mine {}'],
  });
  assert.deepEqual(app?.imports.toSorted(), [
    'acme:lib/mine@1.0.0',
    'spiderlightning:configs/configs@0.6.0',
    'spiderlightning:keyvalue/keyvalue@0.6.0',
    ...['atomics', 'batch', 'store'].map((name) => `wasi:keyvalue/${name}@0.2.0-draft2`),
  ]);
  assert.equal(app.complete, true);
});

test('the package of a file may be named in another one', () => {
  const [app] = worlds('world app { import api; }', {
    beside: ['package acme:app@0.1.0;\ninterface api {}'],
  });
  assert.deepEqual(app?.imports, ['acme:app/api@0.1.0']);
});

test('an interface brings those that it takes types of', () => {
  const text = `package acme:app;
interface cache { use orders.{bucket}; }
interface orders { use wasi:keyvalue/store@0.2.0-draft2.{bucket}; use cache.{x}; }
world app { import cache; }
world inline { import here: interface { use spiderlightning:keyvalue/keyvalue@0.6.0.{keyvalue}; } }
world types { use wasi:keyvalue/store@0.2.0-draft2.{bucket}; }
`;
  assert.deepEqual(
    worlds(text).map(({ imports }) => imports),
    [
      ['acme:app/cache', 'acme:app/orders', 'wasi:keyvalue/store@0.2.0-draft2'],
      ['spiderlightning:keyvalue/keyvalue@0.6.0'],
      ['wasi:keyvalue/store@0.2.0-draft2'],
    ],
  );
});

test('what an export takes types of is imported, unless it is exported too', () => {
  const [watcher, whole] = worlds(`package acme:app;
world watcher { export wasi:keyvalue/watcher@0.2.0-draft2; }
world whole { export wasi:keyvalue/batch@0.2.0-draft2; export wasi:keyvalue/store@0.2.0-draft2; }
`);
  assert.deepEqual(watcher?.imports, ['wasi:keyvalue/store@0.2.0-draft2']);
  assert.deepEqual(whole?.imports, []);
  assert.equal(whole.exports.length, 2);
});

test('where something is not known, that is said', () => {
  const incomplete = [
    'world app { include wasi:cli/imports@0.2.0; }',
    'world app { include wasi:keyvalue/imports@0.2.0-draft9; }',
    'world app { include elsewhere; }',
    'world app { include api; } interface api {}',
    'world app { import elsewhere; }',
    'world app { import acme:else/where; }',
    'world app { import wasi:keyvalue/; }',
    'world app { import spiderlightning:keyvalue/keyvalue@0.6.0; imp }',
    'world app { @unstable(feature = x) import api; } interface api {}',
    'use acme:else/where; world app { import where; }',
  ];
  for (const text of incomplete) {
    const [app] = worlds(`package acme:app;\n${text}\n`);
    assert.equal(app?.complete, false, text);
  }
});

test('what WASI needs itself is no capability, so that it may be missing', () => {
  const [app] = worlds('package acme:app; world app { import wasi:cli/stdout@0.2.12; }');
  assert.deepEqual(app, { name: 'app', imports: ['wasi:cli/stdout@0.2.12'], exports: [], complete: true });
});

test('a package without a name has no full names', () => {
  assert.equal(worlds('world app { import api; } interface api {}')[0]?.complete, false);
});

test('legacy files, empty ones and half-typed ones are read too', () => {
  for (const text of [
    '',
    'resource kv {\n  static open: func(name: string) -> kv\n}\n',
    'world',
    'world {',
    'package',
  ]) {
    for (const world of worlds(text)) assert.equal(world.complete, false, text);
  }
});

test('worlds may include each other as deep as they like', () => {
  const count = 5000;
  const chain = Array.from({ length: count }, (_, at) => `world w${at} { include w${at + 1}; }`);
  const text = `package acme:app;\nworld app { include w0; }\nworld w${count} { import kv; } interface kv {}`;
  assert.deepEqual(worlds(text, { beside: [chain.join('\n')] })[0]?.imports, ['acme:app/kv']);
});
