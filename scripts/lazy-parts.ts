/**
 * Of a library that knows a whole protocol, a program that starts needs little. TypeScript compiles a library to modules
 * that require each other at their top, often through an index that copies every name of every part. In a bundle, each
 * use of a name becomes instead `require` of the module that defines it: that module is evaluated at its first use, an
 * index never, and what nothing uses is left out.
 */
import type { Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { dirname } from 'node:path';

/** @param packages the names of packages that TypeScript compiled to CommonJS */
export function lazyParts(packages: readonly string[]): Plugin {
  const name = `(?:${packages.join('|')})`;
  return {
    name: 'lazy-parts',
    setup: (build) => {
      build.onResolve({ filter: new RegExp(`^${name}(?:/node)?$`) }, ({ kind, path, importer }) =>
        kind === 'import-statement'
          ? { path: createRequire(importer).resolve(path), namespace: 'lazy-parts', sideEffects: false }
          : undefined,
      );
      build.onLoad({ filter: /./, namespace: 'lazy-parts' }, ({ path }) => ({
        contents: indexOf(path),
        resolveDir: dirname(path),
      }));
      build.onLoad(
        { filter: new RegExp(String.raw`[\\/]node_modules[\\/]${name}[\\/].*\.js$`) },
        async ({ path }) => ({ contents: lateRequires(await readFile(path, 'utf8'), path) }),
      );
    },
  };
}

/** `const api_1 = require("./api")`: TypeScript makes such a name for what is imported name by name. */
const required = /^(?:const|var) (\w+_\d+) = (?:__importDefault\()?require\("([^"]+)"\)\)?;$/gm;
/** `__exportStar(require("./api"), exports)` */
const star = /^__exportStar\(require\("([^"]+)"\), exports\);$/gm;
/** `Object.defineProperty(exports, "Emitter", { enumerable: true, get: function () { return events_1.Emitter; } })` */
const passedOn = /^Object\.defineProperty\(exports, "(\w+)", .* return (\w+)\.(\w+); \} \}\);$/gm;

/**
 * A module that requires nothing before it is used, and passes no name on.
 * @throws where a name has no module that defines it, or a module is used otherwise than name by name
 */
export function lateRequires(code: string, file: string): string {
  let late = code.replaceAll(star, '').replaceAll(passedOn, '');
  for (const [whole, variable = '', from = ''] of code.matchAll(required)) {
    if (isBuiltin(from)) continue;
    const target = createRequire(file).resolve(from);
    late = late
      .replace(whole, '')
      .replaceAll(new RegExp(String.raw`\b${variable}\.(\w+)`, 'g'), (_, name: string) =>
        inPlace(target, name, file),
      );
    if (new RegExp(String.raw`\b${variable}\b`).test(late))
      throw new Error(`${file} uses ${from} otherwise than name by name: ${variable}`);
  }
  return late;
}

/** In parentheses, so that `new` and `extends` take the whole of it. */
function inPlace(target: string, name: string, file: string): string {
  const found = definition(target, name);
  if (!found) throw new Error(`${file} uses ${name} of ${target}, which nothing defines`);
  return `(require(${JSON.stringify(found.file)}).${found.name})`;
}

/** What a module exports, name by name; a bundler leaves out what nobody imports. */
function indexOf(file: string): string {
  return Object.keys(createRequire(file)(file) as object)
    .flatMap((name) => {
      const found = definition(file, name);
      return found
        ? `export const ${name} = /* @__PURE__ */ (() => require(${JSON.stringify(found.file)}).${found.name})();`
        : [];
    })
    .join('\n');
}

/** Where a name that a module exports is defined, and as what; undefined where it is not found. */
export function definition(
  file: string,
  name: string,
): { readonly file: string; readonly name: string } | undefined {
  const code = readFileSync(file, 'utf8');
  const resolve = (from: string): string => createRequire(file).resolve(from);
  const passed = [...code.matchAll(passedOn)].find(([, passedName]) => passedName === name);
  if (passed) {
    const from = [...code.matchAll(required)].find(([, variable]) => variable === passed[2])?.[2];
    return from === undefined ? undefined : definition(resolve(from), passed[3] ?? name);
  }
  if (new RegExp(String.raw`\bexports\.${name} = (?!void 0|exports\.)`).test(code)) return { file, name };
  for (const [, from = ''] of code.matchAll(star)) {
    const found = definition(resolve(from), name);
    if (found) return found;
  }
  return undefined;
}
