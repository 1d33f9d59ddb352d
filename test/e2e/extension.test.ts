/** The tests in suite/, inside the extension host of a real VS Code. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Writable } from 'node:stream';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { downloadedVSCode } from '../host/download.ts';
import { shipped } from '../shipped.ts';
import { alone } from './alone.ts';
import { makeWorkspace, repository } from './workspace.ts';

test('the extension, inside VS Code', async () => {
  // VS Code loads it from the repository
  shipped('extension.cjs');
  await using _turn = await alone();
  await using workspace = await makeWorkspace({
    'slight.runtime.backends': 'embedded',
    // VS Code's own guesses must not pass for ours
    'editor.wordBasedSuggestions': 'off',
  });
  const extensionTestsPath = join(repository, '.cache/e2e/suite.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'suite/index.ts')],
    outfile: extensionTestsPath,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const profile = await mkdtemp(join(tmpdir(), 'slight-profile-'));
  let output = '';
  try {
    await runTests({
      vscodeExecutablePath: (await downloadedVSCode()) ?? join(repository, 'test/host/code'),
      extensionDevelopmentPath: repository,
      extensionTestsPath,
      launchArgs: [workspace.folder, '--user-data-dir', profile, '--disable-workspace-trust'],
      stdout: new Writable({
        write(chunk: Buffer, _encoding, done) {
          output += chunk.toString();
          process.stdout.write(chunk);
          done();
        },
      }),
    });
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  // The exit code alone would also be 0 where no test ran
  const passed = Number(/(\d+) passing/.exec(output)?.[1] ?? 0);
  assert.ok(passed >= 30, `${passed} tests ran inside VS Code`);
});
