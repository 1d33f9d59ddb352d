import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { isAlive, processId, thisProcess } from './process-id.ts';

test('this process is alive, and the same each time', () => {
  assert.ok(isAlive(thisProcess()));
  assert.deepEqual(processId(process.pid), thisProcess());
});

test('a process that has ended is not, nor is one with its number', async () => {
  const child = spawn('sleep', ['60']);
  const id = processId(child.pid ?? 0) ?? assert.fail('no such process');
  assert.ok(isAlive(id));
  assert.ok(!isAlive({ ...thisProcess(), began: id.began + '0' }));
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok(!isAlive(id));
  assert.equal(processId(id.pid), undefined);
});
