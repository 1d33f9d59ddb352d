/** What is wrong with routes: each problem, its remedy, and where nothing is claimed. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, uriIn } from '../testing/app.ts';
import { slightfile } from '../testing/shop.ts';
import { covers } from './patterns.ts';
import { routeProblems } from './problems.ts';

const bindings =
  'use http_server::*;\nuse slight_http_handler_macro::register_handler;\nwit_bindgen_rust::import!("http-server.wit");\n';
const one = '#[register_handler]\nfn handle_one(req: Request) -> Result<Response, HttpError> {}\n';

interface Given {
  readonly rust?: string;
  readonly more?: Readonly<Record<string, string>>;
  readonly exports?: readonly string[];
}

/** The problems of routes, as `severity code: text: message`, and the source after the first fix of each. */
function problemsOf(routes: string, { rust = one, more = {}, exports }: Given = {}) {
  const source = `${bindings}fn main() { Router::new()?${routes}; }\n${rust}`;
  const at = appOf({ 'slightfile.toml': slightfile, 'src/main.rs': source, ...more }, exports);
  const uri = uriIn('src/main.rs');
  const found = routeProblems(at.routes, uri);
  return {
    told: found.map(
      ({ severity, code, range, message }) =>
        `${severity} ${code}: ${at.documents.get(uri)?.getText(range)}: ${message}`,
    ),
    fixed: found.flatMap(({ fixes: [fix] }) =>
      fix
        ? at.applied(
            'src/main.rs',
            fix.edits.map(({ range, text }) => ({ range, newText: text })),
          )
        : [],
    ),
    found,
    source,
  };
}

describe('a handler that is not there', () => {
  test('one that is like it is proposed, spelled as the route spells', () => {
    const { told, fixed, source } = problemsOf('.get("/a", "handle_oen")?.get("/b", "handle-on")?');
    assert.deepEqual(told, [
      'warning unknown-handler: "handle_oen": No function "handle_oen" is exported, so this route has no handler. Did you mean "handle_one"?',
      'warning unknown-handler: "handle-on": No function "handle-on" is exported, so this route has no handler. Did you mean "handle-one"?',
    ]);
    assert.equal(fixed[0], source.replace('handle_oen', 'handle_one'));
  });

  test('else those that there are', () => {
    const { told, fixed } = problemsOf('.get("/a", "zebra")?');
    assert.deepEqual(told, [
      'warning unknown-handler: "zebra": No function "zebra" is exported, so this route has no handler. There is "handle-one".',
    ]);
    assert.deepEqual(fixed, []);
  });

  test('a function that is not registered is told of, and registered by the fix', () => {
    const { told, fixed, source } = problemsOf('.get("/a", "two")?', {
      rust: `${one}  fn two(req: Request) -> Result<Response, HttpError> {}\n`,
    });
    assert.deepEqual(told, [
      'warning unexported-handler: "two": The function "two" is not exported, so this route has no handler. Write #[register_handler] above it.',
    ]);
    assert.equal(fixed[0], source.replace('  fn two', '  #[register_handler]\n  fn two'));
  });

  test('what the module exports is there, and what it does not is not', () => {
    assert.deepEqual(problemsOf('.get("/a", "made_by_macro")?', { exports: ['made-by-macro'] }).told, []);
    const nothing = { rust: '', exports: ['memory'] };
    assert.deepEqual(problemsOf('.get("/a", "gone")?', nothing).told, [
      'warning unknown-handler: "gone": No function "gone" is exported, so this route has no handler. Write one, and export it.',
    ]);
  });

  test('nothing is claimed where it may be somewhere', () => {
    const rows: readonly Given[] = [
      { rust: '' },
      { rust: `${one}macro_rules! handler { () => {} }` },
      { more: { 'src/other.zig': '' } },
      {
        more: {
          'src/macros.rs':
            'macro_rules! handler { () => { register_handler } }\n#[register_handler] fn x() {}',
        },
      },
    ];
    for (const given of rows)
      assert.deepEqual(problemsOf('.get("/a", "zebra")?', given).told, [], JSON.stringify(given));
    assert.deepEqual(problemsOf('.get("/a", "")?.get("/b", &name())?').told, []);
    const there = { more: { 'src/b.rs': '#[register_handler]\nfn zebra(r: Req) -> Res {}' } };
    assert.deepEqual(problemsOf('.get("/a", "zebra")?', there).told, []);
  });
});

describe('nothing is claimed where a handler may be made', () => {
  const signature = '(req: Request) -> Result<Response, HttpError> { todo!() }';
  const rows: Readonly<Record<string, Given>> = {
    'a visibility': { rust: `${one}#[register_handler]\npub(crate) fn zebra${signature}` },
    'a visibility of a path': { rust: `${one}#[register_handler]\npub(in crate::a) fn zebra${signature}` },
    'a long attribute': {
      rust: `${one}#[register_handler]\n#[doc(${'a, '.repeat(40)})]\nfn zebra${signature}`,
    },
    'another attribute': { rust: `${one}#[json::handler]\nfn zebra${signature}` },
    'an attribute by another name': {
      rust: `${one}use slight_http_handler_macro::register_handler as handler;\n#[handler]\nfn zebra${signature}`,
    },
    'a function that is exported by its own name': {
      rust: `${one}#[no_mangle]\npub extern "C" fn zebra(a: i32) {}`,
    },
    'the same of newer Rust': { rust: `${one}#[unsafe(no_mangle)]\npub extern "C" fn zebra(a: i32) {}` },
    'a macro of another crate': { rust: `${one}my::json_handler!(zebra, x);` },
    'a macro in braces': { rust: `${one}handlers! { zebra => x }` },
    'a macro in a module': { rust: `${one}mod more { make! { zebra } }` },
    'a text of a file': { rust: `${one}include!("more.rs");` },
    'a file of another path': { rust: `${one}#[path = "../more.rs"]\nmod more;` },
    'another crate': { rust: `${one}use shop_handlers as _;` },
    'another crate by its path': { rust: `${one}fn x() { shop_handlers::link(); }` },
    'all of a module, handed on': { rust: `${one}mod more;\npub use more::*;` },
    'a raw name': { rust: `${one}#[register_handler]\nfn r#zebra${signature}` },
    'a comma at the end': { rust: `${one}handler!(zebra, "zebra",);\nfn zebra${signature}` },
    'brackets of another kind': { rust: `${one}handler!{zebra, "zebra"}\nfn zebra${signature}` },
    'another name for the export': { rust: `${one}handler![list, "zebra"];\nfn list${signature}` },
    'a long head': {
      rust: `${one}impl a::b::c::d::e::f::g::h::i::Guest for j::k::l::m::n::o::p::Shop where T: q::r::S { fn zebra${signature} }`,
    },
    'another file that has no routes': { more: { 'src/more.rs': 'handlers! { zebra }' } },
    'an attribute in another file': { more: { 'src/more.rs': 'mod a {\n  #[json]\n  fn zebra() {}\n}' } },
    'a function that is public': { rust: `${one}pub fn zebra${signature}` },
    'a function that a macro in another file may export': {
      rust: `${one}fn zebra${signature}`,
      more: { 'src/more.rs': 'export_all!(crate);' },
    },
  };
  for (const [title, given] of Object.entries(rows))
    test(title, () => {
      assert.deepEqual(problemsOf('.get("/a", "zebra")?', given).told, []);
    });

  test('what makes none leaves it sure', () => {
    const plain = `#![allow(dead_code)]\nuse anyhow::{Context, Result};\nuse crate::more::b;\nmod more;\n${one}#[derive(Debug)]\nstruct A;\nfn b() { println!("x"); vec![1]; more::c(); u8::from(1); String::new(); }\nhandler!(list, "other");\n`;
    assert.equal(problemsOf('.get("/a", "zebra")?', { rust: plain }).told.length, 1);
  });
});

test('an app as slight’s own examples are is known to its end', () => {
  const source = `use anyhow::Result;
use http_server::*;
use slight_http_handler_macro::register_handler;
use slight_http_server_macro::on_server_init;
wit_bindgen_rust::import!("../wit/http-server.wit");
wit_bindgen_rust::export!("../wit/http-server-export.wit");
wit_error_rs::impl_error!(http_server::HttpRouterError);
wit_error_rs::impl_from!(anyhow::Error, http_server::HttpError::UnexpectedError);
#[on_server_init]
fn main() -> Result<()> { Router::new()?.get("/a", "handle_oen")?; Ok(()) }
${one}`;
  const { routes } = appOf({ 'slightfile.toml': slightfile, 'src/lib.rs': source });
  assert.deepEqual(
    routeProblems(routes, uriIn('src/lib.rs')).map(({ code }) => code),
    ['unknown-handler'],
  );
});

describe('a pattern', () => {
  test('begins with a slash', () => {
    const { told, fixed, source } = problemsOf('.get("a", "handle_one")?');
    assert.deepEqual(told, [
      'warning route-pattern: a: "a" has no / in front, as the path of every request has. Write "/a".',
    ]);
    assert.equal(fixed[0], source.replace('"a"', '"/a"'));
  });

  test('has a name behind each colon', () => {
    const { told, fixed, source } = problemsOf('.get("/a/:/b", "handle_one")?.get("/c/:", "handle_one")?');
    assert.deepEqual(
      told,
      [0, 1].map(
        () =>
          'warning route-pattern: :: A : begins the name of a part of the path, and this one has no name. Write one: ":id".',
      ),
    );
    assert.equal(fixed[0], source.replace('/a/:/b', '/a/:id/b'));
  });

  test('of stars alone needs none', () => {
    assert.deepEqual(problemsOf('.get("*", "handle_one")?').told, []);
  });

  test('of a router whose base is not known is left alone', () => {
    const rust = `${one}fn add(router: &Router) { router.get("a", "handle_one"); }`;
    assert.deepEqual(problemsOf('', { rust }).told, []);
  });

  test('covers others as a router does', () => {
    const rows: readonly (readonly [string, string, boolean])[] = [
      ['/a', '/a', true],
      ['/a', '/a/', true],
      ['/a', '/b', false],
      ['/a', '/a/b', false],
      ['/:x', '/:y', true],
      ['/:x', '/a', true],
      ['/a', '/:x', false],
      ['/:x/b', '/a/:y', false],
      ['/*', '/a/b', true],
      ['/a/*', '/a/:x/c', true],
      ['/a/*', '/a', false],
      ['/a/*', '/b/c', false],
      ['/a/*', '/a/*', true],
      ['/:x', '/*', false],
      ['/', '/', true],
      ['/*', '/', false],
      ['/:x', '/', false],
      ['/item-:id', '/item-:no', false],
    ];
    for (const [pattern, other, is] of rows) assert.equal(covers(pattern, other), is, `${pattern} ${other}`);
  });
});

describe('a route that is never reached', () => {
  test('is faded, and says which is in front of it', () => {
    const { told, found } = problemsOf(
      '.get("/a/:x", "handle_one")?.put("/a/b", "handle_one")?.get("/a/b/", "handle_one")?',
    );
    assert.deepEqual(told, [
      'hint unreached-route: get("/a/b/", "handle_one"): GET /a/:x is in front of it and takes its requests, so that this route is never reached.',
    ]);
    assert.equal(found[0]?.related?.[0]?.range.start.line, 3);
  });

  test('is none of another router, nor one in front', () => {
    const rust = `${one}fn b() { Router::new()?.get("/a", "handle_one")?; }`;
    assert.deepEqual(problemsOf('.get("/a", "handle_one")?', { rust }).told, []);
    assert.deepEqual(problemsOf('.get("/a/b", "handle_one")?.get("/a/:x", "handle_one")?').told, []);
  });

  test('is not claimed where two routers go on from one', () => {
    const fork = `${one}fn b() { let r = Router::new()?; let a = r.get("/a", "handle_one")?; let b = r.get("/a", "handle_one")?; b.get("/a", "handle_one")?; }`;
    assert.deepEqual(problemsOf('', { rust: fork }).told, []);
    const same = `${one}fn b() { let r = Router::new()?; r.get("/a", "handle_one")?; r.get("/a", "handle_one")?; }`;
    assert.equal(problemsOf('', { rust: same }).told.length, 1);
  });

  test('is not claimed where a branch is between them', () => {
    const get = 'r.get("/a", "handle_one")?;';
    for (const body of [
      `if cfg!(x) { ${get} } else { ${get} }`,
      `#[cfg(x)] let r = ${get} #[cfg(not(x))] let r = ${get}`,
      `#[cfg(x)] let r = ${get} let r = ${get}`,
      `match x { 1 => ${get.slice(0, -1)}, _ => ${get.slice(0, -1)} }`,
      `if x { return ${get} } ${get}`,
      `loop { ${get} break; } ${get}`,
    ]) {
      const rust = `${one}fn b() { let r = Router::new()?; ${body} }`;
      assert.deepEqual(problemsOf('', { rust }).told, [], body);
    }
  });
});
