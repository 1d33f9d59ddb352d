/** Names and problems of WIT, on every file that the project and jco ship, as they are and spoiled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { randomFrom } from '../../text/src/testing/random.ts';
import type { Random } from '../../text/src/testing/random.ts';
import { diagnoseWit } from '../../wit/src/diagnose.ts';
import { namesOf } from '../../wit/src/names.ts';
import type { WitSource } from '../../wit/src/surroundings.ts';
import { quickFixes } from '../../server/src/wit/code-action.ts';
import { definition } from '../../server/src/wit/definition.ts';
import { documentHighlights } from '../../server/src/wit/document-highlight.ts';
import { documentSymbols } from '../../server/src/wit/document-symbol.ts';
import { hover } from '../../server/src/wit/hover.ts';
import { references } from '../../server/src/wit/references.ts';
import { prepareRename, rename } from '../../server/src/wit/rename.ts';
import { typeDefinition } from '../../server/src/wit/type-definition.ts';
import { witSymbols } from '../../server/src/wit/workspace-symbol.ts';
import type { SeenFile } from './files.ts';
import { seenFiles, sourceOf } from './files.ts';

const files = seenFiles();

test('every name leads to where it is spelled alike, and no file has an error', () => {
  let references = 0;
  for (const { file, source, surroundings } of files) {
    const { own, deps = [], shipped } = surroundings;
    const texts = new Map([...shipped, ...deps, ...own].map(({ uri, text }) => [uri, text]));
    for (const { span, role, kind, target } of namesOf(source, surroundings)) {
      const name = source.text.slice(span.start, span.end);
      if (kind === 'gate') continue;
      assert.ok(target, `${file}: ${name} leads nowhere`);
      if (role === 'reference') references += 1;
      // a legacy interface is a whole file
      if (target.span.end === 0) continue;
      assert.equal(texts.get(target.uri)?.slice(target.span.start, target.span.end), name, file);
    }
    const problems = diagnoseWit(source, surroundings);
    const notes = problems.filter(({ code }) => code === 'legacy-syntax');
    assert.equal(notes.length, source.file.syntax === 'legacy' ? 1 : 0, file);
    const rest = problems.filter((problem) => !notes.includes(problem) && problem.severity !== 'hint');
    assert.deepEqual(rest, [], file);
  }
  assert.ok(references > 2000, `only ${references} references`);
});

const nobodys = 'name-that-nobody-has';

test('a rename there and back gives the text again', () => {
  let renamed = 0;
  for (const { file, source, surroundings } of files) {
    const random = randomFrom(source.text.length);
    const definitions = namesOf(source, surroundings).filter(
      ({ role, kind }) => role === 'definition' && kind !== 'package' && kind !== 'constructor',
    );
    for (let round = 0; round < 4 && definitions.length > 0; round += 1) {
      const { span } = definitions[random(definitions.length)] ?? { span: { start: 0, end: 0 } };
      const name = source.text.slice(span.start, span.end).replace(/^%/, '');
      const there = renameAt({ file, source, surroundings }, span.start, nobodys);
      const back = renameAt(there, there.source.text.indexOf(nobodys), name);
      const before = surroundings.own.map(({ text }) => text);
      assert.notDeepEqual(
        there.surroundings.own.map(({ text }) => text),
        before,
        `${file}: ${name}`,
      );
      assert.deepEqual(
        back.surroundings.own.map(({ text }) => text),
        before,
        `${file}: ${name}`,
      );
      renamed += 1;
    }
  }
  assert.ok(renamed > 300, `only ${renamed} names`);
});

/** The file and its folder, once the name at an offset is another one. */
function renameAt({ file, source, surroundings }: SeenFile, offset: number, to: string): SeenFile {
  const document = documentOf(source);
  const all = surroundings.own.map((each) => ({ source: each, surroundings }));
  const result = rename(source, surroundings, document, document.positionAt(offset), to, all);
  assert.ok('changes' in result, JSON.stringify(result));
  const own = surroundings.own.map((each) => {
    const edits = result.changes[each.uri];
    return edits ? sourceOf(each.uri, TextDocument.applyEdits(documentOf(each), [...edits])) : each;
  });
  const changed = own.find(({ uri }) => uri === source.uri);
  assert.ok(changed);
  return { file, source: changed, surroundings: { ...surroundings, own } };
}

function documentOf({ uri, text }: WitSource): TextDocument {
  return TextDocument.create(uri, 'wit', 1, text);
}

test('of spoiled files everything is answered, and what is said lies in the text', () => {
  const random = randomFrom(20_261_124);
  for (let round = 0; round < 3000; round += 1) {
    const { source: whole, surroundings: around } = pick(random, files);
    const source = sourceOf(whole.uri, spoiled(random, whole.text));
    const own = around.own.map((each) => (each.uri === source.uri ? source : each));
    const surroundings = { ...around, own };
    const document = documentOf(source);
    const { length } = source.text;
    const position = document.positionAt(random(length + 1));
    for (const { span, fixes } of diagnoseWit(source, surroundings)) {
      for (const { start, end } of [span, ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span))]) {
        assert.ok(0 <= start && start <= end && end <= length, source.text);
      }
    }
    let last = 0;
    for (const { span } of namesOf(source, surroundings)) {
      assert.ok(last <= span.start && span.start < span.end && span.end <= length, source.text);
      last = span.start;
    }
    hover(source, surroundings, document, position);
    definition(source, surroundings, document, position);
    typeDefinition(source, surroundings, document, position);
    documentHighlights(source, surroundings, document, position);
    references(source, surroundings, document, position, []);
    documentSymbols(source);
    witSymbols(source);
    quickFixes(source, surroundings, document, { start: position, end: position });
    prepareRename(source, surroundings, document, position);
    rename(source, surroundings, document, position, pick(random, ['x', 'type', 'a:b', '%', 'X_y']), []);
  }
});

const pieces = [
  ...['{', '}', '(', ')', '<', '>', ';', ',', ':', '.', '@', '->', '=', '/', '%', '_', '*', '//', '/*', '*/'],
  ...['\n', '\r\n', '\u0000', '\ud800', '😀', 'use ', 'interface x {', 'world w { include w;', 'type t = t;'],
  ...[
    'package a:b;',
    'import x:y/z@1.0.0;',
    'include a with { b as c }',
    'resource r { constructor(',
    'func(',
  ],
];

/** A stretch of a file with some changes in it, or the whole of a short one. */
function spoiled(random: Random, whole: string): string {
  const from = random(3) === 0 ? 0 : random(whole.length);
  let text = whole.slice(from, from + 50 + random(1000));
  for (let left = random(5); left > 0; left -= 1) {
    const at = random(text.length + 1);
    const end = Math.min(text.length, at + random(12));
    text = text.slice(0, at) + pick(random, pieces) + text.slice(random(2) === 0 ? at : end);
  }
  return text;
}

function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[random(list.length)];
  assert.ok(found !== undefined);
  return found;
}

/** Interfaces whose definitions refer to one another, in a file of so many. */
function large(count: number): string {
  const items = Array.from({ length: count }, (_, index) => {
    switch (index % 4) {
      case 0:
        return `record r${index} { a: u8, b: list<string>, c: option<t${index + 1}> }`;
      case 1:
        return `type t${index} = u32;`;
      case 2:
        return `variant v${index} { a, b(r${index - 2}), c }`;
      default:
        return `f${index}: func(x: t${index - 2}, y: r${index - 3}) -> result<v${index - 1}, string>;`;
    }
  });
  return `package a:b;\ninterface i {\n${items.join('\n')}\ntype t${count + 1} = u8;\n}\n`;
}

test('a long file is diagnosed in proportion to its length', () => {
  const milliseconds = (count: number): number => {
    const source = sourceOf('file:///app/wit/world.wit', large(count));
    const surroundings = { own: [source], shipped: [] };
    const rounds = Array.from({ length: 20 }, () => {
      const start = performance.now();
      diagnoseWit(source, surroundings);
      return performance.now() - start;
    });
    return Math.min(...rounds);
  };
  const [middle, big] = [milliseconds(4000), milliseconds(16_000)];
  // four times squared would be 16
  assert.ok(big < middle * 12, `${middle} ms, and of four times as much ${big} ms`);
});
