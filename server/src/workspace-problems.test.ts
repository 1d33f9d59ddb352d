/** The problems of files that are not open, over the wire: pushed to one client, and asked for by another. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type {
  CodeAction,
  Diagnostic,
  DocumentDiagnosticReport,
  PublishDiagnosticsParams,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import type { ClientOptions } from './testing/client.ts';
import type { TestWorkspace } from './testing/workspace.ts';
import { startWorkspace } from './testing/workspace.ts';

const slightfile = `specversion = "0.2"

[[capability]]
resource = "keyvalue.filesystem"
name = "orders"
`;
const js = `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';
Keyvalue.open('orders');
`;
const app = { 'slightfile.toml': slightfile, 'app.js': js };
const renamed = { ...app, 'slightfile.toml': slightfile.replace('orders', 'purchases') };
const watching = { didChangeWatchedFiles: { dynamicRegistration: true } };
const pushed: ClientOptions = {
  capabilities: {
    workspace: watching,
    textDocument: { publishDiagnostics: { relatedInformation: true } },
  },
};
const pulled: ClientOptions = {
  capabilities: {
    workspace: { ...watching, diagnostics: { refreshSupport: true } },
    textDocument: { diagnostic: { relatedInformation: true } },
  },
};

/** What a client shows of the workspace, by the name of the file: as VS Code keeps it. */
interface Shown {
  readonly at: TestWorkspace;
  readonly codes: (name: string) => readonly unknown[];
  readonly of: (name: string) => readonly Diagnostic[];
  /** How many messages told of it. */
  readonly count: () => number;
}

function pushShown(at: TestWorkspace): Shown {
  const of = (name: string) =>
    at.client.pushed.findLast(({ uri }: PublishDiagnosticsParams) => uri === at.uri(name))?.diagnostics ?? [];
  return { at, of, codes: (name) => of(name).map(({ code }) => code), count: () => at.client.pushed.length };
}

async function pullShown(at: TestWorkspace): Promise<Shown> {
  const shown = new Map<string, readonly Diagnostic[]>();
  let count = 0;
  const take = ({ items }: WorkspaceDiagnosticReport): void => {
    count++;
    for (const report of items) if (report.kind === 'full') shown.set(report.uri, report.items);
  };
  at.client.connection.onNotification('$/progress', ({ value }: { value: WorkspaceDiagnosticReport }) =>
    take(value),
  );
  void at.client
    .request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [],
      partialResultToken: 'parts',
    })
    .then(take, () => undefined);
  const of = (name: string) => shown.get(at.uri(name)) ?? [];
  await Promise.resolve();
  return { at, of, codes: (name) => of(name).map(({ code }) => code), count: () => count };
}

async function soon(holds: () => boolean): Promise<void> {
  for (let left = 200; !holds(); left--) {
    assert.ok(left > 0, 'it never came to hold');
    await setTimeout(50);
  }
}

const clients = [
  ['pushed to', pushed, pushShown],
  ['that pulls', pulled, pullShown],
] as const;

for (const [which, options, shownBy] of clients) {
  test(`a client ${which}: a name that nothing declares is a problem of both files, which are closed`, async () => {
    await using at = await startWorkspace(renamed, options);
    const shown = await shownBy(at);
    await soon(() => shown.codes('app.js').includes('undeclared-name'));
    await soon(() => shown.codes('slightfile.toml').includes('undeclared-name'));
    const [source] = shown.of('app.js');
    const [there] = source?.relatedInformation ?? [];
    assert.equal(there && at.shown(there.location), 'slightfile.toml: "purchases"');
    const declared = shown.of('slightfile.toml').find(({ code }) => code === 'undeclared-name');
    const [here] = declared?.relatedInformation ?? [];
    assert.equal(here && at.shown(here.location), "app.js: 'orders'");
  });

  test(`a client ${which}: problems follow the disk, and go with the file`, async () => {
    await using at = await startWorkspace(app, options);
    const shown = await shownBy(at);
    await at.write('slightfile.toml', renamed['slightfile.toml'].replace('filesystem', 'nope'));
    await soon(() => shown.codes('slightfile.toml').includes('unknown-resource'));
    await at.write('slightfile.toml', renamed['slightfile.toml']);
    await soon(() => shown.codes('app.js').includes('undeclared-name'));
    await at.remove('app.js');
    await soon(() => shown.of('app.js').length === 0 && shown.of('slightfile.toml').length === 0);
    await at.write('app.js', js);
    await soon(() => shown.of('app.js').length === 1);
    await at.remove('slightfile.toml');
    await soon(() => shown.of('app.js').length === 0 && shown.of('slightfile.toml').length === 0);
  });

  test(`a client ${which}: what is typed counts, what was not saved does not, and a tab that closes takes nothing along`, async () => {
    await using at = await startWorkspace(app, options);
    const shown = await shownBy(at);
    await at.open('slightfile.toml');
    await at.client.change(at.uri('slightfile.toml'), 2, [{ text: renamed['slightfile.toml'] }]);
    await soon(() => shown.codes('app.js').includes('undeclared-name'));
    const close = () =>
      at.client.connection.sendNotification('textDocument/didClose', {
        textDocument: { uri: at.uri('slightfile.toml') },
      });
    await close();
    await soon(() => shown.of('app.js').length === 0 && shown.of('slightfile.toml').length === 0);
    await at.write('slightfile.toml', renamed['slightfile.toml']);
    await at.open('slightfile.toml');
    await soon(() => shown.codes('slightfile.toml').includes('undeclared-name'));
    await close();
    await at.client.open('untitled:other-slightfile.toml', 'x');
    await setTimeout(1000);
    assert.deepEqual(shown.codes('slightfile.toml'), ['undeclared-name']);
    assert.deepEqual(shown.codes('app.js'), ['undeclared-name']);
  });

  test(`a client ${which}: a source that is deleted while it is open has no problems, and makes none`, async () => {
    await using at = await startWorkspace(renamed, options);
    const shown = await shownBy(at);
    await at.open('app.js');
    await soon(() => shown.codes('slightfile.toml').includes('undeclared-name'));
    await at.remove('app.js');
    await soon(() => shown.of('app.js').length === 0 && shown.of('slightfile.toml').length === 0);
    await at.write('app.js', js);
    await soon(() => shown.codes('slightfile.toml').includes('undeclared-name'));
  });

  test(`a client ${which}: a change that leaves the problems as they are sends nothing`, async () => {
    await using at = await startWorkspace(
      { ...renamed, 'other/slightfile.toml': slightfile, 'other/app.js': js },
      options,
    );
    const shown = await shownBy(at);
    await soon(() => shown.codes('app.js').includes('undeclared-name'));
    await soon(() => shown.codes('slightfile.toml').includes('undeclared-name'));
    await setTimeout(1500);
    const before = shown.count();
    await at.write('other/app.js', `// a comment\n${js}`);
    await at.client.request('slight/index');
    await setTimeout(1000);
    assert.equal(shown.count(), before);
  });

  test(`a client ${which}: a WIT file has its problems while it is open`, async () => {
    await using at = await startWorkspace(
      { ...app, 'a.wit': 'package a:b;\n\ninterface i {\n  f: func() -> nope;\n}\n' },
      options,
    );
    const shown = await shownBy(at);
    await at.open('a.wit');
    await soon(() => shown.of('a.wit').length > 0);
    await at.client.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: at.uri('a.wit') },
    });
    await soon(() => shown.of('a.wit').length === 0);
  });
}

test('a client without partial results is answered when something is other than it has it', async () => {
  await using at = await startWorkspace(renamed, pulled);
  assert.deepEqual(at.client.initialized.capabilities.diagnosticProvider, {
    interFileDependencies: true,
    workspaceDiagnostics: true,
  });
  const ask = (previousResultIds: object[]) =>
    at.client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
  const first = await ask([]);
  assert.equal(first.items.length, 2);
  const known = first.items.map(({ uri, resultId }) => ({ uri, value: resultId }));
  let isAnswered = false;
  const second = ask(known).finally(() => {
    isAnswered = true;
  });
  await setTimeout(1000);
  assert.equal(isAnswered, false, 'it has all there is');
  await at.write('slightfile.toml', slightfile);
  const { items } = await second;
  assert.deepEqual(
    items.map((report) => report.kind === 'full' && report.items),
    [[], []],
  );
});

test('a client that has asked about a document alone is told of it again, in case it passed over what it was told', async () => {
  await using at = await startWorkspace(renamed, pulled);
  const shown = await pullShown(at);
  await at.open('app.js');
  await soon(() => shown.codes('app.js').includes('undeclared-name'));
  await setTimeout(1500);
  const before = shown.count();
  await at.client.request('textDocument/diagnostic', { textDocument: { uri: at.uri('app.js') } });
  await soon(() => shown.count() > before);
  assert.deepEqual(shown.codes('app.js'), ['undeclared-name']);
  await setTimeout(1500);
  assert.equal(shown.count(), before + 1, 'once');
});

test('a held request is let go when it is cancelled, and when the client asks again', async () => {
  await using at = await startWorkspace(app, pulled);
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const source = new CancellationTokenSource();
  const held = at.client.connection.sendRequest(
    'workspace/diagnostic',
    { previousResultIds: [] },
    source.token,
  );
  await setTimeout(100);
  source.cancel();
  await assert.rejects(held, /cancelled/);
  const one = at.client.request('workspace/diagnostic', { previousResultIds: [] });
  const two = at.client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
  assert.deepEqual(await one, { items: [] });
  await at.write('slightfile.toml', renamed['slightfile.toml']);
  assert.equal((await two).items.length, 2);
});

test('the same problems have the same result, of an open document as of a closed one', async () => {
  await using at = await startWorkspace(renamed, pulled);
  const { items } = await at.client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [],
  });
  await at.open('app.js');
  const uri = at.uri('app.js');
  const report = await at.client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri },
    previousResultId: items.find((item) => item.uri === uri)?.resultId,
  });
  assert.equal(report.kind, 'unchanged');
});

test('from the slightfile, a quick fix changes the source that is closed, as it is on disk by now', async () => {
  await using at = await startWorkspace(
    { ...renamed, 'slightfile.toml': renamed['slightfile.toml'].replace('"purchases"', '"purch|ases"') },
    pulled,
  );
  const { writeFile } = await import('node:fs/promises');
  await writeFile(new URL(at.uri('app.js')), `// told to nobody\n${js}`);
  const { position } = at.cursor;
  const actions = await at.ask<CodeAction[]>('textDocument/codeAction', {
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  const change = actions.find(({ title }) => title === 'Change "orders" to "purchases" in app.js');
  assert.equal(change?.edit?.changes?.[at.uri('app.js')]?.[0]?.range.start.line, 2);
  assert.ok(actions.some(({ title }) => title === 'Rename "purchases" to "orders" in slightfile.toml'));
  assert.ok(actions.some(({ title }) => title.startsWith('Declare "orders" as keyvalue.filesystem')));
});
