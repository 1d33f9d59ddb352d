/** CommonJS packages in a bundle that is an ES module: what each of their own names means there. */
import type { BuildOptions, PartialMessage, Plugin } from 'esbuild';
import { transform } from 'esbuild';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What Node defines in a CommonJS module, and in no other. */
const names = ['require', 'module', 'exports', '__dirname', '__filename'];
const marked = (name: string) => `__nothing_defines_${name}`;

/**
 * `require` is the chunk's own, and so are the two paths: whatever a package reads beside itself must be copied beside
 * the chunks. What is left undefined fails the build.
 */
export const commonJsInModules = {
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  // no declarations: one of these names may be an ES module's own
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
} satisfies BuildOptions;

/** Fails a build whose output reads a name of CommonJS that nothing defines there. */
export const noFreeNames: Plugin = {
  name: 'no-free-names',
  setup(build) {
    // what is not written is not the output
    if (build.initialOptions.write === false) return;
    build.initialOptions.metafile = true;
    build.onEnd(async ({ metafile }) => {
      const folder = build.initialOptions.absWorkingDir ?? '';
      const files = Object.keys(metafile?.outputs ?? {}).filter((file) => file.endsWith('.mjs'));
      const found = await Promise.all(
        files.map(async (file) =>
          (await freeNames(await readFile(path.join(folder, file), 'utf8'))).map((place): PartialMessage => ({
            text: `Nothing defines what ${file} reads: ${place}`,
          })),
        ),
      );
      return { errors: found.flat() };
    });
  },
};

/**
 * The places of an ES module that read a name of CommonJS which nothing defines, each as an excerpt of the code. To
 * ask for a name's type fails nowhere.
 */
export async function freeNames(code: string): Promise<readonly string[]> {
  // esbuild replaces what is free, and leaves what is a variable of the module's own
  const { code: replaced } = await transform(code, {
    define: Object.fromEntries(names.map((name) => [name, marked(name)])),
  });
  return replaced
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => new RegExp(`(?<!typeof )\\b${marked('')}`).test(line))
    .map((line) => line.replaceAll(marked(''), '').slice(0, 200));
}
