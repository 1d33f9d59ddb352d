/** The workspace that is fuzzed: apps of every kind as they begin, and documents that are on no disk. */

const shop = `specversion = "0.2"

[[capability]]
resource = "keyvalue.redis"
name = "orders"
    [capability.configs]
    REDIS_ADDRESS = "\${envvars.REDIS_ADDRESS}"

[[capability]]
resource = "configs.usersecrets"
name = "settings"

[[capability]]
resource = "messaging.filesystem"
name = "*"
`;

const old = `# The old format: every name is served.
specversion = "0.1"
secret_store = "configs.usersecrets"

[[secret_settings]]
name = "AZURE_STORAGE_KEY"
value = 'AbC+/=='

[[capability]]
name = "kv.azblob"

[[capability]]
name = "http"
`;

const inline = `specversion = '0.2'\r
capability = [\r
  { resource = "http", name = "web" }, # one\r
  { resource = "sql.postgres", name = "db", configs = { POSTGRES_CONNECTION_URL = "\${usersecrets.PG}" } },\r
  { resource = "keyvalue.azblob", name = "𝒳", configs.AZURE_STORAGE_KEY = "plain" },\r
]\r
`;

const broken = `specversion = "0.2
[[capability]
resource = "keyvalue.filesystm"
name = = "a"
[[capability]]
name = """
`;

const rust = `wit_bindgen_rust::import!("../wit/legacy/keyvalue.wit");
use keyvalue::*;
use configs::Configs;

fn main() -> Result<()> {
    // Keyvalue::open("not this one")
    let orders = Keyvalue::open("orders").unwrap();
    let settings = Configs::open(r#"settings"#)?;
    let name = "carts";
    let carts = Keyvalue::open(name)?;
    orders.set("key", b"value")?;
    Ok(())
}
`;

const c = `#include "keyvalue.h"
#define NAME "orders"
int main(void) {
  keyvalue_string_t name;
  keyvalue_string_set(&name, NAME);
  keyvalue_keyvalue_t store;
  keyvalue_expected_keyvalue_keyvalue_error_t ret;
  keyvalue_keyvalue_open(&name, &ret);
  /* done */
}
`;

const javascript = `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';
import { Configs } from 'spiderlightning:configs/configs@0.6.0';
const name = 'orders';
export const run = { run() { Keyvalue.open(name); Configs.open(\`settings\`); } };
`;

const typescript = `import * as keyvalue from 'spiderlightning:keyvalue/keyvalue@0.6.0';
const store: keyvalue.Keyvalue = keyvalue.Keyvalue.open('carts' as string);
export const run = <T extends { a: string }>(given: T): T => ({ ...given, b: /"[/]/g });
`;

const go = `package main

import keyvalue "example.com/gen/spiderlightning/keyvalue/keyvalue"

func main() {
	store := keyvalue.KeyvalueOpen("orders")
	other := keyvalue.KeyvalueOpen(\`carts\`)
	_, _ = store, other
}
`;

const python = `from wit_world.imports import keyvalue, configs
# keyvalue.Keyvalue.open("not this one")
class WitWorld:
    def run(self):
        store = keyvalue.Keyvalue.open("orders")
        other = configs.Configs.open('''settings''')
        text = f"{store!r} {'a' if other else "b"}"
`;

const csharp = `using SpiderLightning;
using KV = SpiderLightning.KeyValue; // new KeyValue("not this one")

#region Don't
const string Name = "orders";
using var orders = new KeyValue(Name);
KV settings = new(@"settings");
var text = $"a{KeyValue.Open("""users""").GetString($"b{1}")}c{{";
`;

const world = `package shop:app@0.1.0;

/// What the shop keeps.
interface orders {
  use types.{order, id as order-id};
  record line { order: order-id, count: u32, }
  variant failure { missing(order-id), other(string), }
  resource cart {
    constructor(name: string);
    add: func(line: line) -> result<_, failure>;
    empty: static func() -> cart;
  }
  find: func(id: order-id) -> option<order>;
}

world app {
  import spiderlightning:keyvalue/keyvalue@0.6.0;
  import orders;
  export run: func() -> result<list<tuple<string, u8>>>;
}
`;

const types = `package shop:app@0.1.0;

interface types {
  type id = u64;
  record order { id: id, name: string }
  flags state { open, paid }
  enum size { small, large }
}
`;

const dependency = `package other:lib@1.0.0;

interface things {
  @since(version = 1.0.0)
  type thing = list<u8, 4>;
}
`;

const legacy = `use { order } from types
/// Why a call failed.
variant keyvalue-error {
    key-not-found(string),
    unexpected-error(string),
}
resource keyvalue {
    static open: func(name: string) -> expected<keyvalue, keyvalue-error>
    set: func(key: string, value: list<u8>) -> expected<unit, keyvalue-error>
}
`;

const brokenWit = `package : @;
interface i { use j.{; f: func(x: list<) -> ; }
interface i { type t = t; /* never
world w { include w; import i
`;

/** What can be opened, by the path in the workspace or the URI, with its language and the text that it begins with. */
export interface Seed {
  readonly language: string;
  readonly text: string;
}

/** The folder that is open from the start, and the one that comes and goes. */
export const folders = ['work', 'extra'] as const;

export const files: Readonly<Record<string, Seed>> = {
  'work/shop/slightfile.toml': { language: 'slightfile', text: shop },
  'work/shop/dev.slightfile.toml': { language: 'toml', text: inline },
  'work/shop/src/main.rs': { language: 'rust', text: rust },
  'work/shop/src/native.c': { language: 'c', text: c },
  'work/shop/web/app.js': { language: 'javascript', text: javascript },
  'work/shop/web/app.ts': { language: 'typescript', text: typescript },
  'work/shop/main.go': { language: 'go', text: go },
  'work/shop/Program.cs': { language: 'csharp', text: csharp },
  'work/shop/app.py': { language: 'python', text: python },
  'work/shop/wit/world.wit': { language: 'wit', text: world },
  'work/shop/wit/types.wit': { language: 'wit', text: types },
  'work/shop/wit/deps/lib/lib.wit': { language: 'wit', text: dependency },
  'work/shop/wit/legacy/keyvalue.wit': { language: 'wit', text: legacy },
  'work/old/slightfile.toml': { language: 'slightfile', text: old },
  'work/old/main.rs': { language: 'rust', text: rust },
  'work/old/main.c': { language: 'c', text: c },
  'work/broken/slightfile.toml': { language: 'slightfile', text: broken },
  'work/broken/broken.wit': { language: 'wit', text: brokenWit },
  'work/broken/app.py': { language: 'python', text: python },
  'work/ünï 𝒳/slightfile.toml': { language: 'slightfile', text: shop },
  'work/ünï 𝒳/a b#c%20.js': { language: 'javascript', text: javascript },
  'work/no app/main.go': { language: 'go', text: go },
  'extra/app/slightfile.toml': { language: 'slightfile', text: shop },
  'extra/app/main.rs': { language: 'rust', text: rust },
  'extra/app/wit/world.wit': { language: 'wit', text: types },
};

export const untitled: Readonly<Record<string, Seed>> = {
  'untitled:Untitled-1': { language: 'slightfile', text: shop },
  'untitled:Untitled-2': { language: 'wit', text: world },
  'untitled:Untitled-3': { language: 'rust', text: rust },
  'untitled:slightfile.toml': { language: 'toml', text: '' },
};

/** Modules that a build leaves, by the interfaces that each imports: core modules of nothing but imports. */
export const modules: Readonly<Record<string, readonly string[]>> = {
  'work/shop/target/wasm32-wasip1/release/shop.wasm': ['keyvalue', 'configs'],
  'work/old/out/old.wasm': ['kv', 'http'],
  'work/broken/broken.wasm': ['wasi:keyvalue/store@0.2.0-draft', 'spiderlightning:configs/configs@0.6.0'],
};
