/** Routes and handlers in Rust, in the shapes of slight's own examples and of its users' apps. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRoutes } from './read.ts';
import { handling, routing } from './testing/routed.ts';

const bindings = 'use http_server::*;\nwit_bindgen_rust::import!("../../wit/http-server.wit");\n';
const old = 'wit_bindgen_rust::import!("../../../wit/http.wit");\n';

routing('rust', [
  [
    'a chain, each with its question mark',
    `${bindings}fn main() -> Result<()> {
    let router = Router::new()?;
    let router_with_route = router
        .get("/hello", "handle_hello")?
        .get("/get", "handle_get")?
        .put("/set", "handle_set")?
        .post("/upload", "upload")?
        .delete("/delete-file", "delete_file_handler")?;
    let _ = Server::serve("0.0.0.0:3000", &router_with_route)?;
}`,
    'GET /hello → handle_hello',
    'GET /get → handle_get',
    'PUT /set → handle_set',
    'POST /upload → upload',
    'DELETE /delete-file → delete_file_handler',
  ],
  [
    'by the module, of generation 0.2',
    `${old}let router = http::Router::new()?;
let with = router.post("/orders/", "handle_make_order")?.get("/orders/next/", "handle_get_next_order")?;`,
    'POST /orders/ → handle_make_order',
    'GET /orders/next/ → handle_get_next_order',
  ],
  [
    'one after the other',
    `${bindings}let mut router = Router::new().unwrap();
router = router.get("/a", "a").unwrap();
router = router.get("/b", "b").expect("no route");
router.get("/c", "c").unwrap();`,
    'GET /a → a',
    'GET /b → b',
    'GET /c → c',
  ],
  [
    'a base',
    `${bindings}let r: Router = Router::new_with_base("/api")?; r.get("/a", "a")?;
let s = Router::new_with_base(&base())?; s.get("/b", "b")?;`,
    'GET /api+/a → a',
    'GET ?+/b → b',
  ],
  [
    'a router that comes in',
    `${bindings}fn add(router: &http_server::Router, n: u8) -> Result<Router> { router.get("/a", "a") }
fn other(router: Map) { router.get("/b", "b") }`,
    'GET ?+/a → a',
  ],
  [
    'constants, and what is computed',
    `${bindings}const ROUTE: &str = "/a";\nconst HANDLER: &str = "a";
Router::new()?.get(ROUTE, HANDLER)?.get(&format!("/{}", x), "b")?.get("/c", &name())?;`,
    'GET /a → a',
    'GET ? → b',
    'GET /c → ?',
  ],
  [
    'errors that are made others',
    `${bindings}let r = Router::new().map_err(|e| Error::from(e))?.get("/a", "a").context("a, b")?.put("/b", "b")?;`,
    'GET /a → a',
    'PUT /b → b',
  ],
  [
    'bindings in a module of their own',
    'mod spiderlightning;\nuse spiderlightning::{Request, Router};\nlet r = Router::new()?.get("/a", "a")?;',
    'GET /a → a',
  ],
  ['another name for the type', `use http_server::Router as R;\nR::new()?.get("/a", "a")?;`, 'GET /a → a'],
  [
    'a component',
    `let r = bindings::spiderlightning::http_handler::http_server::Router::new()?; r.get("/a", "a")?;`,
    'GET /a → a',
  ],
  [
    'another name for the variable',
    `${bindings}let a = Router::new()?; let b = &a; b.get("/a", "a")?;`,
    'GET /a → a',
  ],
  ['half typed', `${bindings}let r = Router::new()?; let s = r.get("/a", "`, 'GET /a → ?'],
  ['without a handler yet', `${bindings}let r = Router::new()?; let s = r.get("/a"`, 'GET ? → ?'],
  ['not the router of another crate', `use axum::Router;\n${bindings}Router::new().get("/a", "a");`],
  ['not a type of its own', `${bindings}struct Router;\nRouter::new().get("/a", "a");`],
  ['not where nothing is of Slight', 'let r = Router::new(); r.get("/a", "a");'],
  [
    'not another method',
    `${bindings}let r = Router::new()?; r.patch("/a", "a")?; map.get("/b", "b"); r.routes.get("/c", "c");`,
  ],
  ['not behind another value', `${bindings}let r = Router::new()?; let r = map(); r.get("/a", "a");`],
  ...[
    '{ let r: HashMap<&str, u8> = x(); r.get("x", "q"); }',
    'list.map(|r| r.get("x", "q"));',
    'match x { Some(r) => r.get("x", "q"), None => 1 }',
    'for r in list { r.get("x", "q"); }',
    'if let Some(r) = x { r.get("x", "q"); }',
    'let (r, s) = x; r.get("x", "q");',
  ].map(
    (text) =>
      [
        `not of a name that is bound anew: ${text}`,
        `${bindings}fn a() { let r = Router::new()?; ${text} }`,
      ] as const,
  ),
  ...[
    '{ let r = map(); r.get("x", "q"); }',
    '{ let r: HashMap<&str, u8> = x(); r.get("x", "q"); }',
    'list.map(|r| r.get("x", "q"));',
    'list.map(|r, s| { r.get("x", "q") });',
    'match x { Some(r) => r.get("x", "q"), None => 1 }',
    'for r in list { r.get("x", "q"); }',
    'for (r, s) in list { r.get("x", "q"); }',
    'if let Some(r) = x { r.get("x", "q"); }',
    'fn b(r: &Map) { r.get("x", "q"); }',
  ].map(
    (text) =>
      [
        `again behind the block that its name is another thing in: ${text}`,
        `${bindings}fn a() { let r = Router::new()?; ${text} r.get("/a", "a")?; }`,
        'GET /a → a',
      ] as const,
  ),
  [
    'of a block inside, and of that around it',
    `${bindings}fn a() { let r = Router::new_with_base("/x")?; { let r = Router::new()?; r.get("/a", "a")?; } r.get("/b", "b")?; }`,
    'GET /a → a',
    'GET /x+/b → b',
  ],
  [
    'no more where it is set to another value in a block inside',
    `${bindings}fn a() { let mut r = Router::new()?; { r = other(); } r.get("/a", "a")?; }`,
  ],
  ['not in another block', `${bindings}fn a() { let r = Router::new()?; }\nfn b() { r.get("/a", "a"); }`],
  [
    'not in a comment, nor in a text',
    `${bindings}// Router::new()?.get("/a", "a")\n"Router::new()?.get(a, b)";`,
  ],
]);

handling('rust', [
  [
    'functions that are registered',
    `#[register_handler]
fn handle_hello(req: Request) -> Result<Response, HttpError> { todo!() }
#[register_handler]
pub fn upload(_: Request) -> Result<Response, Error> { handle_hello(req) }`,
    'handle-hello: handle_hello, handle_hello',
    'upload: upload',
  ],
  ['another signature', '#[allow(x)]\n#[slight::register_handler]\nfn a_b(r: Req) -> Answer {}', 'a-b: a_b'],
  [
    'one that is not registered',
    'use slight_http_handler_macro::register_handler;\n#[register_handler]\nfn a(r: Request) -> Result<Response, E> {}\nfn b(r: Request) -> Result<Response, E> {}\nfn c() {}\n#[x]\nfn d(r: Request) -> Result<Response, E> {}',
    'a: a',
    '(b: b)',
    'd: d?',
  ],
  [
    'those of an implementation',
    'use http_handler::*;\nimpl http_handler::HttpHandler for App {\n  fn handle_a(req: Request) -> Result<Response, HttpError> {}\n  fn new(&self, r: Request) -> Response {}\n}',
    'handle-a: handle_a',
  ],
  [
    'by the name of an export',
    '#[export_name = "handle-a"]\nunsafe extern "C" fn a(m: i32) -> i32 { 0 }',
    'handle-a: handle-a, a',
  ],
  [
    'by the name that a macro exports it by',
    'handler!(list_items, "list-items");\nfn list_items(_: Request) -> Result<Response, HttpError> {}\nprint!(other, "not it");',
    'list-items: list-items, list_items, list_items',
  ],
  [
    'where it is not known, as where a macro may export it',
    'mod http_handler;\nfn list_items(_: Request) -> Result<Response, HttpError> {}\npub fn send(r: &Request) -> Result<Response, HttpError> {}',
    'list-items: list_items?',
  ],
  [
    'not what only has the name: methods, fields, variables, imports, paths',
    `#[register_handler] fn delete(r: Request) { Router::new()?.delete("/x", "y")?; Cache::delete("x"); store::delete(1); self::delete(r); map(delete); all.map(|r| delete(r)) }
#[register_handler] fn status(r: Request) { Response { status: 200 } }
#[register_handler] fn list(r: Request) { list::go(); list!(1); }
mod list;
#[register_handler] fn other(r: Request) {}
use store::{other as o};
#[register_handler] fn named(r: Request) { let named = 1; println!("{}", named); }
#[register_handler] fn own(r: Request) { own(r) }
fn twice(own: u8) {}
#[register_handler] fn one(r: Request) { match r { Some(one) => 1 } }
struct Item { status: u8 }`,
    'delete: delete, delete, delete, delete',
    'status: status',
    'list: list',
    'other: other',
    'named: named …',
    'own: own …',
    'one: one …',
  ],
  [
    'of an implementation, what Self names',
    'use http_handler::*;\nimpl Guest for App {\n  fn a(r: Request) -> Response { let a = 1; Self::a(a) }\n  fn b(r: Request) -> Response { App::b(r) }\n  fn c(r: Request) -> Response {}\n}\ntrait Guest { fn c(r: Request) -> Response; }',
    'a: a, a',
    'b: b …',
    'c: c …',
  ],
  [
    'of two that have a name, each its own place',
    '#[register_handler] fn a() {}\n#[register_handler] fn a() {}',
    'a: a',
    'a: a',
  ],
  ['a declaration is none', '#[register_handler]\nfn a(r: Request) -> Response;'],
]);

test('rust: a macro may make handlers', () => {
  const of = (text: string) => readRoutes(text, 'rust').isWhole;
  assert.equal(of('#[register_handler] fn a() {}'), true);
  assert.equal(of('macro_rules! handler { () => {} }'), false);
});

test('rust: which routes are of one router', () => {
  const { routes } = readRoutes(
    `${bindings}let a = Router::new()?.get("/1", "x")?; let b = Router::new()?.get("/2", "x")?; let c = a.get("/3", "x")?;`,
    'rust',
  );
  const [one, two, three] = routes.map(({ router }) => router);
  assert.notEqual(one, two);
  assert.equal(one, three);
});
