/** What the servers of config files do with more than one file, and with the program that the config is for. */
import { none } from './peers.ts';
import type { Feature } from './table.ts';

const cargoOnly = { partly: 'where it knows the kind of file: Cargo.toml, pyproject.toml' };

export const workspace: readonly Feature[] = [
  {
    what: 'Go to definition',
    peers: [cargoOnly, 'no', { partly: 'from an alias to its anchor' }, 'yes', 'no'],
    tests: [],
  },
  {
    what: 'Go to type definition',
    peers: [{ partly: 'into the JSON schema' }, 'no', 'no', 'no', 'no'],
    tests: [],
  },
  { what: 'References', peers: [cargoOnly, 'no', 'no', 'yes', 'no'], tests: [] },
  { what: 'Several workspace folders', peers: ['yes', 'yes', 'yes', 'yes', 'yes'], tests: [] },
  {
    what: 'An index of the workspace, made in the background',
    peers: [
      { partly: 'reads all TOML files, for workspace diagnostics' },
      'no',
      'no',
      { partly: 'walks the modules of the workspace' },
      'no',
    ],
    tests: [],
  },
  {
    what: 'An index that is kept until the next start',
    peers: ['unknown', 'no', 'no', 'no', 'no'],
    tests: [],
  },
];

export const model: readonly Feature[] = [
  { what: 'Go from guest source to the config, and back', peers: [...none, 'no'], tests: [] },
  { what: 'References across files and languages', peers: [...none, 'no'], tests: [] },
  { what: 'Rename across files and languages', peers: [...none, 'no'], tests: [] },
  { what: 'Hover in guest source', peers: [...none, 'no'], tests: [] },
  { what: 'Completion in guest source', peers: [...none, 'no'], tests: [] },
  { what: 'Diagnostics in guest source', peers: [...none, 'no'], tests: [] },
  { what: 'Declare in the config what guest source uses', peers: [...none, 'no'], tests: [] },
  { what: 'The config held against the wasm binary', peers: [...none, 'no'], tests: [] },
  { what: 'The config held against the WIT world', peers: [...none, 'no'], tests: [] },
];
