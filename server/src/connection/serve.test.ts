/** The server as a process of its own, spoken to over its real connections. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type {
  CodeAction,
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  DocumentSymbol,
  Hover,
  TextEdit,
} from 'vscode-languageserver-protocol/node';
import { ended, spawnServer, startClient } from '../testing/client.ts';

const uri = 'file:///app/slightfile.toml';
const broken = 'specversion = "0.2"\n\n[[capability]]\nresource = "keyvalue.filesystm"\nname = "a"\n';
const about = { textDocument: { uri } };
const pulling = { textDocument: { diagnostic: {} } };

function codes(diagnostics: readonly Diagnostic[]): unknown[] {
  return diagnostics.map(({ code }) => code);
}

for (const transport of ['stdio', 'ipc'] as const) {
  test(`an editor's session over ${transport}: problems, completion, hover, a fix, formatting, the end`, async () => {
    await using client = await startClient({ transport });
    assert.equal(client.initialized.serverInfo?.name, 'slight');
    await client.open(uri, broken);
    assert.deepEqual(codes((await client.diagnostics(uri, 1)).diagnostics), ['unknown-resource']);

    const position = { line: 3, character: 20 };
    const items = await client.request<CompletionItem[]>('textDocument/completion', { ...about, position });
    assert.ok(items.some(({ label }) => label === 'keyvalue.redis'));
    const hover = await client.request<Hover>('textDocument/hover', {
      ...about,
      position: { line: 0, character: 3 },
    });
    assert.match(JSON.stringify(hover.contents), /format of this file/);
    const [capability] = await client
      .request<DocumentSymbol[]>('textDocument/documentSymbol', about)
      .then((all) => all.slice(1));
    assert.equal(capability?.name, 'a');
    assert.equal((await client.request<unknown[]>('textDocument/foldingRange', about)).length, 1);

    const range = { start: position, end: position };
    const [fix] = await client.request<CodeAction[]>('textDocument/codeAction', {
      ...about,
      range,
      context: { diagnostics: [] },
    });
    const edits = fix?.edit?.changes?.[uri];
    assert.ok(edits);
    await client.change(
      uri,
      2,
      [...edits].map(({ range: where, newText }) => ({ range: where, text: newText })),
    );
    assert.deepEqual((await client.diagnostics(uri, 2)).diagnostics, []);

    await client.change(uri, 3, [
      { range: { start: { line: 0, character: 11 }, end: { line: 0, character: 14 } }, text: '=' },
    ]);
    const options = { tabSize: 2, insertSpaces: true };
    const layout = await client.request<TextEdit[]>('textDocument/formatting', { ...about, options });
    assert.deepEqual(
      layout.map(({ newText }) => newText),
      [' = '],
    );
    assert.equal(await client.stop(), 0);
  });
}

test('a client that pulls is answered, and nothing is pushed', async () => {
  await using client = await startClient({ capabilities: pulling });
  assert.ok(client.initialized.capabilities.diagnosticProvider);
  await client.open(uri, broken);
  const pull = (previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>('textDocument/diagnostic', { ...about, previousResultId });
  const first = await pull();
  assert.ok(first.kind === 'full');
  assert.deepEqual(codes(first.items), ['unknown-resource']);
  assert.deepEqual(await pull(first.resultId), { kind: 'unchanged', resultId: first.resultId });
  await client.change(uri, 2, [{ text: 'specversion = 1\n' }]);
  const second = await pull(first.resultId);
  assert.ok(second.kind === 'full' && codes(second.items).includes('wrong-type'));
  await client.request('textDocument/didClose', about).catch(() => undefined);
  assert.deepEqual(client.pushed, []);
});

test('a client that pulls and can be told to ask again is answered before the rest of the server is there', async () => {
  const asked: string[] = [];
  await using client = await startClient({
    capabilities: { ...pulling, workspace: { diagnostics: { refreshSupport: true } } },
    onRequest: (method) => void asked.push(method),
  });
  await client.open(uri, broken);
  const pull = () => client.request<DocumentDiagnosticReport>('textDocument/diagnostic', about);
  const first = await pull();
  assert.ok(first.kind === 'full' && first.resultId === undefined);
  assert.deepEqual(codes(first.items), ['unknown-resource']);
  await client.request('slight/index');
  while (!asked.includes('workspace/diagnostic/refresh')) await setTimeout(20);
  const second = await pull();
  assert.ok(second.kind === 'full' && second.resultId !== undefined);
  assert.deepEqual(codes(second.items), ['unknown-resource']);
});

test('a change elsewhere that leaves the problems as they are sends nothing again', async () => {
  await using client = await startClient({ capabilities: pulling });
  await client.open(uri, broken);
  const pull = (previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>('textDocument/diagnostic', { ...about, previousResultId });
  const { resultId } = await pull();
  assert.ok(resultId !== undefined);
  await client.open('untitled:other-slightfile.toml', broken);
  assert.deepEqual(await pull(resultId), { kind: 'unchanged', resultId });
  await client.request('slight/index');
  assert.deepEqual(await pull(resultId), { kind: 'unchanged', resultId });
});

for (const [how, bye] of Object.entries({ 'says exit': [{ method: 'exit' }], 'closes its end': [] })) {
  test(`a client that ${how} before it has read gets all that it was answered`, async () => {
    const server = spawnServer('--stdio');
    assert.ok(server.stdin && server.stdout);
    const text =
      'specversion = "0.2"\n' + '[[capability]]\nresource = "keyvalue.reddis"\nname = "a"\n'.repeat(5_000);
    const messages = [
      { id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } },
      {
        method: 'textDocument/didOpen',
        params: { textDocument: { uri, languageId: 'slightfile', version: 1, text } },
      },
      { id: 2, method: 'shutdown' },
      ...bye,
    ];
    server.stdin.end(
      messages
        .map((message) => JSON.stringify({ jsonrpc: '2.0', ...message }))
        .map((body) => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
        .join(''),
    );
    const exit = once(server, 'exit');
    let output = '';
    for await (const piece of server.stdout.setEncoding('utf8')) {
      output += String(piece);
      await setTimeout(1);
    }
    assert.ok(output.split('unknown-resource').length > 5_000, `${output.length} characters came`);
    assert.match(output, /"id":2,"result":null\}$/);
    assert.deepEqual(await exit, [0, null]);
  });
}

test('the result of a closed document is not that of the one opened again', async () => {
  await using client = await startClient({ capabilities: pulling });
  const pull = (previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>('textDocument/diagnostic', { ...about, previousResultId });
  await client.open(uri, broken);
  const { resultId } = await pull();
  await client.connection.sendNotification('textDocument/didClose', about);
  await client.open(uri, 'specversion = 1\n');
  assert.equal((await pull(resultId)).kind, 'full');
});

test('a client that does not pull is not offered it; closing a document clears its problems', async () => {
  await using client = await startClient();
  assert.equal(client.initialized.capabilities.diagnosticProvider, undefined);
  await client.open(uri, broken);
  await client.diagnostics(uri, 1);
  await client.connection.sendNotification('textDocument/didClose', about);
  assert.equal(
    await client.request('textDocument/hover', { ...about, position: { line: 0, character: 3 } }),
    null,
  );
  while (client.pushed.length < 2) await setTimeout(20);
  assert.deepEqual(client.pushed.at(-1), { uri, diagnostics: [] });
});

test('of edits that arrive together only the last is read', async () => {
  await using client = await startClient();
  await client.open(uri, broken);
  const edits = Array.from({ length: 100 }, (_, index) => index + 2);
  await Promise.all(
    edits.map((version) => client.change(uri, version, [{ text: `${broken}# ${String(version)}\n` }])),
  );
  await client.diagnostics(uri, 101);
  assert.ok(client.pushed.length < 50, `${String(client.pushed.length)} of 101 versions were read`);
});

test('other documents are left alone; untitled and strangely named slightfiles are not', async () => {
  await using client = await startClient();
  await client.open('file:///app/Cargo.toml', 'name = ', 'toml');
  await client.open('untitled:Untitled-1', 'x');
  await client.open('file:///app/my%20slightfile%5B1%5D.toml', 'x', 'toml');
  await client.diagnostics('untitled:Untitled-1', 1);
  await client.diagnostics('file:///app/my%20slightfile%5B1%5D.toml', 1);
  assert.equal(
    await client.request('textDocument/completion', {
      textDocument: { uri: 'file:///app/Cargo.toml' },
      position: { line: 0, character: 0 },
    }),
    null,
  );
  assert.equal(client.pushed.length, 2);
});

test('the lens is for clients that have the command behind it', async () => {
  {
    await using client = await startClient({ initializationOptions: { commands: ['slight.run'] } });
    await client.open(uri, broken);
    const lenses = await client.request<{ command: { command: string } }[]>('textDocument/codeLens', about);
    assert.deepEqual(
      lenses.map(({ command }) => command.command),
      ['slight.run'],
    );
  }
  await using other = await startClient();
  await other.open(uri, broken);
  assert.deepEqual(await other.request('textDocument/codeLens', about), []);
});

test('snippets are for clients that fill them in', async () => {
  const position = { line: 0, character: 0 };
  const first = async (snippetSupport: boolean) => {
    await using client = await startClient({
      capabilities: { textDocument: { completion: { completionItem: { snippetSupport } } } },
    });
    await client.open(uri, '');
    const [item] = await client.request<CompletionItem[]>('textDocument/completion', { ...about, position });
    return item?.textEdit?.newText;
  };
  assert.deepEqual(
    [await first(true), await first(false)],
    ['specversion = "${1|0.2,0.1|}"', 'specversion = "0.2"'],
  );
});

test('messages that make no sense do not end the server', async () => {
  await using client = await startClient();
  const { stdin } = client.process;
  assert.ok(stdin);
  stdin.write('Content-Length: 9\r\n\r\n{"json":]');
  stdin.write('Content-Length: 2\r\n\r\n{}');
  stdin.write('Content-Type: nonsense\r\nContent-Length: 4\r\n\r\nnull');
  await client.change('file:///never/opened', 7, [{ text: '' }]);
  await client.connection.sendNotification('textDocument/didChange', { nonsense: true });
  await client.connection.sendNotification('no/such/notification', {});
  await assert.rejects(client.request('no/such/request', {}), /Unhandled method/);
  await assert.rejects(client.request('textDocument/hover', {}));
  await client.open(uri, broken);
  await client.change(uri, 2, [
    { range: { start: { line: 99, character: 0 }, end: { line: 1, character: 999 } }, text: '[[' },
  ]);
  await client.diagnostics(uri, 2);
  assert.equal(await client.stop(), 0);
});

test('positions count UTF-16 units, and every kind of line end', async () => {
  await using client = await startClient();
  await client.open(
    uri,
    '# 𝒳\r\nspecversion = "0.2"\n[[capability]]\nresource="configs.envvars"\nname="𝒳\r𝒳"\n[other]\n',
  );
  const { diagnostics } = await client.diagnostics(uri, 1);
  const unknown = diagnostics.find(({ code }) => code === 'unknown-key');
  // The lone \r is an error in TOML, and ends a line for the editor.
  assert.deepEqual(unknown?.range.start, { line: 6, character: 1 });
  await client.change(uri, 2, [
    { range: { start: { line: 5, character: 0 }, end: { line: 5, character: 2 } }, text: '' },
  ]);
  await client.change(uri, 3, [
    { range: { start: { line: 4, character: 8 }, end: { line: 5, character: 0 } }, text: '' },
  ]);
  assert.deepEqual(codes((await client.diagnostics(uri, 3)).diagnostics), ['unknown-key']);
});

test('the process ends: 0 after shutdown, 1 without, and with its client', async () => {
  {
    await using client = await startClient();
    assert.equal(await ended(client.process, () => client.connection.sendNotification('exit')), 1);
  }
  {
    await using client = await startClient();
    assert.equal(await ended(client.process, () => client.process.stdin?.end()), 1);
  }
  await using client = await startClient({ transport: 'ipc' });
  assert.equal(await ended(client.process, () => client.process.disconnect()), 1);
});

test('arguments: help, version, and what makes no sense', async () => {
  const run = async (...args: string[]) => {
    const child = spawnServer(...args);
    assert.ok(child.stdout && child.stderr);
    const [out, errors, exit] = await Promise.all([
      readAll(child.stdout),
      readAll(child.stderr),
      once(child, 'exit'),
    ]);
    return { out, errors, code: exit[0] as number };
  };
  assert.match((await run('--help')).out, /slight-language-server --stdio/);
  assert.match((await run('--version')).out, /^\d+\.\d+\.\d+\n$/);
  for (const args of [[], ['--nonsense'], ['--node-ipc']]) {
    const { errors, code } = await run(...args);
    assert.equal(code, 2);
    assert.match(errors, /^slight-language-server: .+\n$/, 'one line');
  }
});
