/**
 * A bundle keeps every module that is imported from a package, used or not, unless the package says that loading its
 * modules does nothing. Some do nothing, and do not say it: of these too, what nothing uses is left out.
 */
import type { Plugin } from 'esbuild';

/** @param packages the names of packages whose modules do nothing but define what they export */
export function withoutEffects(packages: readonly string[]): Plugin {
  const from = new RegExp(`[\\\\/]node_modules[\\\\/](?:${packages.join('|')})[\\\\/]`);
  /** Says that a path was asked for from here, and is to be found as if it was not. */
  const asked = Symbol('asked');
  return {
    name: 'without-effects',
    setup: (build) => {
      build.onResolve({ filter: new RegExp(`^(?:\\.|(?:${packages.join('|')})$)`) }, async (args) => {
        const { path, importer, kind, resolveDir } = args;
        if (args.pluginData === asked || (path.startsWith('.') && !from.test(importer))) return undefined;
        const found = await build.resolve(path, { importer, kind, resolveDir, pluginData: asked });
        return from.test(found.path) ? { ...found, sideEffects: false } : found;
      });
    },
  };
}
