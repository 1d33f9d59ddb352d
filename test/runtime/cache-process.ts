/** A run of the hello component that tells whether jco was loaded: `cache-process.ts CACHE`. */
import { registerHooks } from 'node:module';

let jco = false;
registerHooks({
  load(url, context, next) {
    jco ||= url.includes('/@bytecodealliance/');
    return next(url, context);
  },
});
const { guest, runGuest } = await import('./guests.ts');
const { stdout } = await runGuest(await guest('c-hello-component', process.argv[2] ?? ''));
process.stdout.write(JSON.stringify({ stdout, jco }));
