/** Bundles the extension's three programs into dist/: extension.cjs (client), server.mjs, slight.mjs (runtime). `--production` minifies. */
import { build, type BuildOptions } from 'esbuild';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { production: { type: 'boolean', default: false } } });

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  sourcemap: !values.production,
  minify: values.production,
  logLevel: 'warning',
};
// CommonJS packages in an ES module bundle still call require
const banner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

await Promise.all([
  build({
    ...common,
    entryPoints: ['client/src/extension.ts'],
    outfile: 'dist/extension.cjs',
    format: 'cjs',
    external: ['vscode'],
  }),
  build({
    ...common,
    entryPoints: { server: 'server/src/main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    banner,
  }),
]);
