/** What is made for WIT, in an editor. */
import { shownIn } from './table.ts';
import type { Feature } from './table.ts';

const wire = shownIn('server/src/wire-wit.test.ts');

export const wit: readonly Feature[] = [
  {
    what: 'Diagnostics',
    peers: [
      { partly: 'when a file is opened or saved, by wit-bindgen' },
      'yes',
      { partly: 'five inspections' },
    ],
    tests: [
      wire('wire: WIT without a fault has no problems; a name that is nowhere has one, with its position'),
    ],
  },
  {
    what: 'Hover',
    peers: ['no', 'no', 'unknown'],
    tests: [wire('wire: hover shows the declaration and its documentation')],
  },
  {
    what: 'Go to definition',
    peers: ['no', 'no', 'yes'],
    tests: [wire('wire: from a use to the type, over the files of the package and its dependencies')],
  },
  {
    what: 'References',
    peers: ['no', 'no', 'yes'],
    tests: [wire('wire: references and highlights of a type')],
  },
  {
    what: 'Rename',
    peers: ['no', 'no', 'yes'],
    tests: [wire('wire: a rename changes every file of the package')],
  },
  {
    what: 'Document symbols',
    peers: ['no', 'no', 'unknown'],
    tests: [wire('wire: WIT outline, folding, selection, tokens')],
  },
  {
    what: 'Workspace symbols',
    peers: ['no', 'no', 'yes'],
    tests: [wire('wire: WIT symbols of the workspace')],
  },
  {
    what: 'Semantic tokens',
    peers: ['no', 'no', { partly: 'keywords, by where they stand' }],
    tests: [wire('wire: WIT outline, folding, selection, tokens')],
  },
  {
    what: 'Folding',
    peers: ['no', 'yes', 'yes'],
    tests: [wire('wire: WIT outline, folding, selection, tokens')],
  },
  {
    what: 'Selection ranges',
    peers: ['no', 'yes', 'unknown'],
    tests: [wire('wire: WIT outline, folding, selection, tokens')],
  },
  {
    what: 'Completion',
    peers: [{ partly: 'one list of words, wherever the cursor is' }, 'yes', { partly: 'keywords and gates' }],
    tests: [wire('wire: WIT completion: types in scope, names of an interface, packages')],
  },
  {
    what: 'Formatting',
    peers: ['yes', 'no', 'yes'],
    tests: [wire('wire: WIT formatting, as a whole and on a closing brace')],
  },
  {
    what: 'Document links',
    peers: ['no', 'no', 'unknown'],
    tests: [wire('wire: WIT links lead to the files of what is imported')],
  },
  {
    what: 'The legacy syntax, and its conversion',
    peers: ['no', 'no', 'no'],
    tests: [wire('wire: a legacy file is noted, and rewritten in the component syntax')],
  },
];
