#!/usr/bin/env node
/** `slight`. Only the compile cache is set up here, so that all that is imported after it comes out of the cache. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { start } = await import('./start.ts');
await start(process.argv);
