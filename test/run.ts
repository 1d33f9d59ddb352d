/**
 * `npm test`: sets the machine up, builds what the tests run, and runs every test file. `npm test -- PATTERN …`
 * runs only the files whose path holds one of the patterns.
 */
import { globSync } from 'node:fs';
import path from 'node:path';
import { chosen, prepare, runTests } from './commands.ts';
import { testFiles } from './files.ts';

const root = path.join(import.meta.dirname, '..');
const files = chosen(testFiles());
prepare(
  ['test/setup/setup.ts'],
  // as it ships
  ['scripts/build.ts', '--production'],
  ['scripts/build-guests.ts'],
  ...globSync('examples/*/slightfile.toml', { cwd: root }).map((file) => [
    'scripts/build-example.ts',
    path.basename(path.dirname(file)),
  ]),
);
// two cores: one file of the heavy kind must not starve another
runTests(files, { atOnce: 2 });
