/** Every feature of a slightfile, asked over the wire as an editor asks, with the cursor drawn in the text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  LinkedEditingRanges,
  Location,
  Range,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { startWorkspace } from './testing/workspace.ts';
import type { TestWorkspace } from './testing/workspace.ts';

const whole = `# See src/app.js and https://example.org/docs
specversion = "0.2"

[[secret_settings]]
name = "KEY"
value = "c2VjcmV0"

[[capability]]
resource = "keyvalue.azblob"
name = "orders"

[capability.configs]
AZURE_STORAGE_ACCOUNT = "shop"
AZURE_STORAGE_KEY = "\${usersecrets.KEY}"

[[capability]]
resource = "keyvalue.filesystem"
name = "carts"
`;

/** A workspace with one slightfile, in which the first of the pieces has the cursor as it is drawn. */
function at(piece: string, options: Parameters<typeof startWorkspace>[1] = {}): Promise<TestWorkspace> {
  const plain = piece.replace('|', '');
  assert.ok(whole.includes(plain), piece);
  return startWorkspace({ 'slightfile.toml': whole.replace(plain, () => piece), 'src/app.js': '' }, options);
}

function textsOf({ text }: TestWorkspace, ranges: readonly Range[]): readonly string[] {
  const document = TextDocument.create('', '', 1, text('slightfile.toml'));
  return ranges.map((range) => document.getText(range));
}

const everything: Range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };

test('wire: completion proposes resources', async () => {
  await using there = await at('resource = "keyvalue.|azblob"');
  const items = await there.ask<CompletionItem[]>('textDocument/completion');
  assert.ok(items.some(({ label }) => label === 'keyvalue.redis'));
});

test('wire: hover explains a resource', async () => {
  await using there = await at('resource = "keyvalue.az|blob"');
  const hover = await there.ask<Hover>('textDocument/hover');
  assert.match(JSON.stringify(hover.contents), /Azure/);
});

test('wire: semantic tokens, whole, in a range, and what changed since', async () => {
  await using there = await at('name = "or|ders"');
  const { textDocument } = there.cursor;
  const all = await there.ask<SemanticTokens>('textDocument/semanticTokens/full');
  assert.ok(all.data.length > 0 && all.data.length % 5 === 0);
  const part = await there.ask<SemanticTokens>('textDocument/semanticTokens/range', {
    range: { start: { line: 1, character: 0 }, end: { line: 1, character: 19 } },
  });
  assert.ok(part.data.length > 0 && part.data.length < all.data.length);
  await there.client.change(textDocument.uri, 2, [
    { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: '# new\n' },
  ]);
  const delta = await there.ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', {
    previousResultId: all.resultId,
  });
  const data = [...all.data];
  for (const { start, deleteCount, data: added = [] } of delta.edits)
    data.splice(start, deleteCount, ...added);
  const after = await there.ask<SemanticTokens>('textDocument/semanticTokens/full');
  assert.deepEqual(data, after.data);
  assert.ok(delta.edits.every(({ data: added = [] }) => added.length < all.data.length / 2));
});

test('wire: inlay hints say where the data is, and what serves while an app runs', async () => {
  await using there = await at('name = "or|ders"');
  const labels = async () =>
    (await there.ask<InlayHint[]>('textDocument/inlayHint', { range: everything })).map(({ label }) => label);
  assert.ok((await labels()).includes('→ .slight/keyvalue/carts'), JSON.stringify(await labels()));
  await there.client.connection.sendNotification('slight/serving', {
    uri: there.cursor.textDocument.uri,
    serving: [
      {
        resource: 'keyvalue.azblob',
        name: 'orders',
        rung: 'container',
        image: 'azurite:3',
        address: '127.0.0.1:49153',
      },
    ],
  });
  assert.ok((await labels()).includes('→ container azurite:3 on :49153'), JSON.stringify(await labels()));
});

test('wire: inlay hints say what the next run uses by the settings, and are asked for again when those change', async () => {
  let backends = 'embedded';
  const asked: string[] = [];
  await using there = await startWorkspace(
    { 'slightfile.toml': '[[capability]]\nresource = "keyvalue.redis"\nname = "a|"\n' },
    {
      capabilities: {
        workspace: {
          configuration: true,
          didChangeConfiguration: { dynamicRegistration: true },
          inlayHint: { refreshSupport: true },
        },
      },
      onRequest: (method, params) => {
        asked.push(method);
        if (method === 'client/registerCapability')
          assert.match(JSON.stringify(params), /"workspace\/didChangeConfiguration".*"section":"slight"/);
        return method === 'workspace/configuration' ? [{ backends }] : null;
      },
    },
  );
  const label = async () =>
    (await there.ask<InlayHint[]>('textDocument/inlayHint', { range: everything }))[0]?.label;
  assert.equal(await label(), '→ stand-in, .slight/keyvalue/a');
  assert.ok(asked.includes('client/registerCapability'));
  backends = 'local';
  assert.equal(await label(), '→ stand-in, .slight/keyvalue/a');
  await there.client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  assert.equal(await label(), '→ redis as a local server');
  assert.ok(asked.includes('workspace/inlayHint/refresh'));
});

test('wire: code lenses for what the client can do', async () => {
  await using there = await at('name = "or|ders"', {
    initializationOptions: {
      commands: ['slight.run', 'slight.debug', 'slight.startBackend', 'slight.showReferences'],
    },
  });
  const lenses = await there.ask<CodeLens[]>('textDocument/codeLens');
  const titles = lenses.map(({ command }) => command?.title);
  assert.deepEqual(titles.slice(0, 2), ['Run', 'Debug']);
  assert.deepEqual(titles.slice(2), ['0 references', '0 references']);
  await there.client.change(there.cursor.textDocument.uri, 2, [
    { text: 'specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "a"\n' },
  ]);
  const redis = await there.ask<CodeLens[]>('textDocument/codeLens');
  assert.ok(redis.some(({ command }) => command?.title === 'Start backend'));
});

test('wire: the app that runs has a lens that stops it, and one that opens what it serves, until it has ended', async () => {
  await using there = await at('name = "or|ders"', {
    initializationOptions: {
      commands: ['slight.run', 'slight.stop', 'slight.openInBrowser'],
      codicons: true,
    },
  });
  const { uri } = there.cursor.textDocument;
  const titles = async () =>
    (await there.ask<CodeLens[]>('textDocument/codeLens'))
      .map(({ command }) => command?.title)
      .filter((title) => title?.startsWith('$('));
  const tell = (running: boolean, url?: string) =>
    there.client.connection.sendNotification('slight/running', { uri, running, url });
  assert.deepEqual(await titles(), ['$(play)\u00a0Run']);
  await tell(true);
  assert.deepEqual(await titles(), ['$(debug-stop)\u00a0Stop']);
  await tell(true, 'http://127.0.0.1:3000');
  assert.deepEqual(await titles(), ['$(debug-stop)\u00a0Stop', '$(globe)\u00a0Open in Browser']);
  await tell(false);
  assert.deepEqual(await titles(), ['$(play)\u00a0Run']);
});

test('wire: an inlay hint says where the app serves HTTP, while it runs', async () => {
  await using there = await startWorkspace({
    'slightfile.toml': 'specversion = "0.2"\n\n[[capability]]\nresource = "http"\nname = "web|"\n',
  });
  const { uri } = there.cursor.textDocument;
  const labels = async () =>
    (await there.ask<InlayHint[]>('textDocument/inlayHint', { range: everything })).map(({ label }) => label);
  const tell = (running: boolean, url?: unknown) =>
    there.client.connection.sendNotification('slight/running', { uri, running, url });
  await tell(true);
  assert.deepEqual(await labels(), []);
  // the editor and the server may spell a file in two ways
  await there.client.connection.sendNotification('slight/running', {
    uri: uri.replace('slightfile', '%73lightfile'),
    running: true,
    url: 'http://127.0.0.1:3000',
  });
  assert.deepEqual(await labels(), ['→ http://127.0.0.1:3000']);
  for (const url of ['http://somebody:secret@127.0.0.1:3000', 'file:///etc/passwd', 3000]) {
    await tell(true, url);
    assert.deepEqual(await labels(), [], JSON.stringify(url));
  }
  await tell(true, 'https://[::1]:3000');
  assert.deepEqual(await labels(), ['→ https://[::1]:3000']);
  await tell(false);
  assert.deepEqual(await labels(), []);
});

test('wire: document links to files that are there, and to the web', async () => {
  await using there = await at('name = "or|ders"');
  const links = await there.ask<DocumentLink[]>('textDocument/documentLink');
  const targets = links.map(({ target }) => target);
  assert.ok(targets.includes('https://example.org/docs'));
  assert.ok(targets.includes(there.uri('src/app.js')));
});

test('wire: a selection grows from the word to the file', async () => {
  await using there = await at('name = "or|ders"');
  const [first] = await there.ask<SelectionRange[]>('textDocument/selectionRange', {
    positions: [there.cursor.position],
  });
  const grown: string[] = [];
  for (let range = first; range; range = range.parent) grown.push(textsOf(there, [range.range])[0] ?? '');
  assert.deepEqual(grown.slice(0, 3), ['orders', '"orders"', 'name = "orders"']);
  assert.equal(grown.at(-1), whole);
});

test('wire: highlights of a secret: where it is given, and where it is read', async () => {
  await using there = await at('${usersecrets.K|EY}');
  const found = await there.ask<DocumentHighlight[]>('textDocument/documentHighlight');
  assert.deepEqual(
    textsOf(
      there,
      found.map(({ range }) => range),
    ),
    ['KEY', 'KEY'],
  );
});

test("wire: a secret's name and its references are edited together", async () => {
  await using there = await at('name = "KE|Y"');
  const linked = await there.ask<LinkedEditingRanges>('textDocument/linkedEditingRange');
  assert.deepEqual(textsOf(there, linked.ranges), ['KEY', 'KEY']);
});

test('wire: a line that is left is laid out, a new capability gets its blank line', async () => {
  const text = 'specversion = "0.2"\nname="x"\n|';
  await using there = await startWorkspace({ 'slightfile.toml': text });
  const edits = await there.ask<TextEdit[]>('textDocument/onTypeFormatting', {
    ch: '\n',
    options: { tabSize: 2, insertSpaces: true },
  });
  const document = TextDocument.create('', '', 1, there.text('slightfile.toml'));
  assert.equal(TextDocument.applyEdits(document, edits), 'specversion = "0.2"\nname = "x"\n');
  await using header = await startWorkspace({ 'slightfile.toml': 'specversion = "0.2"\n[[capability]]|' });
  const blank = await header.ask<TextEdit[]>('textDocument/onTypeFormatting', {
    ch: ']',
    options: { tabSize: 2, insertSpaces: true },
  });
  const before = TextDocument.create('', '', 1, header.text('slightfile.toml'));
  assert.equal(TextDocument.applyEdits(before, blank), 'specversion = "0.2"\n\n[[capability]]');
});

test('wire: formatting, whole and of a range', async () => {
  await using there = await startWorkspace({ 'slightfile.toml': 'specversion="0.2"\nname="x"\n|' });
  const options = { tabSize: 2, insertSpaces: true };
  const edits = await there.ask<TextEdit[]>('textDocument/formatting', { options });
  assert.equal(edits.length, 2);
  const first = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
  assert.equal(
    (await there.ask<TextEdit[]>('textDocument/rangeFormatting', { options, range: first })).length,
    1,
  );
});

test('wire: outline and folding', async () => {
  await using there = await at('name = "or|ders"');
  const symbols = await there.ask<DocumentSymbol[]>('textDocument/documentSymbol');
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['specversion', 'KEY', 'orders', 'carts'],
  );
  const folds = await there.ask<FoldingRange[]>('textDocument/foldingRange');
  assert.ok(folds.some(({ startLine }) => startLine === 7));
});

test('wire: deprecated names are struck through, ignored ones faded', async () => {
  await using there = await startWorkspace({
    'slightfile.toml':
      '|specversion = "0.2"\nsecret_store = "configs.envvars"\n[[capability]]\nresource = "kv.redis"\nname = "a"\n',
  });
  const { diagnostics } = await there.client.diagnostics(there.cursor.textDocument.uri, 1);
  const tags = new Map(diagnostics.map(({ code, tags: all }) => [code, all]));
  assert.deepEqual(tags.get('renamed-resource'), [2]);
  assert.deepEqual(tags.get('ignored-secret-store'), [1]);
});

test('wire: definition and references of a secret', async () => {
  await using there = await at('${usersecrets.K|EY}');
  const definition = await there.ask<Location[]>('textDocument/definition');
  assert.deepEqual(definition.map(there.shown), ['slightfile.toml: KEY']);
  assert.equal(definition[0]?.range.start.line, 4);
  const all = await there.ask<Location[]>('textDocument/references', {
    context: { includeDeclaration: true },
  });
  assert.equal(all.length, 2);
});

test('wire: a secret that another key has sealed is not renamed; one without a value is', async () => {
  await using sealed = await at('${usersecrets.K|EY}');
  await assert.rejects(
    sealed.ask('textDocument/rename', { newName: 'TOKEN' }),
    /cannot be opened with your key/,
  );
  const text = whole.replace('value = "c2VjcmV0"\n', '').replace('usersecrets.KEY', 'usersecrets.K|EY');
  await using open = await startWorkspace({ 'slightfile.toml': text });
  const edit = await open.ask<WorkspaceEdit>('textDocument/rename', { newName: 'TOKEN' });
  assert.equal(
    open.applied('slightfile.toml', edit),
    open.text('slightfile.toml').replaceAll('"KEY"', '"TOKEN"').replace('.KEY}', '.TOKEN}'),
  );
});

async function actionsAt(
  there: TestWorkspace,
  more: { readonly only?: readonly string[] } = {},
): Promise<readonly CodeAction[]> {
  const { position } = there.cursor;
  return await there.ask<CodeAction[]>('textDocument/codeAction', {
    range: { start: position, end: position },
    context: { diagnostics: [], ...more },
  });
}

test('wire: quick fixes, fix all, migration and what a capability can become', async () => {
  await using there = await startWorkspace({
    'slightfile.toml':
      'specversion = "0.2"\n\n[[capability]]\nresource = "kv|.redis"\nname = "a"\n\n[[capability]]\nresource = "keyvalue.filesystm"\nname = "b"\n',
  });
  const titles = (await actionsAt(there)).map(({ title }) => title);
  assert.ok(titles.includes('Change to keyvalue.redis'), titles.join(', '));
  assert.ok(titles.includes('Switch to keyvalue.filesystem'), titles.join(', '));
  const [all] = await actionsAt(there, { only: ['source.fixAll'] });
  const fixed = there.applied('slightfile.toml', all?.edit ?? null);
  assert.match(fixed, /"keyvalue\.redis"[^]*"keyvalue\.filesystem"/);

  await using old = await startWorkspace({
    'slightfile.toml': 'specversion = "0.|1"\n\n[[capability]]\nname = "kv.redis" # mine\n',
  });
  const migrate = (await actionsAt(old)).find(({ title }) => /Migrate/.test(title));
  assert.match(
    old.applied('slightfile.toml', migrate?.edit ?? null),
    /specversion = "0\.2"[^]*resource = "keyvalue\.redis"[^]*name = "\*"/,
  );
});

test('wire: a value is moved to the secrets when the action is chosen, and is in nothing that is sent', async () => {
  const text = whole.replace('"${usersecrets.KEY}"', '"se|cret-value"');
  await using there = await startWorkspace(
    { 'slightfile.toml': text },
    {
      capabilities: {
        textDocument: {
          codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
        },
      },
    },
  );
  const actions = await actionsAt(there);
  const move = actions.find(({ title }) => /user secrets/.test(title));
  assert.ok(move, actions.map(({ title }) => title).join(', '));
  assert.equal(move.edit, undefined);
  assert.doesNotMatch(JSON.stringify(move), /secret-value/);
  const resolved = await there.client.request<CodeAction>('codeAction/resolve', move);
  const after = there.applied('slightfile.toml', resolved.edit ?? null);
  assert.match(after, /AZURE_STORAGE_KEY = "\$\{usersecrets\.\w+\}"/);
  assert.match(after, /value = "v1:/);
  assert.doesNotMatch(after, /secret-value/);
});

test('wire: a literal becomes a variable', async () => {
  await using there = await at('"sh|op"');
  const extract = (await actionsAt(there)).find(({ title }) => /\$\{envvars/.test(title));
  assert.match(
    there.applied('slightfile.toml', extract?.edit ?? null),
    /AZURE_STORAGE_ACCOUNT = "\$\{envvars\.AZURE_STORAGE_ACCOUNT\}"/,
  );
});

test('wire: missing configs are added', async () => {
  await using there = await startWorkspace({
    'slightfile.toml': 'specversion = "0.2"\n\n[[capability]]\nresource = "keyvalue.az|blob"\nname = "a"\n',
  });
  const add = (await actionsAt(there)).find(({ title }) => /^Add (missing configs|AZURE)/.test(title));
  assert.match(
    there.applied('slightfile.toml', add?.edit ?? null),
    /\[capability\.configs\][^]*AZURE_STORAGE_KEY/,
  );
});

test('wire: a request that is cancelled is told so, and the next one is answered', async () => {
  await using there = await at('name = "or|ders"');
  const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
  const source = new CancellationTokenSource();
  // a server that has other things to do finds requests and cancellations together
  there.client.process.kill('SIGSTOP');
  const asked = Array.from({ length: 10 }, () =>
    there.client.connection
      .sendRequest<SemanticTokens>('textDocument/semanticTokens/full', there.cursor, source.token)
      .then(
        () => 'answered',
        (error: unknown) => (error as { readonly code?: number }).code,
      ),
  );
  source.cancel();
  // resolves when it is written, and so is all in front of it
  await there.client.connection.sendNotification('$/setTrace', { value: 'off' });
  there.client.process.kill('SIGCONT');
  assert.deepEqual(new Set(await Promise.all(asked)), new Set([-32800]));
  assert.ok(await there.ask<SemanticTokens | null>('textDocument/semanticTokens/full'));
});
