/** How a guest of the tests is made of its sources: by language, as a module and as a component. */
import { componentOf, embed } from './component.ts';
import { compileC, compileRust } from './compilers.ts';
import type { GuestRecipe } from './guest.ts';
import { componentOfJavaScript, globals } from './javascript.ts';
import { witFiles } from './wit.ts';

export const worlds = 'test/guests/wit/guests.wit';
export const types = 'test/guests/types-wit/types.wit';
export const exported = 'test/guests/exports-wit/exports.wit';
const recipes = ['compilers', 'component', 'javascript', 'streams-apart', 'wit'].map(
  (name) => `scripts/guests/${name}.ts`,
);
export const shared = [worlds, ...witFiles, ...recipes];

/** Files of the guests in C. */
export const c = (...files: string[]) => files.map((file) => `test/guests/c/${file}`);

export const legacyC = (
  name: string,
  sources: readonly string[],
  flags: readonly string[] = [],
): GuestRecipe => ({
  name,
  flags,
  sources: [...sources, ...shared],
  build: (root, folder) => compileC(root, folder, sources, flags),
});

/** A core module that the runtime itself is to make a component of. `from`: the file that has the world. */
export const embeddedC = (
  name: string,
  world: string,
  sources: readonly string[],
  flags: readonly string[],
  from = worlds,
): GuestRecipe => ({
  name,
  flags: [world, ...flags],
  sources: [...sources, from, ...shared],
  build: async (root, folder) => embed(root, await compileC(root, folder, sources, flags), from, world),
});

export const componentC = (
  name: string,
  world: string,
  sources: readonly string[],
  flags: readonly string[] = [],
  from = worlds,
): GuestRecipe => {
  const embedded = embeddedC(name, world, sources, flags, from);
  return { ...embedded, build: async (root, folder) => componentOf(await embedded.build(root, folder)) };
};

/** A component whose exports are called: it has no main function. */
export const reactorC = (
  name: string,
  world: string,
  sources: readonly string[],
  flags: readonly string[] = [],
  wasi?: string,
): GuestRecipe => ({
  name,
  flags: [world, ...flags, wasi ?? ''],
  sources: [...sources, ...shared],
  build: async (root, folder) => {
    const core = await compileC(root, folder, sources, flags, 'reactor');
    return componentOf(await embed(root, core, worlds, world, wasi), 'reactor');
  },
});

/** A component of a module in JavaScript. `imports`: the files that it imports. `from`: the file that has the world. */
export const javascript = (
  name: string,
  world: string,
  { source = name.replace(/^js-/, ''), imports = [], from = worlds }: JavaScriptOptions = {},
): GuestRecipe => {
  const file = `test/guests/js/${source}.js`;
  return {
    name,
    sources: [file, ...imports, ...(from === worlds ? [] : [from]), globals, ...shared],
    build: (root, folder) => componentOfJavaScript(root, folder, file, from, world),
  };
};

interface JavaScriptOptions {
  readonly source?: string;
  readonly imports?: readonly string[];
  readonly from?: string;
}

/** A module of a program in Rust. */
export const rustModule = (
  name: string,
  source: string,
  flags: readonly string[] = [],
  files: readonly string[] = [],
): GuestRecipe => ({
  name,
  flags,
  sources: [source, ...files, ...shared],
  build: (root, folder) => compileRust(root, folder, source, flags),
});

/** A component of one. `files`: what its source is made of too; `reactor`: its exports are called, and it has no main function. */
export const rustComponent = (
  name: string,
  source: string,
  world: string,
  flags: readonly string[] = [],
  { files = [], kind }: { readonly files?: readonly string[]; readonly kind?: 'reactor' } = {},
): GuestRecipe => ({
  name,
  flags: [world, ...flags],
  sources: [source, ...files, ...shared],
  build: async (root, folder) =>
    componentOf(await embed(root, await compileRust(root, folder, source, flags), worlds, world), kind),
});

/** A program in Rust that needs nothing but WASI, as a module and as a component. */
export const rust = (name: string, source: string): readonly GuestRecipe[] => [
  rustModule(name, source),
  rustComponent(`${name}-component`, source, 'program'),
];
