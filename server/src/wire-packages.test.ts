/** The packages that are in no folder of the app, over the wire: shown, looked through, and copied to deps/. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { parse as assemble } from '@bytecodealliance/jco-transpile/wasm-tools';
import type {
  CodeAction,
  DocumentSymbol,
  Hover,
  Location,
  Position,
  SemanticTokens,
  TextEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startWorkspace } from './testing/workspace.ts';
import type { TestWorkspace } from './testing/workspace.ts';

/** A client that shows documents of the server's. */
const shows = { capabilities: { workspace: { textDocumentContent: { dynamicRegistration: true } } } };

const world = 'package shop:api@1.0.0;\n\nworld shop {\n  import wasi:http/ty|pes@0.2.3;\n}\n';

/** The document that a definition leads to, opened as an editor opens it. */
async function followed(
  there: TestWorkspace,
): Promise<{ readonly text: TextDocument; readonly uri: string }> {
  const { uri } = await there.ask<Location>('textDocument/definition');
  const { text } = await there.client.request<{ text: string }>('workspace/textDocumentContent', { uri });
  await there.client.open(uri, text, 'wit');
  return { uri, text: TextDocument.create(uri, 'wit', 1, text) };
}

test('wire: a package that slight ships is a document of its own, in the version that is asked for', async () => {
  await using there = await startWorkspace({ 'wit/world.wit': world }, shows);
  assert.deepEqual(there.client.initialized.capabilities.workspace?.textDocumentContent, {
    schemes: ['slight-wit'],
  });
  const place = await there.ask<Location>('textDocument/definition');
  assert.equal(place.uri, 'slight-wit://slight/wasi/http-0.2.3.wit');
  const { text } = await there.client.request<{ text: string }>('workspace/textDocumentContent', {
    uri: place.uri,
  });
  assert.match(text, /^package wasi:http@0\.2\.3;/);
  assert.equal(TextDocument.create('', '', 1, text).getText(place.range), 'types');
  await assert.rejects(
    there.client.request('workspace/textDocumentContent', {
      uri: 'slight-wit://slight/wasi/nothing-1.0.0.wit',
    }),
    /no such package/,
  );
});

test('wire: in such a document every feature answers, and none changes it', async () => {
  await using there = await startWorkspace({ 'wit/world.wit': world }, shows);
  const { uri, text } = await followed(there);
  const at = (piece: string): { readonly textDocument: { uri: string }; readonly position: Position } => {
    const offset = text.getText().indexOf(piece);
    assert.notEqual(offset, -1, piece);
    return { textDocument: { uri }, position: text.positionAt(offset + 1) };
  };
  const ask = <R>(method: string, params: object): Promise<R> => there.client.request<R>(method, params);
  const on = at('pollable}');
  const definition = await ask<Location>('textDocument/definition', on);
  assert.equal(definition.uri, 'slight-wit://slight/wasi/io-0.2.3.wit');
  assert.match(JSON.stringify(await ask<Hover>('textDocument/hover', on)), /wasi:io\/poll@0\.2\.3/);
  const references = await ask<Location[]>('textDocument/references', {
    ...at('types {'),
    context: { includeDeclaration: true },
  });
  assert.ok(references.some((each) => each.uri === there.uri('wit/world.wit')));
  assert.ok(references.some((each) => each.uri === uri));
  const symbols = await ask<DocumentSymbol[]>('textDocument/documentSymbol', on);
  assert.ok(symbols.length > 2);
  const tokens = await ask<SemanticTokens>('textDocument/semanticTokens/full', on);
  assert.ok(tokens.data.length > 100);
  const options = { tabSize: 8, insertSpaces: false };
  assert.deepEqual(await ask<TextEdit[]>('textDocument/formatting', { ...on, options }), []);
  await assert.rejects(ask('textDocument/prepareRename', at('types {')), /changed where it is made/);
  assert.deepEqual((await there.client.diagnostics(uri, 1)).diagnostics, []);
});

const wat = await readFile(path.join(import.meta.dirname, '../../test/wit/package.wat'));

for (const [form, name, content] of [
  ['binary', 'acme kv.wasm', await assemble(wat.toString())],
  ['text', 'acme kv.wat', wat],
] as const) {
  test(`wire: a package in the ${form} form of WebAssembly in deps/ is read, and shown as the WIT that it is`, async () => {
    const app = `package shop:api@1.0.0;

interface orders {
  use acme:kv/store@1.2.3.{buc|ket};
  in: func(it: borrow<bucket>);
}
`;
    const files = { 'wit/world.wit': app, [`wit/deps/${name}`]: content };
    await using there = await startWorkspace(files, shows);
    const { uri, text } = await followed(there);
    assert.equal(uri, `slight-wit:${new URL(there.uri(`wit/deps/${name}`)).pathname}.wit`);
    const { range } = await there.ask<Location>('textDocument/definition');
    assert.equal(text.getText(range), 'bucket');
    const within = {
      textDocument: { uri },
      position: text.positionAt(text.getText().indexOf('key-response,') + 1),
    };
    const inside = await there.client.request<Location>('textDocument/definition', within);
    assert.deepEqual([inside.uri, text.getText(inside.range)], [uri, 'key-response']);
    await using blind = await startWorkspace(files);
    assert.equal(await blind.ask('textDocument/definition'), null);
    assert.equal(await there.client.stop(), 0);
  });
}

test('wire: a package that cannot be read is told of where it is named, until it can', async () => {
  await using there = await startWorkspace({
    'wit/world.wit': 'package shop:api@1.0.0;\n\nworld shop {\n  import acme:|kv/store@1.2.3;\n}\n',
    'wit/deps/kv.wat': '(component',
    'wit/deps/program.wat': '(module)',
  });
  const { uri } = there.cursor.textDocument;
  const until = async (wanted: readonly string[]): Promise<void> => {
    for (;;) {
      const last = there.client.pushed.filter((pushed) => pushed.uri === uri).at(-1);
      const messages = last?.diagnostics.map(({ message }) => message);
      if (JSON.stringify(messages) === JSON.stringify(wanted)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const lacking = (...files: readonly string[]): string =>
    `The package \`acme:kv\` is not here, unless it is in ${files.map((file) => `\`deps/${file}\``).join(' or ')}, which cannot be read as WIT. Make that file again, or put its WIT below deps/.`;
  await until([lacking('kv.wat', 'program.wat')]);
  await there.write('wit/deps/kv.wat', wat.toString());
  await until([]);
  await there.remove('wit/deps/kv.wat');
  await there.write('wit/deps/other.wasm', '');
  await until([lacking('other.wasm', 'program.wat')]);
});

test('wire: a client that shows no such documents is led to the file that slight ships', async () => {
  await using there = await startWorkspace({ 'wit/world.wit': world });
  assert.equal(there.client.initialized.capabilities.workspace?.textDocumentContent, undefined);
  const { uri, range } = await there.ask<Location>('textDocument/definition');
  assert.match(uri, /^file:.*\/wit\/wasi-http-0\.2\.12\/package\.wit$/);
  const text = await readFile(new URL(uri), 'utf8');
  assert.equal(TextDocument.create('', '', 1, text).getText(range), 'types');
});

test('wire: a package that deps/ lacks is copied there, with all that it needs, and then nothing is lacking', async () => {
  await using there = await startWorkspace(
    { 'wit/world.wit': world.replace('wasi:http/ty|pes', 'wasi:clocks/wall-|clock') },
    {
      capabilities: {
        workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
      },
    },
  );
  const { position } = there.cursor;
  const actions = await there.ask<CodeAction[]>('textDocument/codeAction', {
    range: { start: { ...position, character: 12 }, end: { ...position, character: 12 } },
    context: { diagnostics: [] },
  });
  const copy = actions.find(({ title }) => title.startsWith('Copy'));
  assert.equal(copy?.title, 'Copy `wasi:clocks@0.2.3` to deps/, with `wasi:io@0.2.3`, which it needs');
  const changes = copy.edit?.documentChanges ?? [];
  const made = changes.flatMap((change) =>
    'kind' in change && change.kind === 'create' ? [change.uri] : [],
  );
  assert.deepEqual(made, [
    there.uri('wit/deps/wasi-clocks-0.2.3/package.wit'),
    there.uri('wit/deps/wasi-io-0.2.3/package.wit'),
  ]);
  for (const change of changes) {
    if (!('edits' in change)) continue;
    const [edit] = change.edits;
    assert.ok(edit && 'newText' in edit);
    await there.write(change.textDocument.uri.slice(there.uri('').length), edit.newText);
  }
  const { uri } = there.cursor.textDocument;
  for (;;) {
    const last = there.client.pushed.filter((pushed) => pushed.uri === uri).at(-1);
    if (last?.diagnostics.length === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

test('wire: a package that lies elsewhere in the workspace is found, and copied with what it needs', async () => {
  const files = {
    'app/wit/world.wit': 'package shop:api@1.0.0;\n\nworld shop {\n  import acme:|queue/push@0.1.0;\n}\n',
    'libs/queue/wit/push.wit':
      '// a queue\npackage acme:queue@0.1.0;\n\ninterface push {\n  use acme:base/types.{job};\n  push: func(it: job);\n}\n',
    'libs/queue/wit/more.wit': 'interface more { }\n',
    'libs/queue/wit/deps/base/base.wit': 'package acme:base;\n\ninterface types {\n  type job = string;\n}\n',
    'libs/old/queue.wit': 'package acme:queue@0.0.9;\n',
  };
  await using there = await startWorkspace(files, {
    capabilities: { workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } } },
  });
  const { uri } = there.cursor.textDocument;
  for (;;) {
    const last = there.client.pushed.filter((pushed) => pushed.uri === uri).at(-1);
    const [first] = last?.diagnostics ?? [];
    if (JSON.stringify(first?.message ?? '').includes('It is in `../../libs/queue/wit`: copy it from there.'))
      break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { position } = there.cursor;
  const actions = await there.ask<CodeAction[]>('textDocument/codeAction', {
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  const copy = actions.find(({ title }) => title.startsWith('Copy'));
  assert.equal(copy?.title, 'Copy `acme:queue@0.1.0` to deps/, with `acme:base`, which it needs');
  const made = copy.edit?.documentChanges?.flatMap((change) =>
    'kind' in change && change.kind === 'create' ? [change.uri] : [],
  );
  assert.deepEqual(made?.sort(), [
    there.uri('app/wit/deps/acme-base/base.wit'),
    there.uri('app/wit/deps/acme-queue-0.1.0/more.wit'),
    there.uri('app/wit/deps/acme-queue-0.1.0/push.wit'),
  ]);
});
