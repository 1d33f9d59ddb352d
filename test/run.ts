/**
 * `npm test`: sets the machine up, builds what the tests run, and runs every test file. `npm test -- PATTERN …`
 * runs only the files whose path holds one of the patterns.
 */
import { chosen, prepare, runTests } from './commands.ts';
import { testFiles } from './files.ts';

const files = chosen(testFiles());
prepare(
  ['test/setup/setup.ts'],
  // as it ships
  ['scripts/build.ts', '--production'],
  ['scripts/build-guests.ts'],
  ['scripts/build-example.ts', 'blobs'],
  ['scripts/build-example.ts', 'hello'],
  ['scripts/build-example.ts', 'hello-http'],
  ['scripts/build-example.ts', 'http-shop'],
  ['scripts/build-example.ts', 'messaging'],
);
// two cores: one file of the heavy kind must not starve another
runTests(files, { atOnce: 2 });
