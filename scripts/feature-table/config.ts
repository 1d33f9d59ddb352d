/** What the servers of config files do with one file. */
import { none } from './peers.ts';
import { shownIn } from './table.ts';
import type { Feature } from './table.ts';

const slightfile = shownIn('server/src/wire-slightfile.test.ts');
const model = shownIn('server/src/workspace.test.ts');

const feature = shownIn('server/src/slightfile/features.test.ts');
const completing = shownIn('server/src/slightfile/completion.test.ts');
const hovering = shownIn('server/src/slightfile/hover.test.ts');
const wire = shownIn('server/src/connection/serve.test.ts');
const closed = shownIn('server/src/workspace-problems.test.ts');
const neovim = shownIn('test/editors/neovim.test.ts');

const cancelled = { unknown: 'of 200 hovers that were cancelled at once, all were answered' };
const silent = { partly: 'announced, and none given for the files that it was asked about' };
const cargoOnly = { partly: 'where it knows the kind of file: Cargo.toml, pyproject.toml' };

export const oneFile: readonly Feature[] = [
  {
    what: 'Diagnostics',
    peers: ['yes', 'yes', 'yes', 'yes', 'yes'],
    tests: [
      feature('diagnostics have the range, severity and code of the problem'),
      neovim('a misspelled resource is underlined where it stands, and its fix takes the line away'),
    ],
  },
  {
    what: 'Completion',
    peers: ['yes', 'yes', 'yes', 'yes', 'yes'],
    tests: [
      completing('a resource is completed however much of it is typed'),
      neovim('completion proposes what may stand at the cursor'),
    ],
  },
  {
    what: 'Hover',
    peers: ['yes', 'yes', 'yes', 'yes', 'yes'],
    tests: [
      hovering('a resource: what it does, what it needs, what the runtime does with it'),
      neovim('hover opens a window that explains the resource'),
    ],
  },
  {
    what: 'Document symbols',
    peers: ['yes', 'yes', 'yes', 'yes', 'no'],
    tests: [
      feature('the outline: capabilities by name with their configs, secrets without their values'),
      neovim('the outline has every capability'),
    ],
  },
  {
    what: 'Folding',
    peers: ['yes', 'yes', 'yes', 'no', 'no'],
    tests: [
      feature(
        'blocks fold with their configs, configs by themselves, comments of several lines, values over several lines',
      ),
    ],
  },
  {
    what: 'Formatting',
    peers: ['yes', 'yes', 'yes', 'yes', 'no'],
    tests: [
      feature('formatting lays the file out, keeps its comments, and finds nothing to do the second time'),
      neovim('formatting lays the file out, and keeps a letter of more than one byte'),
    ],
  },
  {
    what: 'Formatting of a range',
    peers: none,
    tests: [feature('range formatting leaves the other lines as they are')],
  },
  {
    what: 'On-type formatting',
    peers: ['no', 'no', 'yes', 'no', 'no'],
    tests: [slightfile('wire: a line that is left is laid out, a new capability gets its blank line')],
  },
  {
    what: 'Semantic tokens',
    peers: ['yes', { partly: 'keys of tables and of arrays alone' }, 'no', 'yes', 'no'],
    tests: [slightfile('wire: semantic tokens, whole, in a range, and what changed since')],
  },
  {
    what: 'Inlay hints',
    peers: [silent, 'no', 'no', 'no', { partly: 'what a cron expression means' }],
    tests: [slightfile('wire: inlay hints say where the data is, and what serves while an app runs')],
  },
  {
    what: 'Code lenses',
    peers: [
      'no',
      'no',
      { partly: 'the schema of the file' },
      { partly: 'how often a block is referred to, if the client opts in' },
      'no',
    ],
    tests: [
      feature('a file that gives a guest something to open can be run'),
      slightfile('wire: code lenses for what the client can do'),
    ],
  },
  {
    what: 'Document links',
    peers: [
      cargoOnly,
      { partly: 'those that the schema gives for a key' },
      { partly: '`$ref` to a place in the same file' },
      'yes',
      'yes',
    ],
    tests: [slightfile('wire: document links to files that are there, and to the web')],
  },
  {
    what: 'Selection ranges',
    peers: ['no', 'no', 'yes', 'no', 'no'],
    tests: [slightfile('wire: a selection grows from the word to the file')],
  },
  {
    what: 'Linked editing',
    peers: none,
    tests: [slightfile("wire: a secret's name and its references are edited together")],
  },
  {
    what: 'Workspace symbols',
    peers: ['no', 'no', 'no', 'yes', 'no'],
    tests: [model('symbols of the workspace are found by some of their letters')],
  },
  {
    what: 'Document highlights',
    peers: none,
    tests: [slightfile('wire: highlights of a secret: where it is given, and where it is read')],
  },
  {
    what: 'Deprecated struck through, unused faded',
    peers: [
      { partly: 'a warning says that a key is deprecated; it has no tag' },
      'no',
      { partly: 'unused anchors are faded' },
      { partly: 'a warning says that an attribute is deprecated' },
      { partly: 'deprecated inputs are struck through in completion' },
    ],
    tests: [slightfile('wire: deprecated names are struck through, ignored ones faded')],
  },
  {
    what: 'Quick fixes',
    peers: ['no', 'no', 'yes', 'no', { partly: 'adds missing inputs, behind a feature flag' }],
    tests: [feature('a quick fix removes the problem that it is for')],
  },
  { what: 'Fix all', peers: none, tests: [feature('source.fixAll applies every preferred fix at once')] },
  {
    what: 'Pull diagnostics',
    peers: ['yes', 'no', 'no', 'no', 'no'],
    tests: [wire('a client that pulls is answered, and nothing is pushed')],
  },
  {
    what: 'Diagnostics of files that are not open',
    peers: [
      { partly: 'reads all TOML files, for workspace diagnostics' },
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ],
    tests: [
      closed('a client without partial results is answered when something is other than it has it'),
      closed('from the slightfile, a quick fix changes the source that is closed, as it is on disk by now'),
    ],
  },
  {
    what: 'Cancellation',
    peers: [cancelled, 'unknown', cancelled, 'yes', cancelled],
    tests: [slightfile('wire: a request that is cancelled is told so, and the next one is answered')],
  },
];

export const changes: readonly Feature[] = [
  {
    what: 'Migrate a whole file to a newer format',
    peers: none,
    tests: [slightfile('wire: quick fixes, fix all, migration and what a capability can become')],
  },
  {
    what: 'Move a value to a secret store',
    peers: none,
    tests: [
      slightfile(
        'wire: a value is moved to the secrets when the action is chosen, and is in nothing that is sent',
      ),
    ],
  },
  {
    what: 'Extract a value to a variable',
    peers: none,
    tests: [slightfile('wire: a literal becomes a variable')],
  },
  {
    what: 'Add the keys that are missing',
    peers: [
      'no',
      'no',
      { partly: 'completion fills in required keys' },
      { partly: 'completion fills in required attributes, as an experiment' },
      { partly: 'adds missing inputs, behind a feature flag' },
    ],
    tests: [slightfile('wire: missing configs are added')],
  },
  {
    what: 'Change the provider of a capability',
    peers: none,
    tests: [slightfile('wire: quick fixes, fix all, migration and what a capability can become')],
  },
  {
    what: 'Rename in a file',
    peers: ['no', { partly: 'a key where it stands' }, { partly: 'anchors and their aliases' }, 'no', 'no'],
    tests: [slightfile('wire: a secret that another key has sealed is not renamed; one without a value is')],
  },
];
