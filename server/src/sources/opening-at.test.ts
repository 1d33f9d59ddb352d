/** The cursor is `|`, and what a completion replaces is drawn around it: `open("[or|]`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openingAt } from './opening-at.ts';
import type { GuestLanguage } from './reading.ts';

const rust = 'use keyvalue::*;\n';
const js = "import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue';\n";
const c = (body: string): string => `void f(void) {\n  keyvalue_string_t name;\n  ${body}\n}\n`;

type Row = readonly [title: string, language: GuestLanguage, text: string, closing: string, kind?: string];

const rows: readonly Row[] = [
  ['in a name', 'rust', `${rust}Keyvalue::open("[or|ders]")?;`, ''],
  ['in an empty name', 'rust', `${rust}Keyvalue::open("[|]")`, ''],
  ['at the end of a name', 'rust', `${rust}Keyvalue::open(&"[orders|]".to_string())`, ''],
  ['without the second quote', 'rust', `${rust}Keyvalue::open("[or|]`, '"'],
  [
    'without the second quote, other strings below',
    'rust',
    `${rust}Keyvalue::open("[or|]\n  kv.set("a", b"b")?;\n`,
    '"',
  ],
  [
    'without the second quote, other strings behind it',
    'rust',
    `${rust}Keyvalue::open("[or|]); kv.set("a");`,
    '"',
  ],
  ['without the second quote, more of the word', 'rust', `${rust}Keyvalue::open("[o|rders]);\n`, '"'],
  ['without the second parenthesis', 'rust', `${rust}let kv = Keyvalue::open("[or|]"\n}`, ''],
  ['in a name with parentheses', 'rust', `${rust}Keyvalue::open("[or|ders (1); x]")`, ''],
  ['in a raw string', 'rust', `${rust}Keyvalue::open(r#"[or|]"#)`, ''],
  ['in a raw string that is open', 'rust', `${rust}Keyvalue::open(r#"[or|]`, '"#'],
  ['in a constant', 'rust', `${rust}const NAME: &str = "[or|]";\nfn f() { Keyvalue::open(NAME); }`, ''],
  [
    'in text that is broken elsewhere',
    'rust',
    `}}) fn ( {{ use ::;\n${rust}fn f( { Keyvalue::open("[or|]") ] }`,
    '',
  ],
  ['CRLF', 'rust', `${rust}Keyvalue::open("[or|]\r\n`, '"'],
  ['in JavaScript', 'javascript', `${js}Keyvalue.open('[|]')`, ''],
  ['in an open string of JavaScript', 'javascript', `${js}Keyvalue.open('[or|]\nfoo();`, "'"],
  ['in a template', 'typescript', `${js}Keyvalue.open(\`[or|]\`)`, ''],
  ['in an open template', 'typescript', `${js}Keyvalue.open(\`[or|]\nfoo(\`a\`);`, '`'],
  ['in C', 'c', c('keyvalue_string_set(&name, "[or|]");\n  keyvalue_keyvalue_open(&name, &r);'), ''],
  [
    'in an open string of C',
    'c',
    c('keyvalue_string_set(&name, "[or|]\n  keyvalue_keyvalue_open(&name, &r);'),
    '"',
  ],
  ['in an initializer of C', 'cpp', c('kv_string_t id = { "[or|]", 9 };\n  kv_kv_open(&id, &r);'), ''],
  ['in Go', 'go', 'import "a/wasi/keyvalue/store"\nfunc f() { store.Open("[|]") }', ''],
  ['in an open string of Go', 'go', 'import "a/wasi/keyvalue/store"\nfunc f() { store.Open("[or|]\n}', '"'],
  [
    'in an open raw string of Go',
    'go',
    'import "a/wasi/keyvalue/store"\nfunc f() { store.Open(`[or|]\n}',
    '`',
  ],
  ['in Python', 'python', 'from wit_world.imports import store\nstore.open("[|]")', ''],
  ['in an open string of Python', 'python', "from wit_world.imports import store\nstore.open('[or|]\n", "'"],
  ['in C#', 'csharp', 'using SpiderLightning;\nvar a = new KeyValue("[or|ders]");', ''],
  ['in an open string of C#', 'csharp', 'using SpiderLightning;\nKeyValue a = new("[or|]\n', '"'],
  ['in a raw string of C#', 'csharp', 'using SpiderLightning;\nKeyValue.Open("""[or|]""")', ''],
  ['in a verbatim string of C#', 'csharp', 'using SpiderLightning;\nnew KeyValue(@"[|]")', ''],
  ['of a global of JavaScript', 'javascript', 'function _start() { pub.open("[or|]") }', '', 'messaging'],
  ['of another kind', 'rust', 'lockd::Lockd::open("[|]")', '', 'distributed_locking'],
];

for (const [title, language, drawing, closing, kind = 'keyvalue'] of rows) {
  test(`typed: ${title}`, () => {
    const [, before = '', typed = '', rest = '', after = ''] =
      /^(.*)\[([^[|]*)\|([^\]]*)\](.*)$/s.exec(drawing) ?? [];
    const start = before.length;
    const slot = openingAt(before + typed + rest + after, language, start + typed.length);
    const inner = { start, end: start + typed.length + rest.length };
    assert.deepEqual(slot, { kinds: [kind], inner, typed, closing });
  });
}

const nowhere: readonly (readonly [title: string, language: GuestLanguage, text: string])[] = [
  ['in front of the string', 'rust', `${rust}Keyvalue::open(|"orders")`],
  ['behind the string', 'rust', `${rust}Keyvalue::open("orders"|)`],
  ['in another argument', 'rust', `${rust}kv.set("|", b"")`],
  ['in a second argument', 'javascript', `${js}Keyvalue.open('a', '|')`],
  ['in a comment', 'rust', `${rust}// Keyvalue::open("|")`],
  ['in bytes', 'rust', `${rust}Keyvalue::open(b"|")`],
  ['where something else is opened', 'rust', 'std::fs::File::open("|")'],
  ['on a later line of a string', 'rust', `${rust}Keyvalue::open("a\n|")`],
  ['on an earlier line of a string', 'rust', `${rust}Keyvalue::open("|a\nb")`],
  ['in a string of C that is not opened', 'c', c('keyvalue_string_set(&name, "|");')],
  ['in C#, of another namespace', 'csharp', 'using Other;\nnew KeyValue("|")'],
  ['in an empty source', 'python', '|'],
  ['behind the end', 'go', 'package main\n|'],
];

for (const [title, language, drawing] of nowhere) {
  test(`typed: nothing ${title}`, () => {
    const offset = drawing.indexOf('|');
    assert.equal(openingAt(drawing.replace('|', ''), language, offset), undefined);
  });
}
