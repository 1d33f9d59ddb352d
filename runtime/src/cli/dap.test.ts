/** The shipped `slight dap`: a guest stops at what it asks a capability for, and its answer can be changed. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { dapClient } from '../../../test/dap.ts';
import type { DapClient } from '../../../test/dap.ts';
import { guestFile } from '../../../test/serving.ts';

/** Of a session that hangs, in milliseconds. */
const timeout = 15_000;

const slightfile = `specversion = "0.2"

[[capability]]
resource = "keyvalue.filesystem"
name = "orders"

[[capability]]
resource = "keyvalue.memory"
name = "other"
`;

interface Session extends DapClient {
  readonly folder: string;
  /** The lines of breakpoints in the slightfile. */
  breakAt(
    ...breakpoints: readonly DebugProtocol.SourceBreakpoint[]
  ): Promise<readonly DebugProtocol.Breakpoint[]>;
  launch(commands: readonly string[], more?: object): Promise<void>;
  stopped(): Promise<DebugProtocol.StoppedEvent['body']>;
  frame(thread?: number): Promise<DebugProtocol.StackFrame | undefined>;
  /** The variables of a scope, by name. */
  scope(name: string): Promise<Readonly<Record<string, string>>>;
  change(scope: string, name: string, value: string): Promise<string>;
  exit(): Promise<number>;
}

async function session(t: TestContext, guest = 'c-keyvalue-0.5'): Promise<Session> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-dap-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'slightfile.toml');
  writeFileSync(file, slightfile);
  const client = dapClient(t, folder);
  await client.ask('initialize', { adapterID: 'slight', pathFormat: 'path', linesStartAt1: true });
  await client.event('initialized');
  const scopes = async () =>
    (await client.ask<{ readonly scopes: DebugProtocol.Scope[] }>('scopes', { frameId: 1 })).scopes;
  const reference = async (name: string) =>
    (await scopes()).find((scope) => scope.name === name)?.variablesReference ?? 0;
  return Object.assign(client, {
    folder,
    async breakAt(...breakpoints: readonly DebugProtocol.SourceBreakpoint[]) {
      const asked = { source: { path: file }, breakpoints };
      return (await client.ask<{ readonly breakpoints: DebugProtocol.Breakpoint[] }>('setBreakpoints', asked))
        .breakpoints;
    },
    async launch(commands: readonly string[], more = {}) {
      const launched = client.ask('launch', {
        slightfile: file,
        module: guestFile(guest),
        args: ['orders', ...commands],
        ...more,
      });
      await client.ask('configurationDone');
      await launched;
    },
    stopped: () => client.event<DebugProtocol.StoppedEvent['body']>('stopped'),
    async frame(threadId = 1) {
      const { stackFrames } = await client.ask<{ readonly stackFrames: DebugProtocol.StackFrame[] }>(
        'stackTrace',
        {
          threadId,
        },
      );
      return stackFrames[0];
    },
    async scope(name: string) {
      const { variables } = await client.ask<{ readonly variables: DebugProtocol.Variable[] }>('variables', {
        variablesReference: await reference(name),
      });
      return Object.fromEntries(variables.map((one) => [one.name, one.value]));
    },
    async change(scope: string, name: string, value: string) {
      const asked = { variablesReference: await reference(scope), name, value };
      return (await client.ask<{ readonly value: string }>('setVariable', asked)).value;
    },
    async exit() {
      const { exitCode } = await client.event<{ readonly exitCode: number }>('exited');
      await client.event('terminated');
      return exitCode;
    },
  });
}

const go = (client: DapClient, how: 'continue' | 'next' | 'stepIn') => client.ask(how, { threadId: 1 });

test(
  'a breakpoint on a capability stops at each call into it, and shows the call',
  { timeout },
  async (t) => {
    const debug = await session(t);
    const set = await debug.breakAt({ line: 5 });
    assert.deepEqual(
      set.map(({ verified, line }) => ({ verified, line })),
      [{ verified: true, line: 3 }],
    );
    await debug.launch(['set', 'a', 'one', 'get', 'a']);
    const open = await debug.stopped();
    assert.equal(open.reason, 'breakpoint');
    assert.deepEqual(open.hitBreakpointIds, [set[0]?.id]);
    assert.equal((await debug.frame())?.name, 'keyvalue.open("orders")');
    await go(debug, 'continue');
    await debug.stopped();
    const frame = await debug.frame();
    assert.equal(frame?.name, 'keyvalue.set("a", "one")');
    assert.equal(frame.source?.path, path.join(debug.folder, 'slightfile.toml'));
    assert.equal(frame.line, 3);
    assert.deepEqual(await debug.scope('Call'), {
      function: 'keyvalue.set',
      interface: 'keyvalue',
      'argument 1': '"a"',
      'argument 2': '"one"',
    });
    const { name, resource, from, folder } = await debug.scope('Capability');
    assert.deepEqual(
      { name, resource, from },
      { name: 'orders', resource: 'keyvalue.filesystem', from: 'given' },
    );
    assert.match(folder ?? '', /orders$/);
    await go(debug, 'continue');
    await debug.stopped();
    await go(debug, 'continue');
    assert.equal(await debug.exit(), 0);
    assert.match(debug.output, /set:\nget: one\n/);
  },
);

test(
  'an argument and an answer are given other values, which the guest and the store have then',
  { timeout },
  async (t) => {
    const debug = await session(t);
    await debug.breakAt({ line: 3, condition: 'method == "set" && key.startsWith("user:")' });
    await debug.launch(['set', 'a', 'one', 'set', 'user:1', 'two', 'get', 'user:1']);
    await debug.stopped();
    assert.equal((await debug.frame())?.name, 'keyvalue.set("user:1", "two")');
    assert.equal(await debug.change('Call', 'argument 2', 'changed'), '"changed"');
    await assert.rejects(debug.change('Call', 'function', 'get'), /can be read, and not changed/);
    // to its answer, to the next call, and to that one's answer
    await go(debug, 'next');
    assert.equal((await debug.stopped()).reason, 'step');
    await go(debug, 'next');
    await debug.stopped();
    assert.equal((await debug.frame())?.name, 'keyvalue.get("user:1")');
    await go(debug, 'next');
    await debug.stopped();
    assert.deepEqual(await debug.scope('Result'), { result: '"changed"' });
    assert.equal(await debug.change('Result', 'result', '0x6f74686572'), '"other"');
    await assert.rejects(debug.change('Result', 'result', '0x6'), /two hexadecimal digits/);
    await go(debug, 'continue');
    assert.equal(await debug.exit(), 0);
    assert.match(debug.output, /get: other\n/);
  },
);

test(
  'functions, hit counts, errors and the entry are stopped at, and a log point stops nothing',
  { timeout },
  async (t) => {
    const debug = await session(t);
    await debug.breakAt({ line: 4, logMessage: '{method} of {key}' });
    await debug.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'keyvalue.s*', hitCondition: '2' }] });
    await debug.ask('setExceptionBreakpoints', { filters: ['capability-error'] });
    await debug.launch(['set', 'a', '1', 'set', 'b', '2', 'set', 'c', '3', 'get', 'none'], {
      stopOnEntry: true,
    });
    assert.equal((await debug.stopped()).reason, 'entry');
    await go(debug, 'continue');
    assert.equal((await debug.stopped()).reason, 'function breakpoint');
    assert.equal((await debug.frame())?.name, 'keyvalue.set("b", "2")');
    await go(debug, 'continue');
    const error = await debug.stopped();
    assert.equal(error.reason, 'exception');
    assert.equal(error.description, 'Stopped at key-not-found');
    assert.equal((await debug.scope('Result'))['error'], 'key-not-found');
    await go(debug, 'continue');
    assert.equal(await debug.exit(), 0);
    assert.match(debug.output, /open of orders\n[^]*set of a\n[^]*set of c\n/);
  },
);

test('a component stops as well, and a pause stops it at its next call', { timeout }, async (t) => {
  const debug = await session(t, 'c-wasi-keyvalue-draft2');
  await debug.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'keyvalue.set' }] });
  await debug.launch(['set', 'a', 'one', 'get', 'a']);
  await debug.stopped();
  assert.equal((await debug.frame())?.name, 'bucket.set("a", "one")');
  await debug.ask('pause', { threadId: 1 });
  await go(debug, 'continue');
  assert.equal((await debug.stopped()).reason, 'pause');
  assert.equal((await debug.frame())?.name, 'bucket.get("a")');
  await go(debug, 'continue');
  assert.equal(await debug.exit(), 0);
});

for (const end of ['disconnect', 'terminate', 'the end of its input', 'kill -9'] as const) {
  test(`${end} while the guest has stopped leaves no process behind`, { timeout }, async (t) => {
    const debug = await session(t);
    await debug.breakAt({ line: 3 });
    await debug.launch(['set', 'a', 'one']);
    await debug.stopped();
    const runs = childrenOf(debug.process.pid ?? 0);
    assert.equal(runs.length, 1);
    if (end === 'the end of its input') debug.process.stdin?.end();
    else if (end === 'kill -9') debug.process.kill('SIGKILL');
    else {
      await debug.ask(end);
      await debug.event('terminated');
      debug.process.stdin?.end();
    }
    await debug.ended;
    for (const pid of runs) await gone(pid);
  });
}

test(
  'breakpoints that nothing can come to, and counts that are none, are told so',
  { timeout },
  async (t) => {
    const debug = await session(t);
    const [count] = await debug.breakAt({ line: 3, hitCondition: 'abc' });
    assert.equal(count?.verified, false);
    assert.match(count.message ?? '', /hit count/);
    const { breakpoints } = await debug.ask<{ readonly breakpoints: DebugProtocol.Breakpoint[] }>(
      'setFunctionBreakpoints',
      { breakpoints: [{ name: 'nothing' }, { name: 'keyvalue.get' }] },
    );
    assert.deepEqual(
      breakpoints.map(({ verified }) => verified),
      [false, true],
    );
    await debug.breakAt({ line: 3, condition: 'nothing.here' });
    await debug.launch(['set', 'a', 'one']);
    await debug.stopped();
    assert.match(debug.output, /The condition nothing\.here cannot be evaluated: nothing is not defined\./);
    await assert.rejects(debug.ask('setBreakpoints'), /lacks what the protocol asks for/);
  },
);

test(
  'a request whose client has gone is not gone on with, and nobody waits for it at the end',
  { timeout },
  async (t) => {
    const debug = await session(t, 'c-wasi-http');
    writeFileSync(
      path.join(debug.folder, 'slightfile.toml'),
      'specversion = "0.2"\n[[capability]]\nresource = "http"\nname = "web"\n[[capability]]\nresource = "keyvalue.filesystem"\nname = "bench"\n',
    );
    const [http] = await debug.breakAt({ line: 3 });
    assert.equal(http?.verified, false);
    await debug.breakAt({ line: 6, condition: 'method == "set"' });
    await debug.launch([], { args: [], listen: '127.0.0.1:0' });
    const url = await told(debug, /Listening on (http\S+)/);
    const put = (key: string) => {
      const asked = request(`${url}/keyvalue/${key}`, { method: 'PUT', agent: false });
      asked.on('error', () => undefined).end('value');
      return asked;
    };
    const gone = put('gone');
    const { threadId } = await debug.stopped();
    gone.destroy();
    assert.equal((await debug.event<{ readonly threadId: number }>('continued')).threadId, threadId);
    await assert.rejects(debug.ask('continue', { threadId }), /has not stopped/);
    assert.equal((await fetch(`${url}/keyvalue/gone`)).status, 404);
    put('held');
    await debug.stopped();
    const start = performance.now();
    await debug.ask('disconnect');
    assert.ok(performance.now() - start < 5_000, 'it waits for what has stopped');
  },
);

test('what cannot be launched is refused in a sentence', { timeout }, async (t) => {
  const debug = await session(t);
  const [elsewhere] = await debug.breakAt({ line: 1 });
  assert.equal(elsewhere?.verified, false);
  assert.match(elsewhere.message ?? '', /\[\[capability\]\]/);
  await assert.rejects(debug.ask('launch', { slightfile: 'slightfile.toml' }), /names no module/);
  await assert.rejects(debug.ask('launch', { module: 'a.wasm', args: [1] }), /"args"/);
  await assert.rejects(debug.ask('launch', { module: 'a.wasm', cwd: '/no/such/folder' }), /no folder/);
});

test('a module that is not there ends the session with the sentence of a run', { timeout }, async (t) => {
  const debug = await session(t);
  // it may have ended before it was asked to begin: then that is the answer
  await debug.launch([], { module: 'none.wasm' }).catch((error: unknown) => {
    assert.ok(error instanceof Error && error.message.includes('none.wasm'));
  });
  assert.equal(await debug.exit(), 2);
  assert.match(debug.output, /none\.wasm/);
});

/** What is told as output that has this. */
async function told(debug: DapClient, pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(debug.output)?.[1];
    if (found !== undefined) return found;
    await debug.event('output');
  }
}

/** The processes that a process has started. */
function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
}

async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
