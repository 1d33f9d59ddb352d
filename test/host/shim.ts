/**
 * What VS Code loads in place of the project's test suite: sends everything that the extension host prints to the file
 * that the runner follows, runs the suite's `run()`, and leaves a mark when it passed.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';

const { SLIGHT_TEST_OUTPUT: output = '', SLIGHT_TEST_SUITE: suite = '' } = process.env;
const print = (text: string | Uint8Array): void => appendFileSync(output, text);

// VS Code's own console in the extension host goes to the window, and assigning to it does nothing
for (const name of ['log', 'info', 'warn', 'error', 'debug']) {
  const value = (...args: unknown[]): void => print(`${format(...args)}\n`);
  Object.defineProperty(console, name, { value, configurable: true });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: string | Uint8Array, encoding?: unknown, done: unknown = encoding): boolean => {
    print(chunk);
    if (typeof done === 'function') (done as () => void)();
    return true;
  };
}

export async function run(): Promise<void> {
  try {
    const tests = (await import(pathToFileURL(suite).href)) as { default: { run(): Promise<void> } };
    await tests.default.run();
    // An extension host that dies is reported by VS Code with code 0: only this mark counts as a pass
    writeFileSync(`${output}.passed`, '');
  } catch (error) {
    print(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    throw error;
  }
}
