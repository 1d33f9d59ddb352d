import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { TraceEvent } from '../trace/events.ts';
import { startRuntime, type Runtime, type RuntimeOptions } from './runtime.ts';

/** A runtime's end of the channel. */
const channel = `
    import { Socket } from 'node:net';
    const channel = new Socket({ fd: Number(process.argv[3]) }).unref();
    const send = (line, sent) => channel.write(JSON.stringify(line) + '\\n', sent);`;

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
  const script = `${channel}
    process.stdout.write('grüße ' + process.argv.slice(2).join(' '));
    process.stderr.write('!');
    const params = { seq: 1, time: 0, type: 'exit', code: 3, duration: 1 };
    send({ method: 'trace', params }, () => process.exit(3));`;
  const { runtime, events, output } = await start(t, script, { arguments: ['run', 'a b.wasm'] });
  assert.deepEqual(await runtime.ended, { kind: 'exited', code: 3 });
  // Two pipes have no order between them
  assert.equal(output().replace('!', ''), 'grüße --channel 3 run a b.wasm');
  assert.match(output(), /!/);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['exit'],
  );
});

test('the guest gets the lines that are written to it, until the end of input', async (t) => {
  const { runtime, output } = await start(t, 'process.stdin.pipe(process.stdout);');
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

test('to stop it is to ask it, and what it does not answer, a signal tells it', async (t) => {
  const script = `${channel}
    process.on('SIGINT', () => { console.log('signal'); process.exit(130); });
    channel.ref().setEncoding('utf8').on('data', (text) => {
      const { id, method } = JSON.parse(text);
      if (process.argv[4] === 'deaf') return;
      console.log(method);
      send({ id, result: null }, () => setTimeout(() => process.exit(130), 500));
    });
    console.log('ready');`;
  for (const [how, printed] of [
    ['hears', 'ready\nstop\n'],
    ['deaf', 'ready\nsignal\n'],
  ] as const) {
    const one = await start(t, script, { arguments: [how] });
    await one.printed;
    assert.deepEqual(await one.runtime.stop(), { kind: 'stopped' });
    assert.equal(one.output(), printed);
  }
});

/** A runtime that serves: it ends once it is asked to and what is under way is answered, or it is asked again. */
const serving = `${channel}
    process.on('SIGINT', () => console.log('signal'));
    let asked = 0;
    channel.ref().setEncoding('utf8').on('data', (text) => {
      for (const line of text.trimEnd().split('\\n')) {
        send({ id: JSON.parse(line).id, result: null });
        console.log('asked');
        asked += 1;
      }
      if (asked > 1) process.exit(130);
      if (process.argv[4] === 'long') return;
      setTimeout(() => { console.log('answered'); process.exit(0); }, 500);
    });
    console.log('ready');`;

test('one that drains is waited for longer than the grace period', async (t) => {
  const { runtime, output, printed } = await start(t, serving, { grace: 50 });
  await printed;
  assert.deepEqual(await runtime.drain(), { kind: 'stopped' });
  assert.equal(output(), 'ready\nasked\nanswered\n');
});

test('to stop one that drains ends it now', async (t) => {
  const { runtime, output, printed } = await start(t, serving, { arguments: ['long'] });
  await printed;
  const drained = runtime.drain();
  assert.deepEqual(await runtime.stop(), { kind: 'stopped' });
  assert.deepEqual(await drained, { kind: 'stopped' });
  assert.equal(output(), 'ready\nasked\nasked\n');
});

test('one that computes and so does not drain is killed', async (t) => {
  const script = `
    process.on('SIGINT', () => {});
    console.log('ready');
    for (;;);`;
  const { runtime, printed } = await start(t, script, { grace: 50 });
  await printed;
  assert.deepEqual(await runtime.drain(), { kind: 'stopped' });
});

test('a question is answered, and where the runtime has none, or has ended, that is known', async (t) => {
  const script = `${channel}
    channel.ref().setEncoding('utf8').on('data', (text) => {
      const { id, method } = JSON.parse(text);
      if (method === 'capabilities') send({ id, result: [] });
      else if (id === 2) send({ id, error: 'There is no stop here.' });
      else process.exit(0);
    });`;
  const { runtime } = await start(t, script);
  assert.deepEqual(await runtime.ask('capabilities', 10_000), []);
  await assert.rejects(runtime.ask('stop', 10_000), /^Error: There is no stop here\.$/);
  const asked = performance.now();
  assert.equal(await runtime.ask('stop', 60_000), undefined);
  assert.ok(performance.now() - asked < 30_000, 'its end was not told');
  assert.deepEqual(await runtime.ended, { kind: 'exited', code: 0 });
  assert.equal(await runtime.ask('capabilities', 10_000), undefined);
});

test('what is no line of a runtime ends what is heard of it, and not the run', async (t) => {
  const script = `${channel}
    send({ method: 'trace', params: { type: 'stdout', text: 'one' } });
    channel.write('{"method":\\n' + 'x'.repeat(2 ** 20) + '\\n');
    const last = { method: 'trace', params: { type: 'stdout', text: 'two' } };
    setTimeout(() => send(last, () => setTimeout(() => process.exit(0), 100)), 200);`;
  const { runtime, events } = await start(t, script);
  assert.deepEqual(await runtime.ended, { kind: 'exited', code: 0 });
  assert.equal(events.length, 1);
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

test('one whose Node has a file for a folder has failed', async (t) => {
  const { runtime } = await start(t, '', { node: join(process.execPath, 'node') });
  const failed = await runtime.ended;
  assert.ok(failed.kind === 'failed');
  // Windows has no other word for it
  assert.match(failed.error.message, /ENOTDIR|ENOENT/);
  assert.deepEqual(await runtime.stop(), failed);
});
