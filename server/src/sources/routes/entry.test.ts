/** The source of a guest that a host begins with, in each language, and what only looks like it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GuestLanguage } from '../reading.ts';
import { readRoutes } from './read.ts';

const rows: readonly (readonly [GuestLanguage, string, boolean])[] = [
  ['rust', '#[on_server_init]\nfn main() {}', true],
  ['rust', '#[slight_http_server_macro::on_server_init]\nfn main() {}', true],
  ['rust', 'on_server_init!(set_up);', true],
  ['rust', 'impl Guest for App { fn on_server_init() -> Result<(), String> { Ok(()) } }', true],
  ['rust', '#[export_name = "on-server-init"] unsafe extern "C" fn start() -> i32 { 0 }', true],
  ['rust', 'use http_server::*;\nfn main() { Router::new()?.get("/a", "a")?; }', true],
  ['rust', 'use http_server::*;\nmod a { fn main() { Router::new()?.get("/a", "a")?; } }', false],
  ['rust', 'fn main() {}', false],
  ['rust', 'pub trait Guest { fn on_server_init() -> Result<(), String>; }', false],
  ['rust', 'macro_rules! on_server_init { ($f:ident) => {} }', false],
  ['rust', 'use slight::on_server_init; // #[on_server_init]', false],
  ['c', 'bool exports_shop_on_server_init(shop_string_t *err) { return true; }', true],
  ['c', 'EXPORT("on-server-init") void *begin(void) { return 0; }', true],
  ['c', 'bool exports_shop_on_server_init(shop_string_t *err);', false],
  [
    'c',
    '__attribute__((export_name("on-server-init"))) int __wasm_export_on_server_init(void) { return a(); }',
    false,
  ],
  ['javascript', 'export function onServerInit() {}', true],
  ['javascript', "export { onServerInit } from './a.js';", true],
  ['javascript', 'function onServerInit() {}', false],
  ['javascript', 'function _start() { router.new(); }', true],
  ['python', 'class WitWorld(wit_world.WitWorld):\n    def on_server_init(self): pass\n', true],
  ['python', 'class WitWorld(Protocol):\n    def on_server_init(self): raise NotImplementedError\n', false],
];

for (const [language, text, is] of rows)
  test(`${language}: ${text}`, () => assert.equal(readRoutes(text, language).isEntry, is));
