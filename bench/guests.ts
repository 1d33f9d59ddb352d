/** The guests of the benchmarks, built as those of the tests are. */
import path from 'node:path';
import { buildCached } from '../scripts/guests/cached.ts';
import { compileC } from '../scripts/guests/compilers.ts';
import { componentOf, embed } from '../scripts/guests/component.ts';
import type { GuestRecipe } from '../scripts/guests/guest.ts';
import { guests as testGuests } from '../scripts/guests/list.ts';
import { witFiles } from '../scripts/guests/wit.ts';
import { root } from './process.ts';

const headers = 'test/guests/c';
const worlds = 'test/guests/wit/guests.wit';
const sources = [
  'bench/guests/calls.c',
  'bench/guests.ts',
  ...['guest.h', 'spiderlightning.h'].map((name) => `${headers}/${name}`),
];

const messaging = [
  'bench/guests/messaging.c',
  'bench/guests.ts',
  ...['guest.h', 'spiderlightning.h'].map((name) => `${headers}/${name}`),
];

const compile = (folder: string, generation: number) =>
  compileC(root, folder, sources, [`-I${path.join(root, headers)}`, `-DGENERATION=${generation}`]);

const own: readonly GuestRecipe[] = [
  { name: 'bench-calls', sources, build: (_, folder) => compile(folder, 5) },
  {
    name: 'bench-messaging',
    sources: messaging,
    build: (_, folder) =>
      compileC(root, folder, messaging, [`-I${path.join(root, headers)}`, '-DGENERATION=5']),
  },
  {
    name: 'bench-locks',
    sources: ['bench/guests/locks.c', ...sources.slice(1)],
    build: (_, folder) =>
      compileC(root, folder, ['bench/guests/locks.c'], [`-I${path.join(root, headers)}`, '-DGENERATION=5']),
  },
  {
    name: 'bench-sql',
    sources: ['bench/guests/sql.c', ...sources.slice(1)],
    build: (_, folder) =>
      compileC(root, folder, ['bench/guests/sql.c'], [`-I${path.join(root, headers)}`, '-DGENERATION=5']),
  },
  {
    name: 'bench-calls-component',
    sources: [...sources, worlds, ...witFiles],
    build: async (_, folder) => componentOf(await embed(root, await compile(folder, 6), worlds, 'keyvalue')),
  },
];

/** The path of a guest's .wasm, built where its sources have changed. */
export async function guest(name: string): Promise<string> {
  const recipe = [...own, ...testGuests].find((each) => each.name === name);
  if (!recipe) throw new Error(`There is no guest ${name}.`);
  const file = path.join(root, '.cache/guests', `${name}.wasm`);
  await buildCached(recipe, root, file);
  return file;
}
