/** How the guests are made that do what they are told, of the table in contracts.ts. */
import type { InterfaceGeneration } from '@slight/slightfile/interfaces.ts';
import { contracts } from './contracts.ts';
import type { Contract, Made } from './contracts.ts';
import type { GuestRecipe } from './guest.ts';
import { c, componentC, javascript, legacyC, rustComponent, rustModule } from './recipes.ts';

/** Files that the guests in C share: they do the commands, and have them from a command line or a driver. */
export const contractC = c('guest.h', 'spiderlightning.h', 'guest.c', 'contract.c', 'driver.c');

/** What C's sources call a generation; a guest of WASI has its commands by the package 0.6. */
const generations: Readonly<Record<InterfaceGeneration, string>> = {
  '0.2': '-DGENERATION=2',
  '0.5': '-DGENERATION=5',
  component: '-DGENERATION=6',
  standard: '-DGENERATION=6',
};

export const told: readonly GuestRecipe[] = contracts.flatMap((contract) =>
  [
    'name' in contract.c ? inC(contract, contract.c) : [],
    'name' in contract.rust ? inRust(contract, contract.rust) : [],
    'name' in contract.javascript ? inJavaScript(contract, contract.javascript) : [],
  ].flat(),
);

function inC({ generation, world }: Contract, { name, store, files = [], flags = [] }: Made): GuestRecipe {
  const shared = files.flatMap((file) => c(`${file}.h`, `${file}.c`));
  const sources = [...contractC, ...shared, ...c(`${store}.c`)];
  const all = [generations[generation], ...flags];
  return world === undefined ? legacyC(name, sources, all) : componentC(name, world, sources, all);
}

function inRust({ generation, world }: Contract, { name, store, files = [], flags = [] }: Made): GuestRecipe {
  const folder = 'test/guests/rust/contract';
  const sources = ['abi', 'configs', store, ...files].map((file) => `${folder}/${file}.rs`);
  const all = [`--cfg=store="${store}"`, ...flags];
  if (world === undefined)
    return rustModule(name, `${folder}/main.rs`, generation === '0.2' ? [...all, '--cfg=old'] : all, sources);
  return rustComponent(name, `${folder}/main.rs`, world, [...all, '--cfg=component'], { files: sources });
}

function inJavaScript({ world = '' }: Contract, { name, store, files = [] }: Made): GuestRecipe {
  const imports = ['driven', ...files].map((file) => `test/guests/js/${file}.js`);
  return javascript(name, `${world}-javascript`, { source: store, imports });
}
