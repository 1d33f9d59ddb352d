import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { TraceEvent } from '@slight/runtime/trace/trace.ts';
import { startRuntime, type Runtime, type RuntimeOptions } from './runtime.ts';

/** Starts a script in the runtime's place. */
async function start(t: TestContext, script: string, options: Partial<RuntimeOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'slight-runtime-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'runtime.mjs');
  await writeFile(file, script);
  let output = '';
  const printed = Promise.withResolvers<undefined>();
  const events: TraceEvent[] = [];
  const runtime: Runtime = startRuntime({
    node: process.execPath,
    script: file,
    arguments: [],
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    onEvent: (event) => events.push(event),
    onOutput: (text) => {
      output += text;
      printed.resolve(undefined);
    },
    ...options,
  });
  return { runtime, events, output: () => output, printed: printed.promise };
}

test('its output, its events and its exit code arrive', async (t) => {
  const script = `
    process.stdout.write('grüße ' + process.argv.slice(2).join(' '));
    process.stderr.write('!');
    process.send({ seq: 1, time: 0, type: 'exit', code: 3, duration: 1 }, () => process.exit(3));`;
  const { runtime, events, output } = await start(t, script, { arguments: ['run', 'a b.wasm'] });
  assert.deepEqual(await runtime.ended, { kind: 'exited', code: 3 });
  // Two pipes have no order between them
  assert.equal(output().replace('!', ''), 'grüße run a b.wasm');
  assert.match(output(), /!/);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['exit'],
  );
});

test('the guest gets the lines that are written to it, until the end of input', async (t) => {
  const { runtime, output } = await start(t, 'process.stdin.pipe(process.stdout); process.channel.unref();');
  runtime.write('one\n');
  runtime.write('two\n');
  runtime.endInput();
  assert.deepEqual(await runtime.ended, { kind: 'exited', code: 0 });
  assert.equal(output(), 'one\ntwo\n');
});

test('to stop it lets it put its backends away', async (t) => {
  const script = `
    const end = () => { console.log('put away'); process.exit(130); };
    process.on('SIGINT', end).on('disconnect', end);
    setInterval(() => {}, 1000);
    console.log('ready');`;
  const { runtime, output, printed } = await start(t, script);
  await printed;
  assert.deepEqual(await runtime.stop(), { kind: 'stopped' });
  assert.equal(output(), 'ready\nput away\n');
});

test('one that does not stop is killed after the grace period', async (t) => {
  const script = `
    process.on('SIGINT', () => {});
    console.log('ready');
    for (;;);`;
  const { runtime, printed } = await start(t, script, { grace: 50 });
  await printed;
  assert.deepEqual(await runtime.stop(), { kind: 'stopped' });
});

test(
  'one that is killed by another has failed',
  { skip: process.platform === 'win32' && 'Windows does not tell what ended a process' },
  async (t) => {
    const killed = await start(t, `process.kill(process.pid, 'SIGKILL');`);
    const end = await killed.runtime.ended;
    assert.ok(end.kind === 'failed');
    assert.match(end.error.message, /SIGKILL/);
  },
);

test('one whose Node is not there has failed', async (t) => {
  const missing = await start(t, '', { node: '/nowhere/node' });
  const failed = await missing.runtime.ended;
  assert.ok(failed.kind === 'failed');
  assert.match(failed.error.message, /ENOENT/);
  assert.deepEqual(await missing.runtime.stop(), failed);
});
