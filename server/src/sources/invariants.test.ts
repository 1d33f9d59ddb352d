import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lex } from './lex.ts';
import { openingAt } from './opening-at.ts';
import { mayOpen, readSource } from './read.ts';
import { guestLanguages } from './reading.ts';
import { mayRoute, readRoutes } from './routes/read.ts';
import { routeHandlerAt } from './routes/route-at.ts';
import type { GuestLanguage } from './reading.ts';
import { kind } from './tokens.ts';

/** Pieces of sources, so that what is made of them nearly opens something. */
const pieces = [
  ...[
    'Keyvalue::open(',
    'Keyvalue.open(',
    'store.open(',
    'store.Open(',
    'keyvalue_keyvalue_open(&name, r)',
    'open(',
  ],
  ...[
    'use keyvalue::*;',
    'use wasi::keyvalue::{',
    'store::{self, open as o};',
    'keyvalue_string_set(&name, ',
  ],
  ...[
    'using SpiderLightning;\n',
    'new KeyValue(',
    'KeyValue kv = new(',
    'KeyValue.Open(',
    'pub.open(',
    'container?.open(',
    '$"',
    '@"',
    '$$"""',
    '""""',
    '{{',
    'using A = ',
    'const string NAME = ',
  ],
  ...[
    "import { open } from 'wasi:keyvalue/store';",
    "import * as store from 'wasi:keyvalue/store'",
    'import {',
  ],
  ...[
    'from wit_world.imports import store\n',
    'import "a/wasi/keyvalue/store"\n',
    'const NAME',
    ': &str = ',
    '#define ',
  ],
  ...[
    '"',
    "'",
    '`',
    '"""',
    'r#"',
    '"#',
    'R"x(',
    ')x"',
    '${',
    '}',
    '{',
    '(',
    ')',
    '[',
    ']',
    '/',
    '//',
    '/*',
    '*/',
    '#',
  ],
  ...[
    '\\',
    '\\x41',
    '\\u{1F600}',
    '\\n',
    '\n',
    '\r\n',
    ' ',
    ',',
    ';',
    '=',
    ':=',
    '=>',
    '&',
    '.',
    '::',
    'f',
    'b',
    'name',
  ],
  ...[
    'orders',
    'NAME',
    '1',
    "1'0",
    '😀',
    '\ud800',
    '\u2028',
    '\0',
    'String::from(',
    '.to_string()',
    'function ',
    'def ',
  ],
  ...[
    'use http_server::*;',
    'Router::new()?',
    'Router.new()',
    'router.new(',
    'let r = ',
    'const r = Router.new();',
    '.get("/a", "b")',
    '.put(',
    'r.post("/c", NAME)?',
    'router.get(router.new(), "/a", "b")',
    "'spiderlightning:http-handler/http-server'",
    'http_server_router_get(r, &name, &name, r)',
    '#[register_handler]',
    'fn name(r: Request) -> Result<Response, E> {}',
    'export function name(',
    'export { name as ',
    'export const name = (r) => ',
    'void http_handler_name(http_handler_request_t *r, http_handler_response_t *s) {',
    'EXPORT("a-b") void *a_b(',
    'class WitWorld(WitWorld):\n',
    '    def name(self):\n',
    'from wit_world.imports.http_server import Router\n',
  ],
];
const source = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const language = fc.constantFrom(...guestLanguages);

test('no text makes reading fail, and what is read lies in the text', () => {
  fc.assert(
    fc.property(source, language, (text, of) => {
      let last = 0;
      for (const { kinds, callee, name } of readSource(text, of).openings) {
        assert.ok(kinds.length > 0);
        assert.ok(last <= callee.start && callee.start < callee.end && callee.end <= text.length);
        last = callee.start;
        if (!name) continue;
        const { span, inner, value } = name;
        assert.ok(
          0 <= span.start && span.start < inner.start && inner.end < span.end && span.end <= text.length,
        );
        const written = text.slice(inner.start, inner.end);
        // escapes, and strings that follow each other, are written otherwise than they are
        if (!/[\\"'\r]/.test(written)) assert.equal(value, written);
      }
    }),
    { numRuns: 4000 },
  );
});

test('no text makes a completion fail, and it replaces what is around the cursor', () => {
  fc.assert(
    fc.property(source, language, fc.nat(200), (text, of, offset) => {
      const slot = openingAt(text, of, offset);
      if (!slot) return;
      assert.ok(slot.inner.start <= offset && offset <= slot.inner.end && slot.inner.end <= text.length);
      assert.equal(slot.typed, text.slice(slot.inner.start, offset));
    }),
    { numRuns: 4000 },
  );
});

test('no text makes reading of routes fail, and what is read lies in the text', () => {
  fc.assert(
    fc.property(source, language, fc.nat(200), (text, of, offset) => {
      const inText = ({ start, end }: { readonly start: number; readonly end: number }) =>
        0 <= start && start < end && end <= text.length;
      const { routes, handlers } = readRoutes(text, of);
      for (const { call, pattern, handler } of routes) {
        assert.ok(inText(call));
        for (const one of [pattern, handler]) assert.ok(!one || inText(one.span));
      }
      for (const { name, head, places } of handlers) {
        assert.ok(inText(name) && head.start <= name.start && name.start <= head.end && inText(head));
        assert.ok(
          places.length > 0 && places.every(({ span }) => span.start <= span.end && span.end <= text.length),
        );
      }
      if (!mayRoute(text, of)) assert.equal(routes.length, 0);
      const slot = routeHandlerAt(text, of, offset);
      if (slot) assert.equal(slot.typed, text.slice(slot.inner.start, offset));
    }),
    { numRuns: 4000 },
  );
});

test('tokens follow each other and leave no more out than space and comments', () => {
  fc.assert(
    fc.property(source, language, (text, of) => {
      const tokens = lex(text, of);
      let end = 0;
      for (let index = 0; index < tokens.count; index++) {
        assert.ok(end <= tokens.start(index) && tokens.start(index) < tokens.end(index));
        end = tokens.end(index);
      }
      assert.ok(end <= text.length);
      assert.equal(tokens.kind(tokens.count), kind.end);
    }),
    { numRuns: 2000 },
  );
});

test('what is found where something may be opened is all that there is', () => {
  fc.assert(
    fc.property(source, language, (text, of) => {
      if (!mayOpen(text)) assert.equal(readSource(text, of).openings.length, 0);
    }),
    { numRuns: 4000 },
  );
});

/** How much work it is to read a text: how often a character or a token of it is looked at. */
function workOf(text: string, of: GuestLanguage): number {
  let looks = 0;
  const names = ['charCodeAt', 'charAt', 'startsWith', 'slice'] as const;
  const originals = names.map((name) => Object.getOwnPropertyDescriptor(String.prototype, name) ?? {});
  for (const [index, name] of names.entries()) {
    const original = originals[index]?.value as (...args: unknown[]) => unknown;
    Object.defineProperty(String.prototype, name, {
      ...originals[index],
      value(this: string, ...args: unknown[]) {
        looks++;
        return original.apply(this, args);
      },
    });
  }
  try {
    readSource(text, of);
    openingAt(text, of, text.length >> 1);
    readRoutes(text, of);
    routeHandlerAt(text, of, text.length >> 1);
  } finally {
    for (const [index, name] of names.entries())
      Object.defineProperty(String.prototype, name, originals[index] ?? {});
  }
  return looks;
}

const pathological: Readonly<Record<string, string>> = {
  'open strings': 'Keyvalue::open("\n',
  'open single quotes': "Keyvalue.open('\n",
  'open brackets': 'Keyvalue::open((',
  'open braces': '{ const NAME = "a"; open(NAME) ',
  'open comments': '/* ',
  'raw strings': 'r#" R"x( ',
  'regular expressions': '([/',
  templates: '`${',
  'use trees': 'use a::{b::{',
  'a path': 'open::',
  'type arguments': 'open::<',
  'a chain': 'store.open(',
  'many uses': 'use a::open;\nopen("b");\n',
  'many globs': 'use a::*;\nKeyvalue::open("b");\n',
  'many strings in C': 'keyvalue_string_set(&name, "a"); keyvalue_keyvalue_open(&name, r); if (x) {\n',
  'one string in C': 'keyvalue_keyvalue_open(&name, r);',
  'many imports': "import { open } from 'wasi:keyvalue/store';\nopen(a);\n",
  'half imports': 'import { open, ',
  'one line of Python': 'from wit_world.imports import store\nstore.open(NAME); NAME = 1; as ',
  'one line of Go': 'import "a/wasi/keyvalue/store"; store.Open(name); name, ',
  backslashes: '\\',
  hashes: 'r####',
  'one line of C#': 'using SpiderLightning; new KeyValue(NAME); KeyValue.Open(NAME); NAME = 1; ',
  'target types of C#': 'using SpiderLightning; KeyValue a { get; } = new("a"); } = new("b"); ',
  'strings in strings of C#': '$"{',
  'raw strings of C#': '$$"""{{""""',
  'a chain of C#': 'KeyValue.Open(SpiderLightning.',
  'a chain of routes': 'use http_server::*; Router::new()?.get("/a", "b")?',
  'many routers':
    'use http_server::*; let r = Router::new(); r.get("/a", "b"); let r = r; fn f(r: &Router) {',
  'half routes': 'use http_server::*; let r = Router::new().get("/a", "',
  'routers of JavaScript':
    "'spiderlightning:http-handler/http-server'; const r = Router.new(); r.get('/a', NAME);",
  'calls in calls': 'router.get(router.new(',
  'many handlers': '#[register_handler] fn name(r: Request) -> Result<Response, E> { name() }\n',
  'attributes in front of nothing': '#[a] #[register_handler] pub ',
  'many exports': 'export function name(a) { name(name); }\nexport { name as name, ',
  'handlers in C': 'EXPORT("a-b") void *a_b(http_handler_request_t *r, http_handler_response_t *s) {}\n',
  'routes in C': 'http_server_string_set(&name, "a"); http_server_router_get(r, &name, &name, r); if (x) {\n',
  'a class of Python': 'class WitWorld(WitWorld):\n    def name(self):\n        name()\n',
};

test('twice the text is twice the work, whatever the text is', () => {
  for (const [title, piece] of Object.entries(pathological))
    for (const of of guestLanguages) {
      const work = (length: number): number => workOf(piece.repeat(Math.ceil(length / piece.length)), of);
      const [once, twice] = [work(10_000), work(20_000)];
      assert.ok(twice < 2.5 * once + 1000, `${title}, ${of}: ${once} and ${twice}`);
    }
});
