/** Of what is right, nothing is said: every example, guest and WIT file of this repository. */
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver-protocol/node';
import { languageOf } from './sources/language.ts';
import { startClient } from './testing/client.ts';
import { uriOf } from './lsp/uri.ts';

const root = path.join(import.meta.dirname, '../..');
const files = globSync(
  [
    'examples/**/*.{toml,wit,js,rs,c}',
    'test/guests/**/*.{wit,js,rs,c,h}',
    'bench/guests/**/*.c',
    'wit/**/*.wit',
  ],
  { cwd: root, exclude: ['**/.slight/**', '**/node_modules/**'] },
);

test('nothing is claimed of the examples, the guests and the WIT of the repository', async () => {
  assert.ok(files.length > 40, `${files.length} files`);
  await using client = await startClient({
    folders: [root],
    capabilities: { textDocument: { diagnostic: {} } },
  });
  await client.request('slight/index');
  const found: string[] = [];
  for (const file of files) {
    const uri = uriOf(path.join(root, file));
    const text = await readFile(path.join(root, file), 'utf8');
    const language = file.endsWith('.toml') ? 'slightfile' : file.endsWith('.wit') ? 'wit' : languageOf(file);
    await client.open(uri, text, language);
    const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    const items = report.kind === 'full' ? report.items : [];
    found.push(
      ...items
        .filter((item) => !isWanted(file, item))
        .map(({ message }) => `${file}: ${JSON.stringify(message)}`),
    );
  }
  assert.deepEqual(found, []);
});

/**
 * A legacy file is noted as one; a slightfile without an address is told that a run brings its own server; packages that
 * slight knows are hinted at where there is no deps/; and WASI's own texts are as WASI has them.
 */
function isWanted(file: string, { code, severity }: Diagnostic): boolean {
  return (
    (file.includes('/legacy/') && code === 'legacy-syntax') ||
    (code === 'missing-config' && severity === 4) ||
    (code === 'not-in-deps' && severity === 4) ||
    (file.startsWith('wit/wasi-') && code === 'unused-use')
  );
}
