/**
 * Bundles the three programs into dist/: extension.cjs (client, with language-client.cjs and send-request.cjs), server.mjs
 * and slight.mjs (runtime).
 * `--production` minifies and leaves the source maps out.
 */
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { chmod, copyFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { commonJsInModules, noFreeNames } from './commonjs.ts';
import { foundByPath } from './found-by-path.ts';
import { lazyBuiltins } from './lazy-builtins.ts';
import { lazyParts } from './lazy-parts.ts';
import { loadedBefore } from './loaded-before.ts';
import { withoutEffects } from './without-effects.ts';

const { values } = parseArgs({ options: { production: { type: 'boolean', default: false } } });
const root = path.join(import.meta.dirname, '..');

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  sourcemap: !values.production,
  minify: values.production,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * Commander starts other programs for commands that are files of their own, and loads what that takes. Ours are not,
 * and a start is faster without.
 */
const noPrograms: Plugin = {
  name: 'no-programs',
  setup: (build) => {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'none', namespace: 'none' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'none' }, () => ({ contents: 'export default undefined;' }));
  },
};

/**
 * What the extension imports when its turn comes is a bundle of its own, which VS Code does not wait for: esbuild splits
 * no CommonJS.
 */
const lateImports: Plugin = {
  name: 'late-imports',
  setup: (build) => {
    build.onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path: file }) =>
      kind === 'dynamic-import' ? { path: `./${path.basename(file, '.ts')}.cjs`, external: true } : undefined,
    );
  },
};

const modules: BuildOptions = {
  ...common,
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  // what a command does not need is in chunks that it does not load
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  ...commonJsInModules,
  // native add-ons that ssh2 (in testcontainers) does without
  external: ['cpu-features', '*.node'],
};

/** The tools of WebAssembly, which command and server share, are bundles of their own beside the chunks that import them. */
const tools = ['wasm-tools'];
const packageOfTools = '@bytecodealliance/jco-transpile';
const sharedTools: Plugin = {
  name: 'shared-tools',
  setup: (build) => {
    build.onResolve({ filter: new RegExp(`^${packageOfTools}/`) }, ({ path: name }) => {
      const tool = name.slice(packageOfTools.length + 1);
      return tools.includes(tool) ? { path: `./${tool}.mjs`, external: true } : undefined;
    });
  },
};

await rm(path.join(root, 'dist'), { recursive: true, force: true });
await Promise.all([
  build({
    ...common,
    entryPoints: {
      extension: 'client/src/extension.ts',
      'language-client': 'client/src/language/language-client.ts',
      'send-request': 'client/src/requests/send-request.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
    // VS Code answers require('vscode') alone
    supported: { 'dynamic-import': false },
    plugins: [lateImports],
  }),
  build({
    ...modules,
    entryPoints: { server: 'server/src/main.ts' },
    // an editor waits for it to start
    keepNames: false,
    plugins: [
      lazyBuiltins(['crypto', 'child_process', 'net', 'os']),
      lazyParts(['vscode-jsonrpc', 'vscode-languageserver', 'vscode-languageserver-protocol']),
      sharedTools,
      noFreeNames,
    ],
  }),
  build({
    ...modules,
    entryPoints: { slight: 'runtime/src/cli/main.ts' },
    // the other one looks for its WebAssembly beside itself
    alias: { '@platformatic/wasm-utils': '@platformatic/wasm-utils/bundled' },
    plugins: [
      foundByPath([
        { by: 'runtime/src/providers/index.ts', exported: 'provider' },
        { by: 'runtime/src/backends/index.ts', exported: 'backend' },
        { by: 'runtime/src/hosts/index.ts', exported: 'host', together: true },
      ]),
      loadedBefore(1000),
      withoutEffects(['@platformatic/kafka']),
      noPrograms,
      sharedTools,
      noFreeNames,
    ],
  }),
  build({
    ...modules,
    entryPoints: Object.fromEntries(tools.map((tool) => [tool, `${packageOfTools}/${tool}`])),
    outdir: 'dist/chunks',
    chunkNames: '[name]-[hash]',
    plugins: [noFreeNames],
  }),
  build({
    ...modules,
    // threads and processes are programs of their own, beside the chunk that starts them
    entryPoints: {
      'pglite-worker': 'runtime/src/providers/sql/pglite/worker.ts',
      'sqlite-process': 'runtime/src/providers/sql/sqlite/program.ts',
    },
    outdir: 'dist/chunks',
    splitting: false,
    plugins: [noFreeNames],
  }),
]);
await copyDatabase();
await chmod(path.join(root, 'dist/slight.mjs'), 0o755);
await copyTools();

/** PGlite looks for its WebAssembly and its files beside the bundle of its thread. */
async function copyDatabase(): Promise<void> {
  const from = path.dirname(fileURLToPath(import.meta.resolve('@electric-sql/pglite')));
  const files = ['pglite.wasm', 'pglite.data', 'initdb.wasm'];
  await Promise.all(
    files.map((file) => copyFile(path.join(from, file), path.join(root, 'dist/chunks', file))),
  );
}

/** What turns modules into components is wasm that is looked for beside the bundle. */
async function copyTools(): Promise<void> {
  const resolved = (name: string) => path.dirname(fileURLToPath(import.meta.resolve(name)));
  const vendor = path.join(resolved('@bytecodealliance/jco-transpile/wasm-tools'), '../vendor');
  const adapters = path.join(resolved('@bytecodealliance/jco'), '../lib');
  // jco's own WASI starts this worker as soon as it is imported
  const shim = path.dirname(createRequire(vendor).resolve('@bytecodealliance/preview2-shim/io-worker'));
  const files = [
    ...['core', 'core2'].map((part) => path.join(vendor, `wasm-tools.${part}.wasm`)),
    ...['command', 'reactor'].map((kind) => path.join(adapters, `wasi_snapshot_preview1.${kind}.wasm`)),
    path.join(shim, '../io/worker-thread.bundle.js'),
  ];
  await Promise.all(files.map((file) => copyFile(file, path.join(root, 'dist/chunks', path.basename(file)))));
}
