import type { Plugin } from 'esbuild';

/**
 * Node's own modules that a bundled CommonJS package requires as it loads, and uses only for what a program may never
 * ask of it, are loaded when they are first used. `crypto` alone takes as long to load as a slightfile to check.
 */
export function lazyBuiltins(names: readonly string[]): Plugin {
  const filter = new RegExp(`^(node:)?(${names.join('|')})$`);
  return {
    name: 'lazy-builtins',
    setup: (build) => {
      build.onResolve({ filter }, ({ kind, path }) =>
        kind === 'require-call' ? { path, namespace: 'lazy-builtin' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'lazy-builtin' }, ({ path }) => ({
        contents: lazyModule(path),
      }));
    },
  };
}

/** `__esModule`, so that what TypeScript compiles `import * as` to takes the module as it is and copies nothing. */
function lazyModule(path: string): string {
  return `let loaded;
module.exports = new Proxy({}, {
  get: (_, name) => name === '__esModule' || (loaded ??= process.getBuiltinModule(${JSON.stringify(path)}))[name],
});`;
}
