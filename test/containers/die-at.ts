/**
 * Preloaded into a run (`--import`): kills it with SIGKILL as it makes its n-th call of what the ladder does to the
 * world, n in SLIGHT_TEST_DIE_AT, or its first call of that name: once the call is under way, which for `spawn` means
 * that the server is there.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const at = process.env['SLIGHT_TEST_DIE_AT'];
let calls = 0;

function watched<A extends unknown[], R>(name: string, original: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    const result = original(...args);
    calls++;
    if (at === name || at === String(calls)) process.kill(process.pid, 'SIGKILL');
    return result;
  };
}

for (const name of ['writeFile', 'rename', 'open', 'mkdir', 'rm', 'readFile'] as const) {
  Object.assign(fs, { [name]: watched(name, fs[name] as (...args: unknown[]) => unknown) });
}
for (const name of ['spawn', 'execFile'] as const) {
  Object.assign(childProcess, {
    [name]: watched(name, childProcess[name] as (...args: unknown[]) => unknown),
  });
}
syncBuiltinESMExports();
