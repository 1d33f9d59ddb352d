/** Files that are ignored, links and folders, over the wire. */
import assert from 'node:assert/strict';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { Hover, Location, Registration, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { startWorkspace } from './testing/workspace.ts';
import type { TestWorkspace } from './testing/workspace.ts';

const slightfile = 'specversion = "0.2"\n\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n';
const js = `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';\nKeyvalue.open('orders');\n`;
const rust = `wit_bindgen_rust::import!("keyvalue.wit");\nuse keyvalue::*;\nfn main() { Keyvalue::open("orders").unwrap(); }\n`;
const atCursor = slightfile.replace('orders', 'or|ders');

const edited = (edit: WorkspaceEdit | null, at: TestWorkspace): readonly string[] =>
  Object.keys(edit?.changes ?? {})
    .map((uri) => path.relative(at.folder, new URL(uri).pathname))
    .sort();

test("cargo's place for programs is read and renamed, and no ignored file is, be it open", async () => {
  await using at = await startWorkspace({
    '.gitignore': '/dist\n',
    'Cargo.toml': '',
    'slightfile.toml': atCursor,
    'src/bin/worker.rs': rust,
    'target/debug/copy.rs': rust,
    'dist/app.js': js,
    'dist/slightfile.toml': slightfile,
  });
  await at.open('dist/app.js');
  await at.open('dist/slightfile.toml');
  const edit = await at.ask<WorkspaceEdit>('textDocument/rename', { newName: 'carts' });
  assert.deepEqual(edited(edit, at), ['slightfile.toml', 'src/bin/worker.rs']);
  const found = await at.ask<Location[]>('textDocument/references', {
    context: { includeDeclaration: false },
  });
  assert.deepEqual(found.map(at.shown), ['src/bin/worker.rs: orders']);
});

test('in an ignored file that is open, names are explained and not renamed', async () => {
  await using at = await startWorkspace({
    '.gitignore': 'dist\n',
    'slightfile.toml': slightfile,
    'src/app.js': js,
    'dist/app.js': js.replace("'orders'", "'or|ders'"),
  });
  const { contents } = await at.ask<Hover>('textDocument/hover');
  assert.match(JSON.stringify(contents), /keyvalue\.redis/);
  const [definition] = await at.ask<Location[]>('textDocument/definition');
  assert.equal(definition && at.shown(definition), 'slightfile.toml: "orders"');
  const refused = { message: /^app\.js is ignored, .* Rename in the slightfile/ };
  await assert.rejects(at.ask('textDocument/prepareRename'), refused);
  await assert.rejects(at.ask('textDocument/rename', { newName: 'carts' }), refused);
});

test('in a file that was deleted while it was open, nothing is renamed', async () => {
  await using at = await startWorkspace({
    'slightfile.toml': slightfile,
    'src/app.js': js.replace("'orders'", "'or|ders'"),
  });
  await at.remove('src/app.js');
  await at.client.request('slight/index');
  const refused = { message: /^app\.js was deleted or moved on disk, .* Save it/ };
  await assert.rejects(at.ask('textDocument/rename', { newName: 'carts' }), refused);
  await at.write('src/app.js', at.text('src/app.js'));
  const edit = await at.ask<WorkspaceEdit>('textDocument/rename', { newName: 'carts' });
  assert.deepEqual(edited(edit, at), ['slightfile.toml', 'src/app.js']);
});

test('an ignore file that changes changes what is renamed', async () => {
  await using at = await startWorkspace({ 'slightfile.toml': atCursor, 'src/app.js': js, 'gen/app.js': js });
  const renamed = async () =>
    edited(await at.ask<WorkspaceEdit>('textDocument/rename', { newName: 'carts' }), at);
  assert.deepEqual(await renamed(), ['gen/app.js', 'slightfile.toml', 'src/app.js']);
  await at.open('gen/app.js');
  await at.write('.gitignore', 'gen\n');
  assert.deepEqual(await renamed(), ['slightfile.toml', 'src/app.js']);
});

test('a folder that is deleted or moved is told of alone', async () => {
  const registered: Registration[] = [];
  await using at = await startWorkspace(
    { 'slightfile.toml': atCursor, 'src/deep/app.js': js },
    {
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
      onRequest: (method, params) => {
        if (method === 'client/registerCapability')
          registered.push(...(params as { readonly registrations: Registration[] }).registrations);
      },
    },
  );
  const watched = registered.find(({ method }) => method === 'workspace/didChangeWatchedFiles');
  const { watchers } = watched?.registerOptions as {
    readonly watchers: readonly { readonly globPattern: string; readonly kind: number }[];
  };
  const forFolders = watchers.find(({ globPattern }) => globPattern === '**/*');
  assert.equal(forFolders?.kind, 1 | 4);
  const uses = async () => {
    const found = await at.ask<Location[]>('textDocument/references', {
      context: { includeDeclaration: false },
    });
    return found.map(({ uri }) => path.relative(at.folder, new URL(uri).pathname));
  };
  const tell = (...changes: readonly (readonly [string, number])[]) =>
    at.client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: changes.map(([name, type]) => ({ uri: at.uri(name), type })),
    });
  assert.deepEqual(await uses(), ['src/deep/app.js']);
  await mkdir(path.join(at.folder, 'lib'));
  await rename(path.join(at.folder, 'src'), path.join(at.folder, 'lib/src'));
  await tell(['src', 3], ['lib', 1]);
  assert.deepEqual(await uses(), ['lib/src/deep/app.js']);
  await rm(path.join(at.folder, 'lib'), { recursive: true });
  await tell(['lib', 3]);
  assert.deepEqual(await uses(), []);
});
