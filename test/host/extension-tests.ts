import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { installVSCode } from './install.ts';
import { startServer } from './server.ts';
import { openWorkbench } from './workbench.ts';

export interface ExtensionTests {
  /** The extensions under test. */
  readonly extensions: readonly string[];
  /** A CommonJS module whose `run()` runs the tests, and rejects when one fails. */
  readonly suite: string;
  readonly folder?: string;
  readonly print: (text: string) => void;
  readonly timeout?: number;
}

/** Runs a test suite in the extension host of a real VS Code; gives the exit code that desktop VS Code would end with. */
export async function runExtensionTests(tests: ExtensionTests): Promise<number> {
  const vscode = await installVSCode(tests.print);
  const dataDir = await mkdtemp(join(tmpdir(), 'slight-vscode-'));
  const output = join(dataDir, 'output.log');
  await writeFile(output, '');
  const shim = join(dataDir, 'shim.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'shim.ts')],
    outfile: shim,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  await using follower = follow(output, tests.print);
  try {
    await using server = await startServer({
      vscode,
      dataDir,
      extensionsDir: join(dataDir, 'extensions'),
      env: { SLIGHT_TEST_OUTPUT: output, SLIGHT_TEST_SUITE: tests.suite },
    });
    const exit = Promise.withResolvers<number>();
    let over = false;
    const fail = (reason: string): void => {
      if (over) return;
      follower.print(`${reason}\n`);
      exit.resolve(3);
    };
    void server.ended.then(() => fail(`VS Code's server ended:\n${server.log()}`));
    const timer = setTimeout(() => fail('The tests took too long.'), tests.timeout ?? 300_000);
    await using window = await openWorkbench({
      port: server.port,
      dataDir,
      ...(tests.folder && { folder: tests.folder }),
      development: { extensions: tests.extensions, tests: shim },
      prepare: async (page) => {
        // The two functions that VS Code's own web workbench calls while extension tests run
        await page.exposeFunction('codeAutomationLog', () => undefined);
        await page.exposeFunction('codeAutomationExit', (code: number) => exit.resolve(code));
      },
    });
    window.page.on('crash', () => fail('The window crashed.'));
    const code = await exit.promise;
    over = true;
    clearTimeout(timer);
    if (code !== 0 || existsSync(`${output}.passed`)) return code;
    follower.print('The extension host ended before the tests did.\n');
    return 3;
  } finally {
    await follower[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

interface Follower extends AsyncDisposable {
  print(text: string): void;
}

/** Prints what is appended to a file, as it is appended. */
function follow(file: string, print: (text: string) => void): Follower {
  let read = 0;
  const next = (): void => {
    if (!existsSync(file)) return;
    const bytes = readFileSync(file);
    if (bytes.length > read) print(bytes.subarray(read).toString());
    read = bytes.length;
  };
  const timer = setInterval(next, 100);
  return {
    print: (text) => {
      next();
      print(text);
    },
    [Symbol.asyncDispose]: () => {
      clearInterval(timer);
      next();
      return Promise.resolve();
    },
  };
}
