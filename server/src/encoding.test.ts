/** A slightfile that is not UTF-8 on disk, whatever text the editor makes of it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type {
  Diagnostic,
  DocumentDiagnosticReport,
  PrepareRenameResult,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { startWorkspace } from './testing/workspace.ts';
import type { TestWorkspace } from './testing/workspace.ts';

const text =
  'specversion = "0.2"\n# café\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "orders"\n';
const rust = 'let orders = Keyvalue::open("or|ders")?;\n';

async function problemsOf(at: TestWorkspace, name: string): Promise<readonly Diagnostic[]> {
  await at.client.request('slight/index');
  const report = await at.client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
    textDocument: { uri: at.uri(name) },
  });
  return report.kind === 'full' ? report.items : [];
}

/** A slightfile on disk, shown by the editor as it guesses. */
async function opened(bytes: Uint8Array, shown: string): Promise<TestWorkspace> {
  const at = await startWorkspace({ 'slightfile.toml': bytes });
  await at.client.open(at.uri('slightfile.toml'), shown);
  return at;
}

const latin1 = Buffer.from(text, 'latin1');
const place = (line: number, character: number) => ({
  start: { line, character },
  end: { line, character: character + 1 },
});

const cases = {
  'Latin-1, as an editor shows what it takes for UTF-8': [
    latin1,
    latin1.toString('utf8'),
    place(1, 5),
    'The byte 0xE9 here is not valid UTF-8, so nobody knows which character it stands for. Save the file as UTF-8.',
  ],
  'Latin-1, in an editor that was told so': [
    latin1,
    text,
    place(0, 0),
    'On disk, this file is not valid UTF-8 at line 2, column 6, and slight reads nothing else. Save it as UTF-8.',
  ],
  'UTF-16': [
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    text,
    place(0, 0),
    'This file is UTF-16, and a slightfile is UTF-8. Save it as UTF-8.',
  ],
} as const;

for (const [what, [bytes, shown, range, message]] of Object.entries(cases)) {
  test(`${what}: one error, until it is saved as UTF-8`, async () => {
    await using at = await opened(bytes, shown);
    const [problem, ...others] = await problemsOf(at, 'slightfile.toml');
    assert.deepEqual([problem?.code, problem?.severity, problem?.range], ['not-utf8', 1, range]);
    assert.equal(problem?.message, message);
    assert.deepEqual(
      others.filter(({ severity }) => severity === 1),
      [],
    );
    await at.write('slightfile.toml', text);
    assert.ok((await problemsOf(at, 'slightfile.toml')).every(({ code }) => code !== 'not-utf8'));
  });
}

test(
  'a client that is not told what changes hears of it when the file is opened',
  { timeout: 20_000 },
  async () => {
    await using at = await opened(latin1, latin1.toString('utf8'));
    const isTold = () =>
      at.client.pushed.some(({ diagnostics }) => diagnostics.some(({ code }) => code === 'not-utf8'));
    while (!isTold()) await new Promise((resolve) => setImmediate(resolve));
  },
);

test('nothing is known of its names, and no rename rewrites it', async () => {
  await using at = await startWorkspace({ 'slightfile.toml': latin1, 'src/main.rs': rust });
  assert.deepEqual(await problemsOf(at, 'src/main.rs'), [], 'the name is not said to be absent');
  const edit = await at
    .ask<PrepareRenameResult | null>('textDocument/prepareRename')
    .then((range) => range && at.ask<WorkspaceEdit | null>('textDocument/rename', { newName: 'carts' }))
    .catch(() => null);
  assert.ok(!JSON.stringify(edit).includes('slightfile.toml'));
  assert.deepEqual(await readFile(path.join(at.folder, 'slightfile.toml')), latin1);
});
