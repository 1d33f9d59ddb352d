/** Every feature of WIT, asked over the wire as an editor asks, with the cursor drawn in the text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  CodeAction,
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  SelectionRange,
  SemanticTokens,
  TextEdit,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startWorkspace } from './testing/workspace.ts';
import type { TestWorkspace } from './testing/workspace.ts';

const types = `package shop:api@1.0.0;

/// What is bought.
interface types {
  record order {
    id: string,
  }
}
`;
const world = `package shop:api@1.0.0;

interface orders {
  use types.{order};
  find: func(id: string) -> option<order>;
}

world shop {
  import orders;
  import queue:jobs/push@0.1.0;
}
`;
const jobs = `package queue:jobs@0.1.0;

interface push {
  push: func(job: string);
}
`;
const files = { 'wit/types.wit': types, 'wit/world.wit': world, 'wit/deps/jobs/jobs.wit': jobs };

function at(name: keyof typeof files, piece: string): Promise<TestWorkspace> {
  const plain = piece.replace('|', '');
  assert.ok(files[name].includes(plain), piece);
  return startWorkspace({ ...files, [name]: files[name].replace(plain, () => piece) });
}

async function problemsOf(there: TestWorkspace): Promise<readonly unknown[]> {
  const { uri } = there.cursor.textDocument;
  return (await there.client.diagnostics(uri, 1)).diagnostics.map(({ code }) => code);
}

test('wire: WIT without a fault has no problems; a name that is nowhere has one, with its position', async () => {
  await using right = await at('wit/world.wit', 'use types.{|order};');
  assert.deepEqual(await problemsOf(right), []);
  await using wrong = await startWorkspace({
    ...files,
    'wit/world.wit': world.replace('types.{order}', 'types.{|oder}'),
  });
  assert.ok((await problemsOf(wrong)).includes('unknown-name'), String(await problemsOf(wrong)));
  const { position } = wrong.cursor;
  const actions = await wrong.ask<CodeAction[]>('textDocument/codeAction', {
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  const fix = actions.find(({ title }) => title.includes('order'));
  assert.match(wrong.applied('wit/world.wit', fix?.edit ?? null), /use types\.\{order\}/);
});

test('wire: WIT that comes right on disk elsewhere is right here', async () => {
  await using there = await startWorkspace({
    ...files,
    'wit/types.wit': 'package shop:api@1.0.0;\n',
    'wit/world.wit': `|${world}`,
  });
  assert.ok((await problemsOf(there)).length > 0);
  await there.write('wit/types.wit', types);
  const { uri } = there.cursor.textDocument;
  for (;;) {
    const last = there.client.pushed.filter((pushed) => pushed.uri === uri).at(-1);
    if (last?.diagnostics.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

test('wire: from a use to the type, over the files of the package and its dependencies', async () => {
  await using type = await at('wit/world.wit', 'option<or|der>');
  const place = await type.ask<Location>('textDocument/definition');
  assert.equal(type.shown(place), 'wit/types.wit: order');
  await using dep = await at('wit/world.wit', 'queue:jobs/pu|sh@0.1.0');
  assert.equal(dep.shown(await dep.ask<Location>('textDocument/definition')), 'wit/deps/jobs/jobs.wit: push');
});

test('wire: type definition of a parameter', async () => {
  await using there = await startWorkspace({
    ...files,
    'wit/world.wit': world.replace('find: func(id: string)', 'find: func(the|-order: order)'),
  });
  const places = await there.ask<Location[]>('textDocument/typeDefinition');
  assert.deepEqual(places.map(there.shown), ['wit/types.wit: order']);
});

test('wire: hover shows the declaration and its documentation', async () => {
  await using there = await at('wit/world.wit', 'use ty|pes.{order};');
  const hover = await there.ask<Hover>('textDocument/hover');
  assert.match(JSON.stringify(hover.contents), /What is bought/);
});

test('wire: references and highlights of a type', async () => {
  await using there = await at('wit/types.wit', 'record or|der');
  const places = await there.ask<Location[]>('textDocument/references', {
    context: { includeDeclaration: true },
  });
  assert.deepEqual([...new Set(places.map(there.shown))].sort(), [
    'wit/types.wit: order',
    'wit/world.wit: order',
  ]);
  const highlights = await there.ask<DocumentHighlight[]>('textDocument/documentHighlight');
  assert.equal(highlights.length, 1);
});

test('wire: a rename changes every file of the package', async () => {
  await using there = await at('wit/types.wit', 'record or|der');
  const edit = await there.ask<WorkspaceEdit>('textDocument/rename', { newName: 'purchase' });
  assert.match(there.applied('wit/types.wit', edit), /record purchase/);
  assert.match(there.applied('wit/world.wit', edit), /use types\.\{purchase\}[^]*option<purchase>/);
  await assert.rejects(there.ask('textDocument/rename', { newName: 'Not A Name' }));
});

test('wire: WIT outline, folding, selection, tokens', async () => {
  await using there = await at('wit/world.wit', 'find: func(i|d: string)');
  const symbols = await there.ask<DocumentSymbol[]>('textDocument/documentSymbol');
  assert.deepEqual(
    symbols.map(({ name }) => name).filter((name) => !name.includes(':')),
    ['orders', 'shop'],
  );
  const folds = await there.ask<FoldingRange[]>('textDocument/foldingRange');
  assert.ok(folds.length >= 2);
  const [selection] = await there.ask<SelectionRange[]>('textDocument/selectionRange', {
    positions: [there.cursor.position],
  });
  assert.ok(selection?.parent);
  const tokens = await there.ask<SemanticTokens>('textDocument/semanticTokens/full');
  assert.ok(tokens.data.length > 0 && tokens.data.length % 5 === 0);
});

test('wire: WIT symbols of the workspace', async () => {
  await using there = await startWorkspace({ ...files, 'slightfile.toml': 'specversion = "0.2"\n' });
  const symbols = await there.client.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'order' });
  assert.ok(symbols.some(({ name }) => name === 'order'));
  assert.ok(symbols.some(({ name }) => name === 'orders'));
});

test('wire: WIT completion: types in scope, names of an interface, packages', async () => {
  const labels = async (from: string, to: string) => {
    await using there = await startWorkspace({ ...files, 'wit/world.wit': world.replace(from, to) });
    return (await there.ask<CompletionItem[]>('textDocument/completion')).map(({ label }) => label);
  };
  const inType = await labels('option<order>', 'option<|>');
  assert.ok(inType.includes('order') && inType.includes('string'), inType.join(', '));
  const inUse = await labels('types.{order}', 'types.{|}');
  assert.ok(inUse.includes('order'), inUse.join(', '));
  const inImport = await labels('import orders;', 'import |;');
  assert.ok(
    inImport.some((label) => label.includes('queue:jobs/push')),
    inImport.join(', '),
  );
});

test('wire: WIT formatting, as a whole and on a closing brace', async () => {
  await using there = await startWorkspace({
    'wit/a.wit': 'package a:b;\ninterface   c{\nf:func( )->u32;\n}|\n',
  });
  const options = { tabSize: 2, insertSpaces: true };
  const document = TextDocument.create('', '', 1, there.text('wit/a.wit'));
  const whole = TextDocument.applyEdits(
    document,
    await there.ask<TextEdit[]>('textDocument/formatting', { options }),
  );
  assert.match(whole, /interface c \{\n {2}f: func\(\) -> u32;\n\}/);
  const typed = await there.ask<TextEdit[]>('textDocument/onTypeFormatting', { ch: '}', options });
  assert.match(TextDocument.applyEdits(document, typed), / {2}f: func\(\) -> u32;/);
});

test('wire: WIT links lead to the files of what is imported', async () => {
  await using there = await at('wit/world.wit', 'import or|ders;');
  const links = await there.ask<DocumentLink[]>('textDocument/documentLink');
  assert.ok(links.some(({ target }) => target === there.uri('wit/deps/jobs/jobs.wit')));
});

test('wire: a legacy file is noted, and rewritten in the component syntax', async () => {
  await using there = await startWorkspace({
    'wit/kv.wit':
      '|resource kv {\n  static open: func(name: string) -> expected<kv, string>\n  get: func(key: string) -> expected<list<u8>, string>\n}\n',
  });
  assert.ok((await problemsOf(there)).includes('legacy-syntax'));
  const { position } = there.cursor;
  const actions = await there.ask<CodeAction[]>('textDocument/codeAction', {
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  const convert = actions.find(({ title }) => /component syntax/.test(title));
  const after = there.applied('wit/kv.wit', convert?.edit ?? null);
  assert.match(
    after,
    /interface kv \{[^]*resource kv \{[^]*open: static func\(name: string\) -> result<kv, string>;/,
  );
});
