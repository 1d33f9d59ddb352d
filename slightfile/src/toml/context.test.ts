import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextAt } from './context.ts';
import { parse } from './parse.ts';

/** What the cursor, `|`, is on, in a word or two. */
function at(marked: string): string {
  const offset = marked.indexOf('|');
  const context = contextAt(parse(marked.slice(0, offset) + marked.slice(offset + 1)), offset);
  const path = 'path' in context ? `/${context.path.join('/')}` : '';
  const braces = 'braces' in context ? ' in braces' : '';
  switch (context.kind) {
    case 'header':
    case 'key': {
      const table = context.table ? context.table.origin : 'no table';
      return `${context.kind} ${path} "${context.part.name}" of ${table}${braces}`;
    }
    case 'value':
      return `value ${path} ${context.value.kind}`;
    case 'blank':
      return `blank ${path} of ${context.table.origin}${braces}`;
    default:
      return path ? `${context.kind} ${path}` : context.kind;
  }
}

function assertAt(expected: Readonly<Record<string, string>>): void {
  for (const [marked, context] of Object.entries(expected)) assert.equal(at(marked), context, marked);
}

test('where a line begins', () => {
  assertAt({
    '|': 'blank / of root',
    '\uFEFF|': 'blank / of root',
    'a = 1\n  |\n': 'blank / of root',
    '[[capability]]\n|': 'blank /capability of array-element',
    '[x.y]\r\na = 1\r\n|\r\n[z]': 'blank /x/y of header',
    '  | a = 1': 'blank / of root',
    '[[\n|': 'blank / of array-element',
  });
});

test('in a header', () => {
  assertAt({
    '[|': 'header / "" of root',
    '[[|': 'header / "" of root',
    '[[ |': 'header / "" of root',
    '[[|]]': 'header / "" of root',
    '[[cap|': 'header / "cap" of root',
    '|[[cap]]': 'header / "cap" of root',
    '[[c|ap]]': 'header / "cap" of root',
    '[capability.|': 'header /capability "" of no table',
    '[[capability]]\n[capability.|]': 'header /capability "" of array-element',
    '[[capability]]\na = 1\n[[capability]]\n[capability.con|figs]':
      'header /capability "configs" of array-element',
    '[a.b]\n[a.b.c|.d]': 'header /a/b "c" of header',
    '[a]|': 'none',
    '[a] |': 'none',
    '[[a]|': 'none',
  });
  const marked = '[[c]]\na = 1\n[[c]]\nb = 1\n[c.|]\n';
  const context = contextAt(parse(marked.replace('|', '')), marked.indexOf('|'));
  assert.ok(context.kind === 'header');
  assert.deepEqual([...(context.table?.members.keys() ?? [])], ['b']);
});

test('on a key', () => {
  assertAt({
    're|': 'key / "re" of root',
    '[[capability]]\nreso|\nname = "a"': 'key /capability "reso" of array-element',
    '|a = 1': 'key / "a" of root',
    'a| = 1': 'key / "a" of root',
    'a |= 1': 'none',
    'a.|': 'key /a "" of no table',
    '[[capability]]\nconfigs.RE|D = 1': 'key /capability/configs "RED" of dotted',
    '"|': 'key / "" of root',
    '|= 1': 'key / "" of root',
    'foo bar| baz': 'none',
    'foo |': 'none',
  });
});

test('on a value, and where one should be', () => {
  assertAt({
    'resource = "key|': 'value /resource string',
    'resource = "key|"': 'value /resource string',
    'resource = |"key"': 'value /resource string',
    'resource =| "key"': 'value /resource string',
    'resource = "key"|': 'value /resource string',
    'resource = "key" |': 'none',
    'resource = "a" b|': 'none',
    '[[capability]]\nresource = |': 'value /capability/resource missing',
    'resource =|\nname = "x"': 'value /resource missing',
    'resource =    | # comment': 'value /resource missing',
    'resource = key|': 'value /resource missing',
    '[a]\nb.c = tr|ue': 'value /a/b/c boolean',
    'a = """\n|\n"""': 'value /a string',
    'a = 1\n\n|': 'blank / of root',
  });
});

test('in an array', () => {
  assertAt({
    'a = [|]': 'item /a',
    'a = [1, |]': 'item /a',
    'a = [1, |': 'item /a',
    'a = [\n  |\n]': 'item /a',
    'a = [\n  "b|",\n]': 'value /a string',
    'a = ["b|': 'value /a string',
    'a = [[1], [|]]': 'item /a',
    'a = [{ b = "|" }]': 'value /a/b string',
    'a = [{ | }]': 'blank /a of inline in braces',
  });
});

test('between braces', () => {
  assertAt({
    'c = { |': 'blank /c of inline in braces',
    'c = {|}': 'blank /c of inline in braces',
    'c = { A = "x", |': 'blank /c of inline in braces',
    'c = { A = "x", | }': 'blank /c of inline in braces',
    'c = { A = "x" |': 'none',
    'c = { A = "x" | }': 'none',
    'c = { A| }': 'key /c "A" of inline in braces',
    'c = { A = "x", d.B| }': 'key /c/d "B" of dotted in braces',
    'c = { A = | }': 'value /c/A missing',
    'c = { A = "|': 'value /c/A string',
    'c = { A = "," | }': 'none',
    'c = { A = [1, |': 'item /c/A',
    'c = { A = { | } }': 'blank /c/A of inline in braces',
    'c = {\n  |\n}': 'blank /c of inline in braces',
    'c = { # {\n|}': 'blank /c of inline in braces',
    'c = { A = 1, # ,\n  # two\n  |\n}': 'blank /c of inline in braces',
    'c = {\n  A = 1 # ,\n  |\n}': 'none',
    'c = {\n  A = 1, # |\n}': 'comment',
    'c = {\n  A = 1,\n  B|\n}': 'key /c "B" of inline in braces',
    'c = {\n  B|\n  A = 1,\n}': 'key /c "B" of inline in braces',
    'c = {\n  A = |\n}': 'value /c/A missing',
    'c = {\n  A = {\n    |\n  },\n}': 'blank /c/A of inline in braces',
    'c = [{\n  A = "|",\n}]': 'value /c/A string',
    'c = {\n}|': 'value /c inline-table',
    'c = {\n} |': 'none',
    'c = {\n}\n|': 'blank / of root',
  });
});

test('in a comment', () => {
  assertAt({
    '# a|b': 'comment',
    'a = 1 # |': 'comment',
    'a = [ # |\n]': 'comment',
    '|# a': 'blank / of root',
    'a = "# |"': 'value /a string',
  });
});

test('every offset of every beginning of a document has a context', () => {
  const text = "# c\na.b = { c = [1, \"d\"] }\n[[e.f]] # g\n\"h\" = '''i\n'''\nj = 1979-05-27 07:32:00\n";
  for (let length = 0; length <= text.length; length++) {
    const document = parse(text.slice(0, length));
    for (let offset = 0; offset <= length; offset++) assert.doesNotThrow(() => contextAt(document, offset));
  }
});
