/** Which test files there are, and which of them are unit tests. Paths start at the repository's root, and have `/`. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '..');
const packages = '{text,wit,slightfile,secrets,server,runtime,client}';

/** Those of `npm test`: all but the deep ones, which take minutes. */
export function testFiles(): readonly string[] {
  return found(`{${packages},schemas,scripts,test,bench}/**/*.test.ts`).filter(
    (file) => !file.startsWith('test/deep/'),
  );
}

/** Those of `npm run deep`. */
export function deepTestFiles(): readonly string[] {
  return found('test/deep/**/*.test.ts');
}

/**
 * Those that need nothing but Node: they lie beside the sources that they test, and nothing that they import, however
 * far, runs what is built (all such things are in test/), or compiles a guest.
 */
export function unitTestFiles(platform: NodeJS.Platform = process.platform): readonly string[] {
  return found(`{${packages},scripts}/**/*.test.ts`).filter((file) => {
    const reached = [...reachedFrom(file)];
    return !reached.some((at) => isMore.test(at) || (platform === 'win32' && isSandbox.test(at)));
  });
}

const isMore = /^test\/|^scripts\/guests\/|\/testdata\/compile\.ts$/;

/** Of a guest's files: what is tested there are links, modes and error codes as POSIX has them. */
const isSandbox = /^runtime\/src\/guest\/.*\/testing\.ts$/;

function found(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: root, exclude: ['**/node_modules/**'] })
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort();
}

/** The file, and all of this repository that it imports. */
function reachedFrom(file: string): ReadonlySet<string> {
  const reached = new Set([file]);
  // what is added while it is walked is walked too
  for (const at of reached) for (const next of importsOf(at)) reached.add(next);
  return reached;
}

const known = new Map<string, readonly string[]>();

function importsOf(file: string): readonly string[] {
  const before = known.get(file);
  if (before) return before;
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(root, file), 'utf8'));
  const imports = importedFiles
    .map(({ fileName }) => targetOf(file, fileName))
    .filter((target) => target.endsWith('.ts') && existsSync(path.join(root, target)));
  known.set(file, imports);
  return imports;
}

/** `@slight/text/span.ts`, as `./span.ts` beside it, is `text/src/span.ts`; other packages stay as they are. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  return specifier.replace(/^@slight\/(\w+)\//, '$1/src/');
}
