/** One name, everywhere: a server over a real folder, asked over the wire. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  Location,
  LocationLink,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver-protocol/node';
import { moduleOf } from './testing/module.ts';
import { startWorkspace } from './testing/workspace.ts';
import type { TestWorkspace } from './testing/workspace.ts';

const slightfile = `specversion = "0.2"

[[capability]]
resource = "keyvalue.redis"
name = "orders"

[[capability]]
resource = "configs.envvars"
name = "settings"
`;
const rust = `wit_bindgen_rust::import!("keyvalue.wit");
use keyvalue::*;

fn main() {
    let orders = Keyvalue::open("orders").unwrap();
}
`;
const js = `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';
import { Configs } from 'spiderlightning:configs/configs@0.6.0';
export const run = { run() { Keyvalue.open('orders'); Configs.open('settings'); } };
`;
const c = `#include "keyvalue.h"
int main(void) {
  keyvalue_string_t name;
  keyvalue_string_set(&name, "orders");
  keyvalue_keyvalue_t store;
  keyvalue_expected_keyvalue_keyvalue_error_t ret;
  keyvalue_keyvalue_open(&name, &ret);
}
`;
const app = { 'slightfile.toml': slightfile, 'src/main.rs': rust, 'web/app.js': js, 'native/app.c': c };
const editor = {
  capabilities: {
    textDocument: { definition: { linkSupport: true }, rename: { prepareSupport: true } },
    workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
  },
};

async function problemsOf(at: TestWorkspace, name: string): Promise<readonly Diagnostic[]> {
  const report = await at.client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: at.uri(name) },
  });
  return report.kind === 'full' ? report.items : [];
}

function codes(diagnostics: readonly Diagnostic[]): unknown[] {
  return diagnostics.map(({ code }) => code);
}

test('from an open call in Rust to the capability, and to its interface', async () => {
  await using at = await startWorkspace(
    { ...app, 'src/main.rs': rust.replace('"orders"', '"or|ders"') },
    editor,
  );
  const [link] = await at.ask<LocationLink[]>('textDocument/definition');
  assert.ok(link);
  assert.equal(
    at.shown({ uri: link.targetUri, range: link.targetSelectionRange }),
    'slightfile.toml: "orders"',
  );
  const [type] = await at.ask<Location[]>('textDocument/typeDefinition');
  assert.match(type?.uri ?? '', /spiderlightning-keyvalue\/package\.wit$/);
  const text = await readFile(new URL(type?.uri ?? ''), 'utf8');
  assert.match(text.split('\n')[type?.range.start.line ?? 0] ?? '', /interface keyvalue/);
});

test('a client without links is given locations', async () => {
  await using at = await startWorkspace({ ...app, 'src/main.rs': rust.replace('"orders"', '"or|ders"') });
  const [place] = await at.ask<Location[]>('textDocument/definition');
  assert.ok(place);
  assert.equal(at.shown(place), 'slightfile.toml: "orders"');
});

test("the app's own WIT comes before what slight ships", async () => {
  const wit = 'package spiderlightning:keyvalue@0.6.0;\n\ninterface keyvalue {\n}\n';
  await using at = await startWorkspace({
    ...app,
    'wit/deps/keyvalue/package.wit': wit,
    'src/main.rs': rust.replace('"orders"', '"or|ders"'),
  });
  const places = await at.ask<Location[]>('textDocument/typeDefinition');
  assert.deepEqual(places.map(at.shown), ['wit/deps/keyvalue/package.wit: keyvalue']);
});

test('references: in every language, from the slightfile', async () => {
  await using at = await startWorkspace({
    ...app,
    'slightfile.toml': slightfile.replace('"orders"', '"orders|"'),
  });
  const places = await at.ask<Location[]>('textDocument/references', {
    context: { includeDeclaration: true },
  });
  assert.deepEqual(places.map(at.shown).sort(), [
    'native/app.c: orders',
    'slightfile.toml: orders',
    'src/main.rs: orders',
    'web/app.js: orders',
  ]);
  const lenses = await at.ask<CodeLens[]>('textDocument/codeLens');
  assert.deepEqual(
    lenses.map(({ command }) => command?.title),
    ['3 references', '1 reference'],
  );
});

test('a rename from Rust changes the slightfile and all sources, as one edit that names versions', async () => {
  await using at = await startWorkspace(
    { ...app, 'src/main.rs': rust.replace('"orders"', '"or|ders"') },
    editor,
  );
  await at.open('slightfile.toml');
  assert.deepEqual(await at.ask('textDocument/prepareRename'), {
    range: { start: { line: 4, character: 33 }, end: { line: 4, character: 39 } },
    placeholder: 'orders',
  });
  const edit = await at.ask<WorkspaceEdit>('textDocument/rename', { newName: 'purchases' });
  assert.equal(at.applied('slightfile.toml', edit), slightfile.replace('orders', 'purchases'));
  assert.equal(at.applied('src/main.rs', edit), rust.replace('"orders"', '"purchases"'));
  assert.equal(at.applied('web/app.js', edit), js.replace("'orders'", "'purchases'"));
  assert.equal(at.applied('native/app.c', edit), c.replace('"orders"', '"purchases"'));
  const versions = edit.documentChanges?.map((change) =>
    'textDocument' in change ? [path.basename(change.textDocument.uri), change.textDocument.version] : [],
  );
  assert.deepEqual(
    versions,
    [
      ['slightfile.toml', 1],
      ['app.c', null],
      ['main.rs', 1],
      ['app.js', null],
    ].sort((one, other) => order(versions, one) - order(versions, other)),
  );
  assert.deepEqual(Object.keys(edit.changeAnnotations ?? {}).sort(), ['Guest source', 'Slightfile']);
});

function order(all: readonly (readonly unknown[])[] | undefined, [name]: readonly unknown[]): number {
  return all?.findIndex(([other]) => other === name) ?? -1;
}

test('a rename from the slightfile changes closed sources of the app, and no file that the index does not have', async () => {
  await using at = await startWorkspace(
    {
      ...app,
      'slightfile.toml': slightfile.replace('"orders"', '"or|ders"'),
      'node_modules/kit/app.js': js,
      'other/slightfile.toml': slightfile,
      'other/app.js': js,
      'Main.swift': 'open("orders")',
    },
    editor,
  );
  const told: string[] = [];
  at.client.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
    told.push(message);
  });
  const edit = await at.ask<WorkspaceEdit>('textDocument/rename', { newName: 'purchases' });
  const changed = edit.documentChanges?.map((change) =>
    'textDocument' in change ? change.textDocument.uri : '',
  );
  assert.deepEqual(
    changed?.toSorted(),
    ['native/app.c', 'slightfile.toml', 'src/main.rs', 'web/app.js'].map(at.uri),
  );
  assert.equal(at.applied('src/main.rs', edit), rust.replace('"orders"', '"purchases"'));
  assert.match(told.join(), /^Main\.swift may open "orders" too/);
});

test('a rename counts what has changed on disk, told or not', async () => {
  await using at = await startWorkspace({
    ...app,
    'slightfile.toml': slightfile.replace('"orders"', '"or|ders"'),
  });
  const { writeFile } = await import('node:fs/promises');
  await writeFile(path.join(at.folder, 'src/main.rs'), `// a new line\n${rust}`);
  const edit = await at.ask<WorkspaceEdit>('textDocument/rename', { newName: 'purchases' });
  assert.equal(edit.changes?.[at.uri('src/main.rs')]?.[0]?.range.start.line, 5);
});

test('a rename that cannot be is an error with the reason, and changes nothing', async () => {
  const two = `${slightfile}\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "carts"\n`;
  await using at = await startWorkspace({ ...app, 'slightfile.toml': two.replace('"orders"', '"or|ders"') });
  await assert.rejects(
    at.ask('textDocument/rename', { newName: 'carts' }),
    /key-value store "carts" already/,
  );
});

test('hover in a source says what serves the name', async () => {
  await using at = await startWorkspace({ ...app, 'web/app.js': js.replace("'orders'", "'ord|ers'") });
  const hover = await at.ask<Hover>('textDocument/hover');
  assert.match(JSON.stringify(hover.contents), /"orders.*keyvalue\.redis.*slightfile\.toml#L3/);
  await at.client.connection.sendNotification('slight/serving', {
    uri: at.uri('slightfile.toml'),
    serving: [
      {
        resource: 'keyvalue.redis',
        name: 'orders',
        rung: 'container',
        image: 'redis:7',
        address: '127.0.0.1:49153',
      },
    ],
  });
  const running = await at.ask<Hover>('textDocument/hover');
  assert.match(JSON.stringify(running.contents), /redis:7.*127\.0\.0\.1:49153/);
});

test('the declared names are completed in an open call that is half typed', async () => {
  for (const typed of ["Keyvalue.open('|')", "Keyvalue.open('o|"]) {
    await using at = await startWorkspace({
      ...app,
      'web/app.js': js.replace("Keyvalue.open('orders')", typed),
    });
    const items = await at.ask<CompletionItem[]>('textDocument/completion');
    assert.deepEqual(
      items.map(({ label }) => label),
      ['orders'],
      typed,
    );
  }
});

test('problems in a source, and their remedies', async () => {
  await using at = await startWorkspace({ ...app, 'src/main.rs': rust.replace('"orders"', '"o|ders"') });
  const [problem, ...others] = await problemsOf(at, 'src/main.rs');
  assert.deepEqual(others, []);
  assert.equal(problem?.code, 'undeclared-name');
  const { position } = at.cursor;
  const actions = await at.ask<CodeAction[]>('textDocument/codeAction', {
    range: { start: position, end: position },
    context: { diagnostics: [problem] },
  });
  const change = actions.find(({ title }) => title === 'Change to "orders"');
  assert.equal(at.applied('src/main.rs', change?.edit ?? null), rust);
  const declare = actions.find(({ title }) => /Declare/.test(title));
  assert.match(at.applied('slightfile.toml', declare?.edit ?? null), /name = "oders"/);
});

test('what is typed in the slightfile and not saved counts for the sources', async () => {
  await using at = await startWorkspace({ ...app, 'src/main.rs': rust.replace('"orders"', '"car|ts"') });
  assert.deepEqual(codes(await problemsOf(at, 'src/main.rs')), ['undeclared-name']);
  await at.open('slightfile.toml');
  const about = { textDocument: { uri: at.uri('src/main.rs') } };
  const { resultId } = await at.client.request<DocumentDiagnosticReport>('textDocument/diagnostic', about);
  await at.client.change(at.uri('slightfile.toml'), 2, [{ text: slightfile.replace('orders', 'carts') }]);
  const { kind } = await at.client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
    ...about,
    previousResultId: resultId,
  });
  assert.equal(kind, 'full', 'what another document says is another answer');
  assert.deepEqual(await problemsOf(at, 'src/main.rs'), []);
  await at.client.connection.sendNotification('textDocument/didClose', {
    textDocument: { uri: at.uri('slightfile.toml') },
  });
  assert.deepEqual(codes(await problemsOf(at, 'src/main.rs')), ['undeclared-name']);
});

test('a slightfile says what no source opens, and hears of sources that change on disk', async () => {
  await using at = await startWorkspace({ ...app, 'slightfile.toml': `|${slightfile}` });
  const own = async () =>
    codes(await problemsOf(at, 'slightfile.toml')).filter((code) => code === 'never-opened');
  assert.deepEqual(await own(), []);
  await at.write('web/app.js', js.replace(" Configs.open('settings');", ''));
  await at.client.request('slight/index');
  assert.deepEqual(await own(), ['never-opened']);
  for (const name of ['web/app.js', 'src/main.rs', 'native/app.c']) await at.remove(name);
  await at.client.request('slight/index');
  assert.deepEqual(await own(), [], 'no source is known any more');
});

test('a file outside of every open folder has its app around it', async () => {
  await using at = await startWorkspace(
    { ...app, 'src/main.rs': rust.replace('"orders"', '"or|ders"') },
    { folders: [] },
  );
  await at.client.request('slight/index');
  const [place] = await at.ask<Location[]>('textDocument/definition');
  assert.ok(place);
  assert.equal(at.shown(place), 'slightfile.toml: "orders"');
});

test('an app outside of every open folder is known as long as something in it is open', async () => {
  await using at = await startWorkspace({ ...app, 'src/main.rs': `|${rust}` }, { folders: [] });
  const apps = async () => {
    const { apps: count } = await at.client.request<{ readonly apps: number }>('slight/index');
    return count;
  };
  const close = (name: string) =>
    at.client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: at.uri(name) } });
  await at.open('web/app.js');
  assert.equal(await apps(), 1);
  await close('src/main.rs');
  assert.equal(await apps(), 1);
  await close('web/app.js');
  assert.equal(await apps(), 0);
  await at.open('src/main.rs');
  assert.equal(await apps(), 1);
});

test('an untitled slightfile is read by itself', async () => {
  await using at = await startWorkspace(app);
  const untitled = 'untitled:Untitled-1';
  await at.client.open(untitled, slightfile);
  const pushed = await at.client.diagnostics(untitled, 1);
  assert.ok(pushed.diagnostics.every(({ code }) => code !== 'never-opened'));
  assert.deepEqual(
    await at.client
      .request('textDocument/references', {
        textDocument: { uri: untitled },
        position: { line: 4, character: 10 },
        context: { includeDeclaration: true },
      })
      .then((found) => (found as Location[]).map(({ uri }) => uri)),
    [untitled],
  );
});

test('folders come and go', async () => {
  await using one = await startWorkspace(app);
  await using two = await startWorkspace({ 'slightfile.toml': slightfile.replace('orders', 'carts') });
  const names = async () => {
    const symbols = await one.client.request<WorkspaceSymbol[]>('workspace/symbol', { query: '' });
    return symbols.map(({ name }) => name).sort();
  };
  assert.deepEqual(await names(), ['orders', 'settings']);
  const folder = { uri: two.uri('').replace(/\/$/, ''), name: 'two' };
  const change = (added: unknown[], removed: unknown[]) =>
    one.client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added, removed },
    });
  await change([folder], []);
  await one.client.request('slight/index');
  assert.deepEqual(await names(), ['carts', 'orders', 'settings', 'settings']);
  await change([], [folder]);
  assert.deepEqual(await names(), ['orders', 'settings']);
});

test('a folder within another stays open when the other is closed', async () => {
  const names = async ({ client }: TestWorkspace) => {
    await client.request('slight/index');
    const symbols = await client.request<WorkspaceSymbol[]>('workspace/symbol', { query: '' });
    return symbols.map(({ name }) => name).sort();
  };
  await using at = await startWorkspace({
    'slightfile.toml': slightfile,
    'inner/slightfile.toml': slightfile.replace('orders', 'carts'),
  });
  const change = (added: string[], removed: string[]) =>
    at.client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: {
        added: added.map((uri) => ({ uri, name: '' })),
        removed: removed.map((uri) => ({ uri, name: '' })),
      },
    });
  await change([at.uri('inner')], []);
  assert.deepEqual(await names(at), ['carts', 'orders', 'settings', 'settings']);
  await change([], [at.uri('').replace(/\/$/, '')]);
  assert.deepEqual(await names(at), ['carts', 'settings']);
});

test('symbols of the workspace are found by some of their letters', async () => {
  await using at = await startWorkspace(app);
  const symbols = await at.client.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'ods' });
  assert.deepEqual(
    symbols.map(({ name, containerName }) => [name, containerName]),
    [['orders', 'keyvalue.redis']],
  );
});

test('the client is told what to watch, and what to ask in which language', async () => {
  const asked: [
    string,
    { registrations?: { method: string; registerOptions: { documentSelector?: object[] } }[] },
  ][] = [];
  await using at = await startWorkspace(app, {
    capabilities: {
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
      textDocument: { formatting: { dynamicRegistration: true }, completion: { dynamicRegistration: true } },
    },
    onRequest: (method, params) => void asked.push([method, params as never]),
  });
  const registrations = asked.flatMap(([, { registrations: all = [] }]) => all);
  assert.deepEqual(registrations.map(({ method }) => method).sort(), [
    'textDocument/completion',
    'textDocument/completion',
    'textDocument/completion',
    'textDocument/formatting',
    'workspace/didChangeWatchedFiles',
  ]);
  const formatting = registrations.find(({ method }) => method === 'textDocument/formatting');
  assert.match(JSON.stringify(formatting?.registerOptions.documentSelector), /slightfile.*wit/);
  assert.doesNotMatch(JSON.stringify(formatting?.registerOptions.documentSelector), /rust/);
  const { capabilities } = at.client.initialized;
  assert.equal(capabilities.documentFormattingProvider, undefined);
  assert.equal(capabilities.completionProvider, undefined);
  assert.equal(capabilities.hoverProvider, true);
});

test('a module that imports what nothing declares, and a capability that it cannot use', async () => {
  const declared = `|${slightfile}`;
  await using right = await startWorkspace({
    'slightfile.toml': declared,
    'build/app.wasm': moduleOf('keyvalue'),
  });
  const unused = await problemsOf(right, 'slightfile.toml');
  assert.deepEqual(
    codes(unused).filter((code) => code !== 'missing-config'),
    ['unused-capability'],
  );
  assert.match(said(unused.find(({ code }) => code === 'unused-capability')), /app\.wasm/);
  await using other = await startWorkspace({
    'slightfile.toml': declared,
    'build/app.wasm': moduleOf('messaging'),
  });
  const found = await problemsOf(other, 'slightfile.toml');
  const undeclared = found.find(({ code }) => code === 'undeclared-import');
  assert.match(said(undeclared), /messaging/);
  const actions = await other.ask<CodeAction[]>('textDocument/codeAction', {
    range: undeclared?.range,
    context: { diagnostics: [] },
  });
  const declare = actions.find(({ diagnostics = [] }) => codes(diagnostics).includes('undeclared-import'));
  assert.match(other.applied('slightfile.toml', declare?.edit ?? null), /resource = "messaging\./);
  await using strange = await startWorkspace({ 'slightfile.toml': declared, 'build/app.wasm': 'no module' });
  assert.deepEqual(
    codes(await problemsOf(strange, 'slightfile.toml')).filter((code) => code !== 'missing-config'),
    [],
  );
});

test('a world that imports what nothing declares', async () => {
  const wit =
    'package a:b;\n\nworld app {\n  import wasi:keyvalue/store@0.2.0-draft2;\n  import spiderlightning:configs/configs@0.6.0;\n}\n';
  await using there = await startWorkspace({
    'slightfile.toml': `|${slightfile.replace('keyvalue.redis', 'messaging.nats')}`,
    'wit/app.wit': wit,
  });
  const undeclared = await until(async () =>
    (await problemsOf(there, 'slightfile.toml')).find(({ code }) => code === 'undeclared-import'),
  );
  assert.match(said(undeclared), /world .*app.* wasi:keyvalue\/store/);
});

function said(diagnostic: Diagnostic | undefined): string {
  return JSON.stringify(diagnostic?.message ?? '');
}

/** The worlds are read in the background. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await setTimeout(20);
  }
}
