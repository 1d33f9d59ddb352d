/** The rules of .dependency-cruiser.js find what they are there for. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '..');

/** By file, its text: in each one import that the floors do not allow, or none. */
const house: Readonly<Record<string, string>> = {
  'text/src/span.ts': "import '../../wit/src/tree.ts';",
  'text/src/decode.ts': "import 'node:fs';",
  'wit/src/tree.ts': "import './checks/check.ts';",
  'wit/src/checks/check.ts': "import '../../../text/src/words.ts';",
  'text/src/words.ts': '',
  'slightfile/src/toml/parse.ts': "import '../read.ts';",
  'slightfile/src/read.ts': "import './analyze.ts';",
  'slightfile/src/analyze.ts': '',
  'server/src/slightfile/hover.ts': "import type { Answer } from '../answers/answer.ts';",
  'server/src/answers/answer.ts': "import '../connection/serve.ts'; export interface Answer {}",
  'server/src/connection/serve.ts': "void import('../session.ts');",
  'server/src/session.ts': "import './answers/runs.ts';",
  'server/src/answers/runs.ts': '',
  'server/src/names/hover.ts': "import type { Connection } from 'vscode-languageserver';",
  'server/src/names/rename.ts': "import { SymbolKind } from 'vscode-languageserver-protocol';",
  'runtime/src/ports/keyvalue.ts': "import '../providers/provider.ts';",
  'runtime/src/providers/provider.ts': "import '../backends/ladder.ts';",
  'runtime/src/backends/ladder.ts': "import '../app/app.ts';",
  'runtime/src/hosts/host.ts': "import type { Guest } from '../guest/guest.ts';",
  'runtime/src/guest/guest.ts': "import '../hosts/values.ts'; export interface Guest {}",
  'runtime/src/guest/load.ts': "import '../hosts/host.ts';",
  'runtime/src/hosts/values.ts': '',
  'runtime/src/app/app.ts': "import '../cli/main.ts';",
  'runtime/src/cli/main.ts': "import './one.ts';",
  'runtime/src/cli/one.ts': "import './other.ts';",
  'runtime/src/cli/other.ts': "import './one.ts';",
  'runtime/src/cli/here.ts': "import type { There } from './there.ts'; export type Here = There;",
  'runtime/src/cli/there.ts': "import type { Here } from './here.ts'; export type There = Here;",
  'client/src/settings.ts': "import '../../server/src/session.ts'; import './commands/run.ts';",
  'client/src/commands/run.ts': "import type { Guest } from '../../../runtime/src/guest/guest.ts';",
  // tests may look at everything
  'runtime/src/ports/keyvalue.test.ts': "import '../cli/main.ts';",
};

test('an upward arrow, a package from another side and a circle are found, and nothing else', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'slight-floors-'));
  try {
    for (const [file, text] of Object.entries({ ...house, 'tsconfig.json': '{}' })) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
    assert.deepEqual(await faultsIn(folder), [
      'client-imports-types: client/src/settings.ts',
      'client/*-stands-on: client/src/settings.ts',
      'connection-knows-the-wire: server/src/names/hover.ts',
      'connection-runs-the-protocol: server/src/names/rename.ts',
      'no-circle-of-types: runtime/src/cli/here.ts',
      'no-circle: runtime/src/cli/one.ts',
      'runtime/app-stands-on: runtime/src/app/app.ts',
      'runtime/backends-stands-on: runtime/src/backends/ladder.ts',
      'runtime/guest-needs-values: runtime/src/guest/load.ts',
      'runtime/hosts-stands-on: runtime/src/hosts/host.ts',
      'runtime/ports-stands-on: runtime/src/ports/keyvalue.ts',
      'runtime/providers-stands-on: runtime/src/providers/provider.ts',
      'server/answers-stands-on: server/src/answers/answer.ts',
      'server/slightfile-stands-on: server/src/slightfile/hover.ts',
      'slightfile/*-stands-on: slightfile/src/read.ts',
      'slightfile/toml-stands-on: slightfile/src/toml/parse.ts',
      'text-leaves-to-others: text/src/decode.ts',
      'text-stands-on: text/src/span.ts',
      'wit/*-stands-on: wit/src/tree.ts',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** What is against the rules: the rule and the file, sorted. */
async function faultsIn(folder: string): Promise<readonly string[]> {
  const cruise = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = path.join(root, '.dependency-cruiser.js');
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [
      cruise,
      '--config',
      config,
      '--output-type',
      'json',
      'client',
      'runtime',
      'server',
      'slightfile',
      'text',
      'wit',
    ],
    { cwd: folder },
  ).catch((error: unknown) => error as { readonly stdout: string; readonly stderr: string });
  assert.notEqual(stdout, '', stderr);
  const { summary } = JSON.parse(stdout) as {
    readonly summary: { readonly violations: readonly { from: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`).sort();
}
