/** Makes a component of a core module, in a process of its own, and tells whether the tools were loaded for it: `cache-process.ts CACHE`. */
import { registerHooks } from 'node:module';

let tools = false;
registerHooks({
  load(url, context, next) {
    tools ||= url.includes('/@bytecodealliance/');
    return next(url, context);
  },
});
const { guest } = await import('./guests.ts');
const { kind } = await guest('c-keyvalue-core', process.argv[2] ?? '');
process.stdout.write(JSON.stringify({ kind, tools }));
