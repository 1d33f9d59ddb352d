#!/usr/bin/env node
/** `slight`. Little is done here, so that all that is imported after it comes out of the compile cache. */
import nodeModule from 'node:module';

const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
  // before anything is imported that Node 20 does not even parse or know
  process.stderr.write(
    `slight: slight needs Node 24 or newer, and this is Node ${process.versions.node}. Install Node 24, or start slight with npx -p node@24.\n`,
  );
  process.exitCode = 2;
} else {
  nodeModule.enableCompileCache();
  const { start } = await import('./start.ts');
  await start(process.argv);
}
