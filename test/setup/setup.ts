/**
 * `node test/setup/setup.ts`: gives this machine what the tests need and it does not have. On Debian, as root, it
 * installs everything; elsewhere it says exactly what is missing and fails. Where all is there it takes no time.
 */
import * as debian from './steps/debian.ts';
import * as tools from './steps/tools.ts';
import * as vscode from './steps/vscode.ts';
import type { Step } from './step.ts';

const steps: readonly Step[] = [debian, tools, vscode];

let failures = 0;
for (const step of steps) {
  if (!(await step.needed())) continue;
  const start = performance.now();
  console.log(`set-up: ${step.name} …`);
  try {
    await step.install((line) => console.log(`  ${line}`));
    console.log(`set-up: done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    // the next steps are tried all the same, so that one run names everything that is missing
    failures++;
    console.error(`set-up failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
process.exit(failures > 0 ? 1 : 0);
