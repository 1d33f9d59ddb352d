import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesOf, occurrenceAt } from './names.ts';
import type { Occurrence } from './names.ts';
import { parse } from './parse.ts';
import type { WitSource } from './surroundings.ts';

/**
 * Texts in which `«name»` is defined and `‹name›` refers to it: every name in such marks leads to the one in the other
 * ones that is spelled alike, and nothing else does.
 */
const linked: readonly (readonly [
  title: string,
  ...files: readonly (readonly [path: string, text: string])[],
])[] = [
  ['a type of the same interface', ['a.wit', 'interface i { f: func(x: ‹t›) -> list<‹t›>; type «t» = u8; }']],
  [
    'a use, and what it brings in',
    [
      'a.wit',
      'package a:b; interface s { resource «r»; } interface i { use s.{‹r›}; f: func(x: borrow<‹r›>); }',
    ],
  ],
  [
    'another name by use',
    [
      'a.wit',
      'interface s { resource r; } interface i { use s.{r as «q»}; f: func() -> ‹q›; g: func() -> own<‹q›>; }',
    ],
  ],
  [
    'what another name is for',
    ['a.wit', 'interface s { resource «r»; } interface i { use s.{‹r› as q}; f: func() -> q; }'],
  ],
  [
    'through two uses',
    [
      'a.wit',
      'interface s { type «t» = u8; } interface i { use s.{‹t›}; } interface j { use i.{‹t›}; f: func() -> ‹t›; }',
    ],
  ],
  [
    'in other files of the package',
    ['a.wit', 'package a:b; world w { import ‹s›; export ‹s›; }'],
    ['b.wit', 'interface «s» { } interface i { use ‹s›.{t}; }'],
  ],
  [
    'a package below deps',
    ['a.wit', 'package a:b; world w { import ‹x:y›/i@1.0.0; }'],
    ['deps/y/a.wit', 'package «x:y»@1.0.0; interface i { }'],
    ['deps/y/b.wit', 'package ‹x:y›@1.0.0; interface j { }'],
  ],
  [
    'an interface of another package',
    ['a.wit', 'package a:b; use x:y/‹i›@1.0.0; interface k { use ‹i›.{t}; use x:y/‹i›@1.0.0.{t as u}; }'],
    ['deps/y/a.wit', 'package x:y@1.0.0; interface «i» { type t = u8; }'],
  ],
  [
    'a version that is not written',
    ['a.wit', 'package a:b; world w { import x:y/‹i›; }'],
    ['deps/y.wit', 'package x:y@1.0.0; interface «i» { }'],
  ],
  [
    'a version near the one that is there',
    ['a.wit', 'package a:b; world w { import x:y/‹i›@1.2.0; }'],
    ['deps/y1.wit', 'package x:y@2.0.0; interface i { }'],
    ['deps/y2.wit', 'package x:y@1.3.0; interface «i» { }'],
  ],
  [
    'a top-level use under another name',
    ['a.wit', 'package a:b; use x:y/i@1.0.0 as «k»; world w { import ‹k›; } interface j { use ‹k›.{t}; }'],
    ['deps/y.wit', 'package x:y@1.0.0; interface i { type t = u8; }'],
  ],
  [
    'packages in braces',
    [
      'a.wit',
      'package a:b; world w { import x:y/‹i›; } package x:y { interface «i» { } world v { import ‹i›; } }',
    ],
  ],
  [
    'what a world declares',
    ['a.wit', 'world w { import f: func(x: ‹t›); record «t» { a: u8 } export g: func() -> ‹t›; }'],
  ],
  [
    'an interface in a world is a scope of its own',
    [
      'a.wit',
      'world w { type t = u8; import i: interface { type «t» = u8; f: func(x: ‹t›); } import g: func(x: t); }',
    ],
  ],
  [
    'what a world includes under another name',
    [
      'a.wit',
      'world v { import «f»: func(); } world u { include v; } world w { include u with { ‹f› as g } }',
    ],
  ],
  ['a world that is included', ['a.wit', 'world w { include ‹v›; } world «v» { }']],
  [
    'names that are keywords',
    ['a.wit', 'interface i { record «%record» { %type: u8 } f: func(%use: ‹%record›); }'],
  ],
  [
    'a resource in its own functions',
    ['a.wit', 'interface i { resource «r» { f: func(x: borrow<‹r›>) -> ‹r›; } }'],
  ],
  [
    'legacy use',
    ['a.wit', 'use { ‹uri› } from types\nf: func(a: ‹uri›)'],
    ['types.wit', 'type «uri» = string'],
  ],
  [
    'legacy use of everything',
    ['a.wit', 'use * from types\nf: func(a: ‹uri›) -> expected<unit, list<‹uri›>>'],
    ['types.wit', 'type «uri» = string'],
  ],
  ['a legacy resource', ['a.wit', 'resource «r» {\r\n  static open: func() -> expected<‹r›, unit>\r\n}']],
];

for (const [title, ...files] of linked) {
  test(title, () => {
    const sources = files.map(([path, text]) => sourceOf(path, text.replace(/[«»‹›]/g, '')));
    const wanted = files.flatMap(([path, text]) => marks(path, text));
    const [defined] = wanted.filter(({ definition }) => definition);
    assert.ok(defined);
    const found = sources.flatMap((source) =>
      names(source, sources)
        .filter(({ target }) => target?.uri === defined.uri && target.span.start === defined.start)
        .map(({ span }) => `${source.uri} ${span.start}-${span.end}`),
    );
    assert.deepEqual(
      found,
      wanted.map(({ uri, start, end }) => `${uri} ${start}-${end}`),
    );
  });
}

function marks(
  path: string,
  text: string,
): { uri: string; start: number; end: number; definition: boolean }[] {
  let removed = 0;
  return Array.from(text.matchAll(/[«‹]([^»›]*)[»›]/g), ({ index, 0: [mark], 1: name = '' }) => {
    const start = index - removed;
    removed += 2;
    return { uri: uriOf(path), start, end: start + name.length, definition: mark === '«' };
  });
}

test('every name is there once, in the order of the text, with its role and kind', () => {
  const text = `package a:b@1.0.0;
interface s { @since(version = 1.0.0) resource r { constructor(a: u8); get: func(k: t); } type t = u8; }
interface i { use s.{r as q}; variant v { a(q) } enum e { b } flags f { c } record d { x: nope } }
world w { import s; export run: func(); import j: interface { } }`;
  const source = sourceOf('a.wit', text);
  const shown = names(source, [source]).map(
    ({ span, role, kind, target }) =>
      `${text.slice(span.start, span.end)} ${role === 'definition' ? 'is' : 'to'} ${kind}${target ? '' : '?'}`,
  );
  assert.deepEqual(shown, [
    'a:b is package',
    's is interface',
    'since to gate?',
    'r is resource',
    'constructor is constructor',
    'a is param',
    'get is func',
    'k is param',
    't to type',
    't is type',
    'i is interface',
    's to interface',
    'r to resource',
    'q is resource',
    'v is type',
    'a is case',
    'q to resource',
    'e is type',
    'b is case',
    'f is type',
    'c is flag',
    'd is type',
    'x is field',
    'nope to type?',
    'w is world',
    's to interface',
    'run is func',
    'j is interface',
  ]);
});

test('the name at an offset is the one that the offset is in, or right behind', () => {
  const text = 'interface ab { use ab.{c}; }';
  const source = sourceOf('a.wit', text);
  const all = names(source, [source]);
  const at = (offset: number): string | undefined => {
    const found = occurrenceAt(all, offset);
    return found && text.slice(found.span.start, found.span.end);
  };
  assert.deepEqual([0, 9, 10, 11, 12, 13, 23, 24, text.length].map(at), [
    undefined,
    undefined,
    'ab',
    'ab',
    'ab',
    undefined,
    'c',
    'c',
    undefined,
  ]);
});

test('names that lead round in a circle lead nowhere', () => {
  const text = 'interface a { use b.{t}; f: func() -> t; } interface b { use a.{t}; }';
  const source = sourceOf('a.wit', text);
  const circling = names(source, [source]).filter(({ span }) => text.slice(span.start, span.end) === 't');
  assert.equal(circling.length, 3);
  for (const { target } of circling) assert.equal(target, undefined);
});

function names(source: WitSource, all: readonly WitSource[]): readonly Occurrence[] {
  const folder = source.uri.slice(0, source.uri.lastIndexOf('/') + 1);
  return namesOf(source, {
    own: all.filter(({ uri }) => uri.startsWith(folder) && !uri.slice(folder.length).includes('/')),
    deps: all.filter(({ uri }) => uri.includes('/deps/')),
    shipped: [],
  });
}

function uriOf(path: string): string {
  return `file:///app/wit/${path}`;
}

function sourceOf(path: string, text: string): WitSource {
  return { uri: uriOf(path), text, file: parse(text) };
}
