/** What is made for WIT, in an editor. */
import type { Feature } from './table.ts';

export const wit: readonly Feature[] = [
  {
    what: 'Diagnostics',
    peers: [
      { partly: 'when a file is opened or saved, by wit-bindgen' },
      'yes',
      { partly: 'five inspections' },
    ],
    tests: [],
  },
  { what: 'Hover', peers: ['no', 'no', 'unknown'], tests: [] },
  { what: 'Go to definition', peers: ['no', 'no', 'yes'], tests: [] },
  { what: 'References', peers: ['no', 'no', 'yes'], tests: [] },
  { what: 'Rename', peers: ['no', 'no', 'yes'], tests: [] },
  { what: 'Document symbols', peers: ['no', 'no', 'unknown'], tests: [] },
  { what: 'Workspace symbols', peers: ['no', 'no', 'yes'], tests: [] },
  { what: 'Semantic tokens', peers: ['no', 'no', { partly: 'keywords, by where they stand' }], tests: [] },
  { what: 'Folding', peers: ['no', 'yes', 'yes'], tests: [] },
  { what: 'Selection ranges', peers: ['no', 'yes', 'unknown'], tests: [] },
  {
    what: 'Completion',
    peers: [{ partly: 'one list of words, wherever the cursor is' }, 'yes', { partly: 'keywords and gates' }],
    tests: [],
  },
  { what: 'Formatting', peers: ['yes', 'no', 'yes'], tests: [] },
  { what: 'Document links', peers: ['no', 'no', 'unknown'], tests: [] },
  { what: 'The legacy syntax, and its conversion', peers: ['no', 'no', 'no'], tests: [] },
];
