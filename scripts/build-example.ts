/** Builds an example: `node scripts/build-example.ts NAME` makes examples/NAME/NAME.wasm, where its sources have changed. */
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { buildCached } from './guests/cached.ts';
import { compileRust } from './guests/compilers.ts';
import type { GuestRecipe } from './guests/guest.ts';
import { componentOfJavaScript, globals } from './guests/javascript.ts';
import { witFiles } from './guests/wit.ts';

const root = path.join(import.meta.dirname, '..');
const [name = 'hello'] = process.argv.slice(2);
const inRust = `examples/${name}/${name}.rs`;
const recipe = existsSync(path.join(root, inRust)) ? rust() : javascript();

const built = await buildCached(recipe, root, path.join(root, `examples/${name}/${name}.wasm`));
console.log(`examples/${name}/${name}.wasm ${built ? 'built' : 'is up to date'}`);

function javascript(): GuestRecipe {
  const entry = `examples/${name}/${name}.js`;
  const worlds = `examples/${name}/${name}.wit`;
  return {
    name,
    sources: [
      ...[entry, worlds, globals, ...witFiles],
      ...['streams-apart', 'javascript', 'wit'].map((file) => `scripts/guests/${file}.ts`),
    ],
    build: (repository, folder) => componentOfJavaScript(repository, folder, entry, worlds, name),
  };
}

function rust(): GuestRecipe {
  return {
    name,
    sources: [...globSync(`examples/${name}/*.rs`, { cwd: root }).sort(), 'scripts/guests/compilers.ts'],
    build: (repository, folder) =>
      // where it was built is nobody's business
      compileRust(repository, folder, inRust, [
        '--crate-type=cdylib',
        '-Cpanic=abort',
        '-Copt-level=s',
        '-Cstrip=symbols',
        `--remap-path-prefix=${repository}=.`,
      ]),
  };
}
