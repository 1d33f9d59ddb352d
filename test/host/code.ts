/**
 * Takes the arguments that @vscode/test-electron gives to desktop VS Code, and runs the tests in our VS Code server and
 * Chromium in its place.
 */
import { resolve } from 'node:path';
import { runExtensionTests } from './extension-tests.ts';

const { flags, folder } = readArguments(process.argv.slice(2));
const suite = flags.get('extensionTestsPath')?.[0];
if (!suite) {
  console.error('This VS Code only runs extension tests: --extensionTestsPath is missing.');
  process.exit(64);
}
process.exitCode = await runExtensionTests({
  extensions: (flags.get('extensionDevelopmentPath') ?? []).map(path),
  suite: path(suite),
  ...(folder && { folder: path(folder) }),
  print: (text) => process.stdout.write(text),
});

/** `--name=value` flags, and the first argument that is none: the folder. */
function readArguments(argv: readonly string[]): {
  flags: Map<string, string[]>;
  folder: string | undefined;
} {
  const flags = new Map<string, string[]>();
  for (const [, name = '', value = ''] of argv.map((arg) => /^--([^=]+)=?(.*)$/s.exec(arg) ?? [])) {
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  return { flags, folder: argv.find((arg) => !arg.startsWith('-')) };
}

function path(value: string): string {
  return resolve(value.replace(/^file:\/\//, ''));
}
