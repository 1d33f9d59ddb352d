/** Runs a guest on this process's own streams: `stdio-process.ts GUEST ARGUMENT…`. */
import process from 'node:process';
import { guest, instantiate } from './guests.ts';
import { opener } from './memory.ts';

const [name = '', ...args] = process.argv.slice(2);
await using instance = await instantiate(await guest(name), opener({}), {
  args: ['guest', ...args],
  environment: {},
  folders: {},
  stdin: 'inherit',
  stdout: 'inherit',
  stderr: 'inherit',
});
process.exitCode = await instance.run();
