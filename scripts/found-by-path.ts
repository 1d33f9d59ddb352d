/**
 * ``import(`./servers/${id}.ts`)`` finds a file by its path. esbuild takes the template for a glob that goes into every
 * folder below as well, and makes a chunk of each file that it finds. Here it stands for the files of just that depth
 * that export what is looked for, so that all else that one of them is made of is one chunk with it.
 */
import type { Plugin } from 'esbuild';
import { globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Sought {
  /** The module that looks for the files, from the root of the build. */
  readonly by: string;
  /** What a file that is looked for exports. */
  readonly exported: string;
  /** The files are so small that they come with the module that looks for them, and are no chunks. */
  readonly together?: boolean;
}

export function foundByPath(all: readonly Sought[]): Plugin {
  return {
    name: 'found-by-path',
    setup: (build) => {
      const root = build.initialOptions.absWorkingDir ?? '';
      const sought = new Map(all.map((one) => [path.resolve(root, one.by), one]));
      build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
        const one = sought.get(file);
        if (!one) return undefined;
        const contents = withChoices(await readFile(file, 'utf8'), path.dirname(file), one);
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** `import()` of a template; what is in its braces has no braces itself. */
const template = /\bimport\((`\.\/[^`$]*(?:\$\{[^{}]*\}[^`$]*)+`)\)/g;

/**
 * The code of a module in a folder, with each such import replaced by a choice among the files that are there. A file that
 * is not is the error that it is in Node.
 */
export function withChoices(
  code: string,
  folder: string,
  { exported, together = false }: Omit<Sought, 'by'>,
): string {
  const imports: string[] = [];
  const load = (file: string) => {
    if (!together) return `import(${file})`;
    const name = `foundByPath${imports.length}`;
    imports.push(`import * as ${name} from ${file};`);
    return `Promise.resolve(${name})`;
  };
  const replaced = code.replaceAll(template, (_, file: string) => {
    const choices = files(file.slice(1, -1), folder, exported)
      .map((one) => JSON.stringify(one))
      .map((one) => `${one}: () => ${load(one)}`);
    return `(({ ${choices.join(', ')} })[${file}] ?? (() => Promise.reject(Object.assign(new Error('There is no such file.'), { code: 'ERR_MODULE_NOT_FOUND' }))))()`;
  });
  return [replaced, ...imports].join('\n');
}

/** The files that a template may name, as it would name them. */
function files(text: string, folder: string, exported: string): readonly string[] {
  const hasIt = new RegExp(String.raw`^export const ${exported}\b`, 'm');
  return globSync(text.replaceAll(/\$\{[^{}]*\}/g, '*'), { cwd: folder })
    .filter((file) => hasIt.test(readFileSync(path.join(folder, file), 'utf8')))
    .map((file) => `./${file.replaceAll('\\', '/')}`)
    .sort();
}
