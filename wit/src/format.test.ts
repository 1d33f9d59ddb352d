import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { applyEdits } from '@slight/text/testing/edits.ts';
import { randomFrom, type Random } from '@slight/text/testing/random.ts';
import { formatWit } from './format.ts';
import { lex } from './lex.ts';
import { parse } from './parse.ts';
import type { Syntax } from './tree.ts';

function formatted(text: string, indent?: string): string {
  return applyEdits(text, formatWit(parse(text), text, indent === undefined ? {} : { indent }));
}

/** Asserts what the layout of a text is, that it is left as it is from then on, and that it is the same with CRLF. */
function assertLaidOut(text: string, expected: string): void {
  assert.deepEqual(parse(text).errors, []);
  assert.equal(formatted(text), expected);
  assert.equal(formatted(expected), expected);
  const [windows, wanted] = [text, expected].map((each) => each.replaceAll('\n', '\r\n'));
  // what has no line end has none to tell by
  if (text.includes('\n')) assert.equal(formatted(windows ?? ''), wanted);
}

test('the name that something has outside stands on a line of its own', () => {
  assertLaidOut(
    'package a:b;\ninterface i {\n@external-id ( "a // b" )f: func();\n}\n',
    'package a:b;\ninterface i {\n  @external-id("a // b")\n  f: func();\n}\n',
  );
});

test('a component file gets one layout', () => {
  assertLaidOut(
    `

package  a : b @ 1.0.0 ;


/// Docs
@since(version=0.2.0)   

interface x{
use   wasi : io / streams @0.2.0 . { a ,b as  c } ;

   resource r { constructor ( a:u32 );
 foo :static  func( x : u32 , y: list < u8 > )->result < _ , e >;}



 record q { a : u32 , b:u32 , }
 f: func ( ) -> ( a:u32 );
   resource empty { }
   resource none ;
 type t=tuple<u8,list<u8,4>> ; }
world w { import  x ; export  run : func ( )
 -> string; include a:b/c with { a as b}
 export q : interface { z: async func(); } }
use a:b/c as d;
package n:m { interface i { } }`,
    `package a:b@1.0.0;

/// Docs
@since(version = 0.2.0)
interface x {
  use wasi:io/streams@0.2.0.{a, b as c};

  resource r {
    constructor(a: u32);
    foo: static func(x: u32, y: list<u8>) -> result<_, e>;
  }

  record q { a: u32, b: u32, }
  f: func() -> (a: u32);
  resource empty {}
  resource none;
  type t = tuple<u8, list<u8, 4>>;
}
world w {
  import x;
  export run: func() -> string;
  include a:b/c with { a as b }
  export q: interface {
    z: async func();
  }
}
use a:b/c as d;
package n:m {
  interface i {}
}
`,
  );
});

test('a legacy file gets the same layout, with or without semicolons', () => {
  assertLaidOut(
    `use{a,b as c}from types
use *  from   other ;
resource r {
    /// Docs
    static   open:func(name:string)->expected<r,error>
    get : function() -> expected < unit , _ >  ;
    }
type x = float32 type y=unit
union u { string,list<u8> }`,
    `use { a, b as c } from types
use * from other;
resource r {
  /// Docs
  static open: func(name: string) -> expected<r, error>
  get: function() -> expected<unit, _>;
}
type x = float32
type y = unit
union u { string, list<u8> }
`,
  );
});

test('a list over several lines has one member a line, at any depth', () => {
  assertLaidOut(
    `interface x {
use y.{
 a, b,
 c };
 enum z { @since(version = 1.0.0) a,
 b }
 enum s { @since(version = 1.0.0) a, b }
 f: func(
   a: u32, b: borrow<r>)
     -> tuple<u8,
       list<u16>>;
 g: func(
 );
}`,
    `interface x {
  use y.{
    a,
    b,
    c
  };
  enum z {
    @since(version = 1.0.0)
    a,
    b
  }
  enum s { @since(version = 1.0.0) a, b }
  f: func(
    a: u32,
    b: borrow<r>
  ) -> tuple<
    u8,
    list<u16>
  >;
  g: func();
}
`,
  );
});

test('comments stay where they are', () => {
  assertLaidOut(
    `// head

/** of the world
     * w
        */
world w{ // opens

      // own line


  import  a ; // trailing\t
  import b : func( /* c */ a: /* d */u32 /*e*/) ; /* before */ export c:func();
  export d: func() // why
   -> u32;

 /* as it
   is */
   // end

}
//   eof  `,
    `// head

/** of the world
 * w
 */
world w { // opens
  // own line

  import a; // trailing
  import b: func(/* c */ a: /* d */ u32 /*e*/);
  /* before */ export c: func();
  export d: func() // why
    -> u32;

  /* as it
   is */
  // end
}
//   eof
`,
  );
  assertLaidOut(
    'interface x {\n enum a {\n  // one\n b // two\n , // three\n\n /* four */\n }\n}\n',
    `interface x {
  enum a {
    // one
    b // two
      , // three

    /* four */
  }
}
`,
  );
});

test('the indentation is the one that is asked for', () => {
  assert.equal(
    formatted('world w {\n import a: interface {\n f: func(); } }', '\t'),
    'world w {\n\timport a: interface {\n\t\tf: func();\n\t}\n}\n',
  );
});

test('a file without items keeps its comments, and an empty one is empty', () => {
  assertLaidOut('', '');
  assertLaidOut(' \n\n', '');
  assertLaidOut('  // a', '// a\n');
  assertLaidOut('\uFEFF  package a:b;', '\uFEFFpackage a:b;\n');
});

test('a file with errors is left alone', () => {
  const text = 'interface  x{ f:func(  }';
  assert.deepEqual(formatWit(parse(text), text), []);
});

const root = join(import.meta.dirname, '../..');
const texts = ['wit', 'node_modules/@bytecodealliance'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wit'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8')),
);

/** What the text says: its tokens, and its comments without white space. */
function said(text: string): readonly string[] {
  const { tokens, comments } = lex(text);
  return [
    ...tokens.map(({ start, end }) => text.slice(start, end)),
    ...comments.map(({ span }) => text.slice(span.start, span.end).replaceAll(/\s+/g, '')),
  ];
}

function assertKept(text: string, syntax?: Syntax): void {
  const file = parse(text, syntax ? { syntax } : {});
  const once = applyEdits(text, formatWit(file, text));
  assert.deepEqual(said(once), said(text));
  const again = parse(once, { syntax: file.syntax });
  assert.equal(again.errors.length, file.errors.length, once);
  assert.deepEqual(formatWit(again, once), [], once);
  assert.doesNotMatch(once, /[^\S\n]\n|\n\n\n|\n\n\s*\}|\{\n\n/);
}

test('every file of the project and of jco keeps its tokens, and is stable', () => {
  assert.ok(texts.length > 60, `only ${texts.length} files`);
  for (const text of texts) assertKept(text);
});

test('files whose white space was shaken keep their tokens, and are stable', () => {
  const random = randomFrom(3);
  for (let round = 0; round < 3000; round++) {
    const text = texts[random(texts.length)] ?? '';
    const { tokens, comments } = lex(text);
    const from = random(tokens.length);
    // whole items, so that the result parses; a comment with its line end, so that it hides nothing
    if (text.length > 6000) continue;
    assertKept(
      shaken(text, [...tokens, ...comments.map(({ span }) => span)], random, from),
      parse(text).syntax,
    );
  }
});

const whites = [
  ' ',
  '  ',
  '\t',
  '\n',
  '\n\n\n',
  ' \n ',
  ' // a comment \n',
  ' /* a\n * b */ ',
  '\n/// docs\n',
];

/** The text with other white space between its words. */
function shaken(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
  random: Random,
  one: number,
): string {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  const dense = random(3) + 1;
  return sorted
    .map(({ start, end }, index) => {
      const gap = text.slice(sorted[index - 1]?.end ?? 0, start);
      const may = index !== 0 && gap !== '' && (index === one || random(dense * 4) === 0);
      const isAfterLine = gap.includes('\n') || /^\/\//.test(text.slice(sorted[index - 1]?.start ?? 0));
      const white = may ? `${isAfterLine ? '\n' : ''}${whites[random(whites.length)] ?? ''}` : gap;
      return white + text.slice(start, end);
    })
    .join('');
}
