/** The entry that VS Code's extension host loads: mocha, and the tests. */
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', reporter: 'spec', color: false, timeout: 30_000, slow: 5_000 });
  // Gives the tests `suite` and `test`, as mocha does for files that it loads itself
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./editing.ts');
  await import('./backends.ts');
  await import('./modules.ts');
  await import('./report.ts');
  await import('./names.ts');
  await import('./wit.ts');
  await import('./folders.ts');
  await import('./problems.ts');
  await import('./running.ts');
  await import('./failing.ts');
  await import('./several.ts');
  await import('./obstacles.ts');
  await import('./debugging.ts');
  await import('./listening.ts');
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} of the tests in VS Code failed`);
}
