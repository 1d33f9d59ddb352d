/** Components that wait: for a time, for input, for several things at once. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { GuestTrap } from '@slight/runtime/guest/guest.ts';
import { guest, runGuest } from './guests.ts';

test('Rust’s thread::sleep sleeps', async () => {
  assert.deepEqual(await runGuest(await guest('rust-sleep-component')), {
    code: 0,
    stdout: 'slept long enough\n',
    stderr: '',
  });
});

test('a poll gives the indexes of what is ready, also while others never are', async () => {
  const { stdout } = await runGuest(await guest('c-poll-component'));
  assert.deepEqual(stdout.split('\n'), [
    ...['one: 1', 'soon: 1', 'waited: 1', 'many: 0 2 3', 'ready: 1 0', 'input: 1', ''],
  ]);
});

test('a poll of nothing would never end, and so it traps', async () => {
  await assert.rejects(runGuest(await guest('c-poll-component'), ['nothing']), (error) => {
    assert.ok(error instanceof GuestTrap, String(error));
    assert.equal(error.message, 'The guest waits for nothing at all, and so for ever.');
    return true;
  });
});

test('what a guest waits for keeps nothing alive once the guest is left', () => {
  const script = path.join(import.meta.dirname, 'waiting-process.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.deepEqual({ status, stdout }, { status: 0, stdout: 'left\n' }, stderr);
});
