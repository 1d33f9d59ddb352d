/** `npm run deep`: the tests that take minutes. `npm run deep -- PATTERN …` runs only those whose path holds one of them. */
import { chosen, prepare, runTests } from '../commands.ts';
import { deepTestFiles } from '../files.ts';

const files = chosen(deepTestFiles());
prepare(['scripts/build.ts'], ['scripts/build-guests.ts']);
runTests(files, { atOnce: 1 });
