/** Leaves a guest while it waits for an hour and more; then nothing keeps this process alive. */
import { guest } from './guests.ts';

const loaded = await guest('c-poll-component');
const waits = Promise.withResolvers<undefined>();
const instance = await loaded.instantiate([], {
  args: ['poll', 'never'],
  environment: {},
  folders: {},
  stdin: 'empty',
  stdout: () => {
    waits.resolve(undefined);
  },
  stderr: 'inherit',
});
const running = instance.run().catch(String);
await waits.promise;
// it blocks when this turn of the event loop is over
await new Promise(setImmediate);
await instance[Symbol.asyncDispose]();
if (!(await running).toString().includes('put away')) throw new Error('it went on');
console.log('left');
