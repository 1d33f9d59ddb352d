/** Builds a JavaScript example: `node scripts/build-example.ts NAME` makes examples/NAME/NAME.wasm, where its sources have changed. */
import path from 'node:path';
import { buildCached } from './guests/cached.ts';
import { componentOfJavaScript, globals } from './guests/javascript.ts';
import { witFiles } from './guests/wit.ts';

const root = path.join(import.meta.dirname, '..');
const [name = 'hello'] = process.argv.slice(2);
const entry = `examples/${name}/${name}.js`;
const worlds = `examples/${name}/${name}.wit`;

const built = await buildCached(
  {
    name,
    sources: [entry, worlds, globals, ...witFiles, 'scripts/guests/javascript.ts', 'scripts/guests/wit.ts'],
    build: (repository, folder) => componentOfJavaScript(repository, folder, entry, worlds, name),
  },
  root,
  path.join(root, `examples/${name}/${name}.wasm`),
);
console.log(`examples/${name}/${name}.wasm ${built ? 'built' : 'is up to date'}`);
