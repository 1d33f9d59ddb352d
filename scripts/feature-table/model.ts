/** What the servers of config files do with more than one file, and with the program that the config is for. */
import { none } from './peers.ts';
import { shownIn } from './table.ts';
import type { Feature } from './table.ts';

const name = shownIn('server/src/workspace.test.ts');
const index = shownIn('server/src/index/index.test.ts');
const route = shownIn('server/src/wire-routes.test.ts');
const neovim = shownIn('test/editors/neovim.test.ts');

const cargoOnly = { partly: 'where it knows the kind of file: Cargo.toml, pyproject.toml' };

export const workspace: readonly Feature[] = [
  {
    what: 'Go to definition',
    peers: [cargoOnly, 'no', { partly: 'from an alias to its anchor' }, 'yes', 'no'],
    tests: [name('from an open call in Rust to the capability, and to its interface')],
  },
  {
    what: 'Go to type definition',
    peers: [{ partly: 'into the JSON schema' }, 'no', 'no', 'no', 'no'],
    tests: [name('from an open call in Rust to the capability, and to its interface')],
  },
  {
    what: 'References',
    peers: [cargoOnly, 'no', 'no', 'yes', 'no'],
    tests: [name('references: in every language, from the slightfile')],
  },
  {
    what: 'Several workspace folders',
    peers: ['yes', 'yes', 'yes', 'yes', 'yes'],
    tests: [name('folders come and go')],
  },
  {
    what: 'An index of the workspace, made in the background',
    peers: [
      { partly: 'reads all TOML files, for workspace diagnostics' },
      'no',
      'no',
      { partly: 'walks the modules of the workspace' },
      'no',
    ],
    tests: [index('sources, slightfiles, WIT and modules are found')],
  },
  {
    what: 'An index that is kept until the next start',
    peers: ['unknown', 'no', 'no', 'no', 'no'],
    tests: [index('the next start takes what did not change from the cache')],
  },
];

export const model: readonly Feature[] = [
  {
    what: 'Go from guest source to the config, and back',
    peers: [...none, 'no'],
    tests: [
      name('from an open call in Rust to the capability, and to its interface'),
      neovim('from the name that a guest opens, the definition is in the slightfile'),
    ],
  },
  {
    what: 'References across files and languages',
    peers: [...none, 'no'],
    tests: [name('references: in every language, from the slightfile')],
  },
  {
    what: 'Rename across files and languages',
    peers: [...none, 'no'],
    tests: [
      name('a rename from Rust changes the slightfile and all sources, as one edit that names versions'),
      neovim('a name that is renamed in a guest is renamed in the slightfile, which need not be open'),
    ],
  },
  {
    what: 'Hover in guest source',
    peers: [...none, 'no'],
    tests: [
      name('hover in a source says what serves the name'),
      neovim('hover over the name that a guest opens tells what serves it'),
    ],
  },
  {
    what: 'Completion in guest source',
    peers: [...none, 'no'],
    tests: [name('the declared names are completed in an open call that is half typed')],
  },
  {
    what: 'Diagnostics in guest source',
    peers: [...none, 'no'],
    tests: [
      name('problems in a source, and their remedies'),
      neovim('a name that no capability has is a problem in the guest'),
    ],
  },
  {
    what: 'Declare in the config what guest source uses',
    peers: [...none, 'no'],
    tests: [name('problems in a source, and their remedies')],
  },
  {
    what: 'The config held against the wasm binary',
    peers: [...none, 'no'],
    tests: [name('a module that imports what nothing declares, and a capability that it cannot use')],
  },
  {
    what: 'The config held against the WIT world',
    peers: [...none, 'no'],
    tests: [name('a world that imports what nothing declares')],
  },
  {
    what: 'Go from a route to the function that handles it, and rename both',
    peers: [...none, 'no'],
    tests: [
      route('wire: from a route to its handler in another file, and back'),
      route('wire: a rename at the function changes the route, which need not be open'),
    ],
  },
  {
    what: 'A route whose handler is not there',
    peers: [...none, 'no'],
    tests: [route('wire: handlers are completed, and one that is not there is a problem with its remedy')],
  },
  {
    what: 'Send a request to a route while the app runs',
    peers: [...none, 'no'],
    tests: [route('wire: lenses over a handler, with a request to send while the app serves')],
  },
];
