import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { diagnoseWit } from './diagnose.ts';
import { parse } from './parse.ts';
import type { WitProblem, WitProblemCode } from './problem.ts';
import { witProblemCodes } from './problem.ts';
import type { WitSource, WitSurroundings } from './surroundings.ts';

interface Wrong {
  /** What is underlined stands in `⟦…⟧`. */
  readonly text: string;
  readonly says: RegExp;
  /** The text after the first fix. Without it, there must be no fix. */
  readonly fixed?: string;
  /** Other files, by their paths below the folder. */
  readonly others?: Readonly<Record<string, string>>;
}

/** What is in a file of deps/ that nobody can read. */
const unread = '\0';

const io = { 'deps/io/package.wit': 'package wasi:io@0.2.6; interface streams { resource pollable; }' };

const wrong: Readonly<Partial<Record<WitProblemCode, readonly Wrong[]>>> = {
  'wit-syntax': [
    {
      text: 'package a:b; interface i { f: func()⟦⟧ }',
      says: /`;` is missing/,
      fixed: 'package a:b; interface i { f: func(); }',
    },
    {
      text: 'package a:b; interface i { f: func(⟦type⟧: u8); }',
      says: /word of WIT/,
      fixed: 'package a:b; interface i { f: func(%type: u8); }',
    },
    { text: 'package a:b; interface i { }⟦;⟧', says: /ends nothing/, fixed: 'package a:b; interface i { }' },
    { text: 'package a:b@⟦1.0⟧; interface i { }', says: /three numbers/ },
    {
      text: 'package a:b; interface i { ⟦fetchXml_now⟧: func(); }',
      says: /^`fetchXml_now` is not a name in WIT: words of letters and digits are, joined by `-`, as in `fetch-xml-now`\.$/,
      fixed: 'package a:b; interface i { fetch-xml-now: func(); }',
    },
    { text: 'package a:b; interface ⟦é⟧ { }', says: /joined by `-`\.$/ },
    {
      text: 'package a:b; interface i { @external-id(⟦"x⟧\n) f: func(); }',
      says: /This string is not closed/,
      fixed: 'package a:b; interface i { @external-id("x"\n) f: func(); }',
    },
    {
      text: 'package a:b; interface i { @external-id("a⟦\\q⟧") f: func(); }',
      says: /no escape of a string/,
    },
    {
      text: 'package a:b; interface i { @external-id("⟦\\u{d800}⟧") f: func(); }',
      says: /no character of Unicode/,
    },
    { text: 'package a:b; interface i { @external-id("⟦\t⟧") f: func(); }', says: /here `\\09`/ },
    { text: 'package a:b; interface i { use j⟦/⟧k.{t}; }', says: /`namespace:package\/interface`/ },
    {
      text: 'package a:b; world v { import f: func(); } world w { include v with { f⟦⟧ } }',
      says: /`with` gives another name: write `f as …`/,
    },
  ],
  'legacy-syntax': [{ text: '⟦type t = u8⟧\r\nf: func() -> t', says: /legacy syntax/ }],
  'package-name': [
    {
      text: '/// One.\npackage ⟦a:b⟧; interface i { }',
      others: { 'a.wit': '/** Two. */ package a:b;' },
      says: /^`a\.wit` has documentation of the package too\. Keep all of it in one of the files\.$/,
    },
    { text: '⟦interface i⟧ { }', says: /No file of this folder names the package/ },
    {
      text: 'package ⟦a:c⟧; interface i { }',
      others: { 'a.wit': 'package a:b@1.0.0;' },
      says: /`a.wit` calls it `a:b@1.0.0`/,
      fixed: 'package a:b@1.0.0; interface i { }',
    },
  ],
  'unknown-package': [
    { text: 'package a:b; world w { import ⟦foo:bar⟧/baz; }', says: /`foo:bar` is not here. Put its WIT/ },
    {
      text: 'package a:b; world w { import ⟦wasi:ios⟧/streams@0.2.6; }',
      others: io,
      says: /Did you mean `wasi:io`/,
      fixed: 'package a:b; world w { import wasi:io/streams@0.2.6; }',
    },
    { text: 'package a:b; world w { import ⟦wasi:cli⟧/run@0.2.6; }', others: io, says: /is not here/ },
    {
      text: 'package a:b; world w { import ⟦wasi:htp⟧/types@0.2.6; }',
      says: /is not here\. Did you mean `wasi:http`\?$/,
      fixed: 'package a:b; world w { import wasi:http/types@0.2.6; }',
    },
    {
      text: 'package a:b; world w { import ⟦spiderlighting:keyvalue⟧/keyvalue@0.6.0; }',
      says: /Did you mean `spiderlightning:keyvalue`\?$/,
      fixed: 'package a:b; world w { import spiderlightning:keyvalue/keyvalue@0.6.0; }',
    },
    { text: 'package a:b; world w { import ⟦wasi:zip⟧/types@0.2.6; }', says: /is not here\. Put its WIT/ },
    {
      text: 'package a:b; world w { import ⟦wasi:io/poll@0.2.7⟧; }',
      others: io,
      says: /the version that is asked for is not\. Put/,
    },
    {
      text: 'package a:b; world w { import ⟦foo:bar⟧/baz; }',
      others: { 'deps/foo.wat': unread, 'deps/more.wasm': unread },
      says: /^The package `foo:bar` is not here, unless it is in `deps\/foo\.wat` or `deps\/more\.wasm`, which cannot be read as WIT\. Make that file again, or put its WIT below deps\/\.$/,
    },
    {
      text: 'package a:b; world w { import ⟦wasi:ios⟧/streams@0.2.6; }',
      others: { ...io, 'deps/ios.wat': unread },
      says: /^The package `wasi:ios` is not here, unless it is in `deps\/ios\.wat`, which cannot be read as WIT\. Did you mean `wasi:io`\?$/,
      fixed: 'package a:b; world w { import wasi:io/streams@0.2.6; }',
    },
    {
      text: 'package a:b; world w { import ⟦wasi:io/poll@0.2.7⟧; }',
      others: { ...io, 'deps/io.wat': unread },
      says: /asked for is not, unless it is in `deps\/io\.wat`, which/,
    },
    {
      text: 'package a:b; world w { import ⟦spiderlightning:keyvalue/store@0.7.0⟧; }',
      others: { 'deps/kv.wat': unread },
      says: /^The package `spiderlightning:keyvalue` is not in deps\/, unless it is in `deps\/kv\.wat`, which cannot be read as WIT, and no version of it that Slight knows has `store`\.$/,
    },
  ],
  'not-in-deps': [
    {
      text: 'package a:b; world w { import ⟦spiderlightning:keyvalue⟧/keyvalue@0.6.0; export spiderlightning:keyvalue/keyvalue@0.6.0; }',
      says: /`spiderlightning:keyvalue@0.6.0` is not in deps\/. Slight knows it/,
    },
    {
      text: 'package a:b; world w { import ⟦spiderlightning:keyvalue⟧/keyvalue@0.6.0; }',
      others: { 'deps/kv.wat': unread },
      says: /not in deps\/, unless it is in `deps\/kv\.wat`, which cannot be read as WIT\. Slight knows it/,
    },
    {
      text: 'package a:b; world w { import ⟦spiderlightning:keyvalue⟧/keyvalue@0.6.0; }',
      others: io,
      says: /is not in deps/,
    },
  ],
  'version-mismatch': [
    {
      text: 'package a:b; world w { import wasi:io/streams@⟦0.2.7⟧; }',
      others: io,
      says: /here in version `0.2.6`, not in `0.2.7`\.$/,
      fixed: 'package a:b; world w { import wasi:io/streams@0.2.6; }',
    },
    {
      text: 'package a:b; world w { import wasi:io/streams@⟦0.2.7⟧; }',
      others: { ...io, 'deps/io.wat': unread },
      says: /not in `0.2.7`, unless it is in `deps\/io\.wat`, which cannot be read as WIT\.$/,
      fixed: 'package a:b; world w { import wasi:io/streams@0.2.6; }',
    },
    {
      text: 'package a:b; world w { import ⟦wasi:clocks/monotonic-clock⟧; }',
      says: /^The package `wasi:clocks` is not in deps\/\. Slight knows it in versions `0\.2\.0` to `0\.2\.3` and `0\.3\.0`, so that a version must be written\.$/,
      fixed: 'package a:b; world w { import wasi:clocks/monotonic-clock@0.3.0; }',
    },
    {
      text: 'package a:b; world w { import ⟦wasi:clocks/wall-clock⟧; }',
      says: /so that a version must be written/,
      fixed: 'package a:b; world w { import wasi:clocks/wall-clock@0.2.3; }',
    },
    {
      text: 'package a:b; world w { import wasi:clocks/wall-clock@⟦0.2.99⟧; }',
      says: /^Slight knows the package `wasi:clocks` in versions .*, not in `0\.2\.99`\. If there is such a version, put its WIT below deps\/\.$/,
      fixed: 'package a:b; world w { import wasi:clocks/wall-clock@0.2.3; }',
    },
    {
      text: 'package a:b; world w { import wasi:clocks/new-clock@⟦0.4.0⟧; }',
      says: /, not in `0\.4\.0`\. If there is such a version/,
    },
    {
      text: 'package a:b; world w { import ⟦wasi:io/streams⟧; }',
      others: io,
      says: /a version must be written/,
      fixed: 'package a:b; world w { import wasi:io/streams@0.2.6; }',
    },
  ],
  'unknown-interface': [
    {
      text: 'package a:b; interface store { } world w { import ⟦stor⟧; }',
      says: /No interface is called `stor` in this package. Did you mean `store`/,
      fixed: 'package a:b; interface store { } world w { import store; }',
    },
    {
      text: 'package a:b; world w { import wasi:io/⟦strems⟧@0.2.6; }',
      others: io,
      says: /in the package `wasi:io`/,
      fixed: 'package a:b; world w { import wasi:io/streams@0.2.6; }',
    },
    {
      text: 'use { uri } from ⟦http-type⟧',
      others: { 'http-types.wit': 'type uri = string' },
      says: /No file `http-type.wit` is beside/,
      fixed: 'use { uri } from http-types',
    },
  ],
  'wrong-kind': [
    { text: 'package a:b; world v { } world w { import ⟦v⟧; }', says: /`v` is a world/ },
    { text: 'package a:b; interface i { } world w { include ⟦i⟧; }', says: /`i` is an interface/ },
  ],
  'duplicate-package': [
    {
      text: 'package a:b; world w { import ⟦wasi:io⟧/streams@0.2.6; }',
      others: { ...io, 'deps/wasi-io.wit': 'package wasi:io@0.2.6; interface poll { }' },
      says: /^The package `wasi:io@0\.2\.6` is there more than once: in `deps\/io` and `deps\/wasi-io\.wit`\. Keep one of them\.$/,
    },
    {
      text: 'package ⟦a:b⟧; interface i { }',
      others: { 'deps/a/b.wit': 'package a:b; interface i { }' },
      says: /in this folder and `deps\/a`/,
    },
  ],
  'circular-package': [
    {
      text: 'package a:b; interface i { } world w { import ⟦a:b/i⟧; }',
      says: /`a:b` is the package of this file/,
      fixed: 'package a:b; interface i { } world w { import i; }',
    },
    {
      text: 'package a:b; world w { import ⟦c:d/i⟧; } interface j { type t = u8; }',
      others: { 'deps/c.wit': 'package c:d; interface i { use a:b/j.{t}; }' },
      says: /`a:b` and `c:d` need one another/,
    },
    {
      text: 'package a:b; world w { import ⟦x:y/i⟧; }',
      others: {
        'deps/x/a.wit': 'package x:y; interface i { use c:d/i.{t}; f: func(x: t); }',
        'deps/c.wit': 'package c:d; interface i { use e:f/i.{t}; f: func(x: t); }',
        'deps/e.wit':
          'package e:f; interface i { type t = u8; } interface j { use c:d/i.{t}; f: func(x: t); }',
      },
      says: /^The packages `c:d` and `e:f` need one another/,
    },
  ],
  'circular-use': [
    { text: 'package a:b; interface i { use ⟦i⟧.{t}; f: func() -> t; }', says: /`i` depends on itself/ },
    {
      text: 'package a:b; interface i { use ⟦j⟧.{t}; type u = t; }',
      others: { 'j.wit': 'interface j { use i.{u}; type t = u8; }' },
      says: /by way of `j`/,
    },
  ],
  'circular-type': [
    { text: 'package a:b; interface i { record t { a: list<⟦t⟧> } }', says: /`t` contains itself\. / },
  ],
  'unknown-name': [
    {
      text: 'package a:b; interface store { resource bucket; } world w { use store.{⟦buckt⟧}; }',
      says: /`store` has no type `buckt`. Did you mean `bucket`/,
      fixed: 'package a:b; interface store { resource bucket; } world w { use store.{bucket}; }',
    },
    {
      text: 'package a:b; interface i { f: func(); } world w { use i.{⟦f⟧}; }',
      says: /`f` is a function of `i`/,
    },
    {
      text: 'package a:b; world v { import run: func(); } world w { include v with { ⟦rum⟧ as go } }',
      says: /nothing under the name `rum`/,
      fixed: 'package a:b; world v { import run: func(); } world w { include v with { run as go } }',
    },
  ],
  'unknown-type': [
    {
      text: 'package a:b; interface i { type %record = u8; f: func(x: ⟦recrod⟧); }',
      says: /No type is called `recrod` here. Did you mean `record`/,
      fixed: 'package a:b; interface i { type %record = u8; f: func(x: %record); }',
    },
    {
      text: 'package a:b; interface i { f: func(x: ⟦i32⟧); }',
      says: /Did you mean `s32`/,
      fixed: 'package a:b; interface i { f: func(x: s32); }',
    },
    {
      text: 'package a:b; interface i { f: func(x: ⟦usize⟧); }',
      says: /Did you mean `u32`/,
      fixed: 'package a:b; interface i { f: func(x: u32); }',
    },
    { text: 'package a:b; interface i { f: func(x: ⟦vec⟧); }', says: /Did you mean `list<…>`\?$/ },
    {
      text: 'package a:b; interface i { f: func(x: ⟦%string⟧); }',
      says: /The type of WIT is written without `%`/,
      fixed: 'package a:b; interface i { f: func(x: string); }',
    },
    {
      text: 'package a:b;\ninterface i {\n  /// Does.\n  f: func(x: ⟦error⟧);\n}',
      others: { 'types.wit': 'interface types { variant error { a } }' },
      says: /It is declared in `types`/,
      fixed: 'package a:b;\ninterface i {\n  use types.{error};\n  /// Does.\n  f: func(x: error);\n}',
    },
    {
      text: 'package a:b; interface i { f: func(); g: func() -> ⟦f⟧; }',
      says: /`f` is a function, not a type/,
    },
    { text: 'f: func() -> expected<unit, ⟦error⟧>', says: /No type is called `error`/ },
  ],
  'not-a-resource': [
    {
      text: 'package a:b; interface i { record r { a: u8 } f: func(x: borrow<⟦r⟧>); }',
      says: /`r` is no resource, so there is nothing to borrow/,
      fixed: 'package a:b; interface i { record r { a: u8 } f: func(x: r); }',
    },
  ],
  'duplicate-name': [
    { text: 'package a:b; interface i { type t = u8; ⟦T⟧: func(); }', says: /`T` is taken here already/ },
    { text: 'package a:b; interface i { record r { a: u8, ⟦a⟧: u8 } }', says: /taken in `r` already/ },
    { text: 'package a:b; interface i { f: func(a: u8, ⟦a⟧: u8); }', says: /in the parameters of `f`/ },
    {
      text: 'package a:b; world ⟦i⟧ { }',
      others: { 'other.wit': 'interface i { }' },
      says: /`other.wit` has an interface or a world `i` too/,
    },
    { text: 'package a:b; package x:y { } package ⟦x:y⟧ { }', says: /in this file already/ },
  ],
  'world-conflict': [
    { text: 'package a:b; interface i { } world w { import i; import ⟦i⟧; }', says: /imported here already/ },
    {
      text: 'package a:b; world w { type t = u8; import ⟦t⟧: func(); }',
      says: /`t` is imported or declared here already/,
    },
    {
      text: 'package a:b; world v { export f: func(); } world w { include ⟦v⟧; export f: func(); }',
      says: /`v` brings `f`, which is exported here already. Rename it with `with \{ f as … \}`/,
    },
  ],
  'incompatible-export': [
    {
      text: 'package a:b; interface i { resource r; } interface j { use i.{r}; } interface k { use j.{r}; } world w { export ⟦k⟧; export i; }',
      says: /^`k` needs `i` by way of `j`, which is not exported here and so takes the imported `i`.* Export `j` as well\.$/,
    },
    {
      text: 'package a:b; interface i { resource r; } interface j { use i.{r}; } world v { export x: interface { use j.{r}; } } world w { export i; include ⟦v⟧; }',
      says: /^`x` needs `i` by way of `j`/,
    },
  ],
  'empty-type': [{ text: 'package a:b; interface i { enum ⟦e⟧ { } }', says: /`e` needs at least one case/ }],
  'bad-type': [
    {
      text: 'package a:b; interface i { f: func(x: map<⟦f32⟧, u8>); }',
      says: /A map's keys are whole numbers/,
    },
    {
      text: 'package a:b; interface i { type k = string; type l = k; f: func(x: map<⟦l⟧, u8>); }',
      says: /written out: `string`/,
      fixed: 'package a:b; interface i { type k = string; type l = k; f: func(x: map<string, u8>); }',
    },
    {
      text: `package a:b; interface i { flags ⟦f⟧ { ${Array.from({ length: 33 }, (_, i) => `a${i}`).join()} } }`,
      says: /33 flags. At most 32/,
    },
  ],
  'old-results': [
    {
      text: 'package a:b; interface i { f: func() -> (⟦a: u8, b: list<u8>⟧, ); }',
      says: /Results have no names/,
      fixed: 'package a:b; interface i { f: func() -> tuple<u8, list<u8>>; }',
    },
  ],
  'bad-constructor': [
    { text: 'package a:b; interface i { resource r { constructor() -> ⟦r⟧; } }', says: /`result<r, …>`/ },
  ],
  'returned-borrow': [
    {
      text: 'package a:b; interface i { resource r; record q { x: borrow<r> } f: func() -> ⟦option<q>⟧; }',
      says: /cannot return what holds a `borrow`/,
    },
  ],
  'bad-gate': [
    {
      text: 'package a:b@1.0.0; interface i { ⟦@deprecated(version = 1.0.0)⟧ f: func(); }',
      says: /stands beside a `@since`/,
    },
    {
      text: 'package a:b@1.0.0; interface i { ⟦@since(version = 1.1.0)⟧ f: func(); }',
      says: /only at version `1.0.0`/,
    },
    { text: 'package a:b; interface i { ⟦@since(version = 1.1.0)⟧ f: func(); }', says: /needs a version/ },
    {
      text: 'package a:b@1.0.0-rc.1; interface i { ⟦@since(version = 1.0.0)⟧ f: func(); }',
      says: /only at version `1.0.0-rc.1`/,
    },
    {
      text: 'package a:b@1.2.3; interface i { ⟦@deprecated⟧ f: func(); }',
      says: /^`@deprecated` is written `@deprecated\(version = 1.2.3\)`\.$/,
      fixed: 'package a:b@1.2.3; interface i { @deprecated(version = 1.2.3) f: func(); }',
    },
    {
      text: 'package a:b@1.2.3; interface i { ⟦@since(1.0.0)⟧ f: func(); }',
      says: /`@since\(version = 1.0.0\)`/,
      fixed: 'package a:b@1.2.3; interface i { @since(version = 1.0.0) f: func(); }',
    },
    {
      text: 'package a:b@1.2.3; interface i { ⟦@since(version = 1.0.0,)⟧ f: func(); }',
      says: /`@since\(version = 1.0.0\)`/,
      fixed: 'package a:b@1.2.3; interface i { @since(version = 1.0.0) f: func(); }',
    },
    {
      text: 'package a:b; interface i { ⟦@unstable("fancy")⟧ f: func(); }',
      says: /`@unstable\(feature = fancy\)`/,
      fixed: 'package a:b; interface i { @unstable(feature = fancy) f: func(); }',
    },
    {
      text: 'package a:b; interface i { ⟦@external-id(name)⟧ f: func(); }',
      says: /`@external-id\("name"\)`/,
      fixed: 'package a:b; interface i { @external-id("name") f: func(); }',
    },
    {
      text: 'package a:b; interface i { record r { ⟦@external-id("x")⟧ a: u8 } }',
      says: /and not here/,
    },
  ],
  'missing-gate': [
    {
      text: 'package a:b@1.0.1;\ninterface i {\n  @since(version = 1.0.1)\n  type t = u8;\n\n  type u = ⟦t⟧;\n}',
      says: /^`t` is there only since version `1\.0\.1`\. Write `@since\(version = 1\.0\.1\)` before what needs it\.$/,
      fixed:
        'package a:b@1.0.1;\ninterface i {\n  @since(version = 1.0.1)\n  type t = u8;\n\n  @since(version = 1.0.1)\n  type u = t;\n}',
    },
    {
      text: 'package a:b@1.0.1; interface i { @since(version = 1.0.1) type t = u8; @since(version = 1.0.0) f: func(x: option<⟦t⟧>); }',
      says: /since version `1\.0\.1`/,
      fixed:
        'package a:b@1.0.1; interface i { @since(version = 1.0.1) type t = u8; @since(version = 1.0.1) f: func(x: option<t>); }',
    },
    {
      text: 'package a:b; interface i { @unstable(feature = x) resource r; resource s { f: func() -> ⟦r⟧; } }',
      says: /^`r` is there only with the feature `x`\. Write `@unstable\(feature = x\)` before what needs it\.$/,
      fixed:
        'package a:b; interface i { @unstable(feature = x) resource r; resource s { @unstable(feature = x) f: func() -> r; } }',
    },
    {
      text: 'package a:b; world w { @unstable(feature = y) import c:d/⟦i⟧; }',
      others: { 'deps/c.wit': 'package c:d; @unstable(feature = x) interface i { }' },
      says: /with the feature `x`/,
    },
    {
      text: 'package a:b; interface j { use c:d/i.{⟦t⟧}; f: func(x: t); }',
      others: { 'deps/c.wit': 'package c:d; interface i { @unstable(feature = x) type t = u8; }' },
      says: /`t` is there only with the feature `x`/,
      fixed: 'package a:b; interface j { @unstable(feature = x) use c:d/i.{t}; f: func(x: t); }',
    },
    {
      text: 'package a:b; interface i { type t = u8; } interface j { @unstable(feature = x) use i.{t}; f: func(x: ⟦t⟧); }',
      says: /`t` is there only with the feature `x`/,
      fixed:
        'package a:b; interface i { type t = u8; } interface j { @unstable(feature = x) use i.{t}; @unstable(feature = x) f: func(x: t); }',
    },
    {
      text: 'package a:b; @unstable(feature = x) world v { } world w { include ⟦v⟧; }',
      says: /`v` is there only with the feature `x`/,
      fixed: 'package a:b; @unstable(feature = x) world v { } world w { @unstable(feature = x) include v; }',
    },
  ],
  'unused-use': [
    {
      text: 'package a:b; interface s { type t = u8; type u = u8; } interface i { use s.{t, ⟦u⟧}; f: func() -> t; }',
      says: /`u` is not used here/,
      fixed:
        'package a:b; interface s { type t = u8; type u = u8; } interface i { use s.{t}; f: func() -> t; }',
    },
    {
      text: 'package a:b;\ninterface s { type t = u8; }\ninterface i {\r\n  use s.{⟦t⟧};\r\n  f: func();\r\n}',
      says: /not used/,
      fixed: 'package a:b;\ninterface s { type t = u8; }\ninterface i {\r\n  f: func();\r\n}',
    },
    {
      text: 'package a:b;\nuse s as ⟦t⟧;\ninterface s { }',
      says: /`t` is not used/,
      fixed: 'package a:b;\ninterface s { }',
    },
  ],
};

for (const code of witProblemCodes) {
  suite(code, () => {
    const cases = wrong[code] ?? [];
    assert.ok(cases.length > 0, `no test shows ${code}`);
    for (const each of cases) test(each.text, () => checkWrong(code, each));
  });
}

function checkWrong(code: WitProblemCode, { text: marked, says, fixed, others = {} }: Wrong): void {
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  const text = marked.replace(/[⟦⟧]/g, '');
  const found = problems(text, others).filter((problem) => problem.code === code);
  const [problem] = found.filter(({ message }) => says.test(message));
  assert.ok(problem, JSON.stringify(problems(text, others)));
  assert.deepEqual(problem.span, { start, end });
  assert.equal(problem.fixes[0] && applied(text, problem), fixed);
}

function applied(text: string, { fixes }: WitProblem): string {
  return (fixes[0]?.edits ?? [])
    .toSorted((one, other) => other.span.start - one.span.start)
    .reduce((all, { span, text: put }) => all.slice(0, span.start) + put + all.slice(span.end), text);
}

function sourceOf(path: string, text: string): WitSource {
  return { uri: `file:///app/wit/${path}`, text, file: parse(text) };
}

function problems(text: string, others: Readonly<Record<string, string>> = {}): readonly WitProblem[] {
  const source = sourceOf('main.wit', text);
  const unreadFiles = Object.keys(others).filter((path) => others[path] === unread);
  const all = Object.entries(others)
    .filter(([, each]) => each !== unread)
    .map(([path, each]) => sourceOf(path, each));
  const isDep = ({ uri }: WitSource): boolean => uri.includes('/deps/');
  const deps = all.filter(isDep);
  const surroundings: WitSurroundings = {
    own: [source, ...all.filter((each) => !isDep(each))],
    ...(deps.length + unreadFiles.length > 0 && { deps, unread: unreadFiles }),
    shipped: [
      sourceOf('shipped/kv/package.wit', 'package spiderlightning:keyvalue@0.6.0; interface keyvalue { }'),
      sourceOf('shipped/clocks-0.2/package.wit', 'package wasi:clocks@0.2.3; interface wall-clock { }'),
      sourceOf(
        'shipped/clocks-0.3/package.wit',
        'package wasi:clocks@0.3.0; interface types { } interface monotonic-clock { }',
      ),
      sourceOf('shipped/clocks-0.2/more.wit', 'package wasi:clocks@0.2.3; interface monotonic-clock { }'),
    ],
    known: ['spiderlightning:keyvalue', 'wasi:http', 'wasi:clocks'],
  };
  return diagnoseWit(source, surroundings);
}

/** Of these, nothing may be said. */
const fine: readonly (readonly [text: string, others?: Readonly<Record<string, string>>])[] = [
  [''],
  ['// nothing yet\r\n'],
  ['package a:b;'],
  ['package a:b; world w { import wasi:cli/run@0.2.6; include wasi:http/proxy@0.2.6; }'],
  [
    'package a:b; world w { import spiderlightning:keyvalue/keyvalue@0.6.0; }',
    { 'deps/kv/package.wit': 'package spiderlightning:keyvalue@0.6.0; interface keyvalue { }' },
  ],
  ['interface i { }', { 'a.wit': 'package a:b;' }],
  ['interface i { use j.{t}; f: func() -> t; }', { 'j.wit': 'package a:b; interface j { type t = u8; }' }],
  ['package a:b; interface i { use wasi:nothing/here.{x, y}; f: func(a: x, b: borrow<y>); }'],
  ['package x:y { interface i { } }'],
  [
    'package a:b; world w { import wasi:io/streams@0.2.6; }',
    {
      ...io,
      'deps/io/more.wit': 'package wasi:io@0.2.6;',
      'deps/old/a.wit': 'package wasi:io@0.2.0;',
      'deps/http/deps/io/a.wit': 'package wasi:io@0.2.6;',
    },
  ],
  ['/// One.\npackage a:b; interface i { }', { 'a.wit': '// Two.\npackage a:b;' }],
  [
    'package a:b@1.2.0; @unstable(feature = x) interface i { resource r { f: func() -> r; } } interface j { @since(version = 1.1.0) type t = u8; @since(version = 1.2.0) f: func(x: t); @unstable(feature = y) g: func(x: t); } @unstable(feature = x) world w { import i; export run: interface { use i.{r}; f: func(x: r); } }',
  ],
  [
    'package a:b@0.1.0; interface j { use c:d/i@1.2.0.{t}; f: func(x: t); }',
    {
      'deps/c.wit':
        'package c:d@1.2.0; @since(version = 1.1.0) interface i { @since(version = 1.2.0) type t = u8; }',
    },
  ],
  [
    'package a:b; interface i { resource r; } interface j { use i.{r}; g: func() -> r; } interface k { use j.{r}; f: func() -> r; } world w { export k; export i; export j; } world v { export k; import i; }',
  ],
];

for (const [text, others] of fine) {
  test(`nothing is said of ${JSON.stringify(text)}`, () => {
    const said = problems(text, others).filter(({ code }) => code !== 'unknown-package');
    assert.deepEqual(said, []);
  });
}

test('what a broken file may hold is not missed in the others', () => {
  const broken = { 'types.wit': 'interface types { variant error { a } \n interface more { type t = u8; }' };
  assert.deepEqual(
    problems('package a:b; interface i { use more.{t}; use types.{u}; f: func(x: t, y: u); }', broken),
    [],
  );
  const half = problems('package a:b; interface i { f: func(x: t) -> \n } \n interface j { g: func(y: u); }');
  assert.deepEqual([...new Set(half.map(({ code }) => code))], ['wit-syntax']);
});

test('a slip at the head of a file is one problem', () => {
  for (const head of [
    'package a:b\n',
    'pakage a:b;',
    'package a/b;',
    'package ;',
    'packge\na:b;',
    '= a:b;',
  ]) {
    for (const others of [{}, { 'other.wit': 'interface j { }' }]) {
      const codes = problems(`${head} interface i { }`, others).map(({ code }) => code);
      assert.deepEqual(codes, ['wit-syntax'], head);
    }
    assert.deepEqual(problems('interface i { }', { 'other.wit': `${head} interface j { }` }), [], head);
  }
});

test('of many unknown names few get a suggestion, and all are told', () => {
  const names = Array.from({ length: 3000 }, (_, index) => `type a${index} = b${index};`).join('\n');
  const found = problems(`package a:b; interface i {\n${names}\n}`);
  assert.equal(found.length, 3000);
  assert.ok(found.filter(({ fixes }) => fixes.length > 0).length <= 10);
});

test('a type of another language is put right unasked only where one type alone can be meant', () => {
  const preferred = (type: string): boolean | undefined =>
    problems(`package a:b; interface i { f: func(x: ${type}); }`)[0]?.fixes[0]?.preferred;
  for (const type of ['String', 'Vec<u8>', 'Option<u8>', 'int', 'I32', 'boolean', 'optoin<u8>'])
    assert.equal(preferred(type), true, type);
  for (const type of ['usize', 'Long', 'lst<u8>']) assert.equal(preferred(type), false, type);
});

test('a version that Slight does not know, and that tools may bring, is a hint with no change unasked', () => {
  const [problem, ...more] = problems('package a:b; world w { import wasi:clocks/wall-clock@0.2.99; }');
  assert.deepEqual(more, []);
  assert.equal(problem?.severity, 'hint');
  assert.equal(problem.fixes[0]?.preferred, false);
});
