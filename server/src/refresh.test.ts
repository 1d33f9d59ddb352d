/** What is said of one document follows what is done to another. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { DocumentDiagnosticReport, Location } from 'vscode-languageserver-protocol/node';
import type { TestWorkspace } from './testing/workspace.ts';
import { startWorkspace } from './testing/workspace.ts';

const slightfile = `specversion = "0.2"

[[capability]]
resource = "keyvalue.redis"
name = "orders"

[[capability]]
resource = "sql.postgres"
name = "db"
`;
const rust = `wit_bindgen_rust::import!("keyvalue.wit");
use keyvalue::*;
fn main() { Keyvalue::open("orders").unwrap();| }
`;

/** Waits until a check holds; fails where it does not in time. */
async function soon(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 100; !(await holds()); left--) {
    assert.ok(left > 0, 'it never came to hold');
    await setTimeout(50);
  }
}

/** The codes of what was pushed last for a file. */
function codesOf(at: TestWorkspace, name: string): readonly unknown[] {
  const last = at.client.pushed.findLast(({ uri }) => uri === at.uri(name));
  return last?.diagnostics.map(({ code }) => code) ?? ['nothing was pushed'];
}

test('what was typed and not saved counts no more once the slightfile is closed', async () => {
  const watching = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
  await using at = await startWorkspace(
    { 'slightfile.toml': slightfile, 'src/main.rs': rust },
    { capabilities: watching },
  );
  await soon(() => codesOf(at, 'src/main.rs').length === 0);
  await at.client.open(at.uri('slightfile.toml'), slightfile.replace('orders', 'carts'));
  await soon(() => codesOf(at, 'src/main.rs').includes('undeclared-name'));
  await at.client.connection.sendNotification('textDocument/didClose', {
    textDocument: { uri: at.uri('slightfile.toml') },
  });
  await soon(() => codesOf(at, 'src/main.rs').length === 0);
});

test('a client that pulls by what it has is told of a world once that is read', async () => {
  let refreshes = 0;
  await using at = await startWorkspace(
    {
      'slightfile.toml': `${slightfile}|`,
      'wit/world.wit': 'package a:b;\n\nworld app {\n  import spiderlightning:keyvalue/keyvalue@0.6.0;\n}\n',
    },
    {
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { diagnostics: { refreshSupport: true } },
      },
      onRequest: (method) => {
        if (method === 'workspace/diagnostic/refresh') refreshes++;
      },
    },
  );
  let previousResultId: string | undefined;
  const pull = async (): Promise<string> => {
    const report = await at.ask<DocumentDiagnosticReport>('textDocument/diagnostic', { previousResultId });
    previousResultId = report.resultId;
    return JSON.stringify(report);
  };
  // only now the worlds are read, and the client is told to ask again
  await soon(() => refreshes > 0);
  const before = refreshes;
  assert.doesNotMatch(await pull(), /unused-capability/);
  await soon(() => refreshes > before);
  assert.match(await pull(), /The world app has no sql interface/);
});

test('a folder that is removed leaves what is open of it with its app', async () => {
  await using at = await startWorkspace({
    'slightfile.toml': slightfile,
    'src/main.rs': rust.replace('"orders"', '"or|ders"').replace(';|', ';'),
  });
  const uri = at.uri('').replace(/\/$/, '');
  await at.client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [], removed: [{ uri, name: 'app' }] },
  });
  await soon(async () => {
    const found = await at.ask<Location[]>('textDocument/definition');
    return found.map(at.shown).join() === 'slightfile.toml: "orders"';
  });
  assert.deepEqual(
    await at.client.request('workspace/symbol', { query: 'db' }).then((all) => (all as []).length),
    1,
  );
});

test('a slightfile that is in no open folder, and not saved yet, has its sources around it', async () => {
  await using at = await startWorkspace({ 'src/main.rs': rust.replace(';|', ';') }, { folders: [] });
  const uri = at.uri('slightfile.toml');
  await at.client.open(uri, slightfile);
  const ask = () =>
    at.client.request<Location[]>('textDocument/references', {
      textDocument: { uri },
      position: { line: 4, character: 10 },
      context: { includeDeclaration: false },
    });
  await soon(async () => (await ask()).map(at.shown).join() === 'src/main.rs: orders');
});
