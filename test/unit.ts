/**
 * `npm run test:unit`: runs the tests that need nothing but Node, on any system, with nothing set up or built before.
 * On Windows, those of the files of guests are left out.
 * `npm run test:unit -- PATTERN …` runs only the files whose path holds one of the patterns.
 */
import { chosen, runTests } from './commands.ts';
import { unitTestFiles } from './files.ts';

runTests(chosen(unitTestFiles()), { atOnce: 4 });
