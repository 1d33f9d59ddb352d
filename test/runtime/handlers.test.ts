/** Guests that handle messages, run by the program that ships, as users do. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { slight } from '@slight/runtime/cli/testing.ts';
import type { TraceEvent } from '@slight/runtime/trace/events.ts';
import { startNats } from '../contract/servers.ts';
import { guestFile, startServing } from '../serving.ts';
import type { Serving } from '../serving.ts';
import { ask } from './request.ts';

type Configs = Readonly<Record<string, string>>;

const block = (resource: string, name: string, configs: Configs = {}) => {
  const written = Object.entries(configs).map(([key, value]) => `configs.${key} = "${value}"\n`);
  return `[[capability]]\nresource = "${resource}"\nname = "${name}"\n${written.join('')}`;
};

const folders = mkdtempSync(path.join(os.tmpdir(), 'slight-handlers-'));
process.on('exit', () => rmSync(folders, { recursive: true, force: true }));

function folderWith(...blocks: readonly string[]): string {
  const folder = mkdtempSync(path.join(folders, 'app-'));
  writeFileSync(path.join(folder, 'slightfile.toml'), `specversion = "0.2"\n${blocks.join('')}`);
  return folder;
}

const local = ['--backends', 'local'];
const both = { SUBSCRIPTIONS: 'orders, questions' };

const handling = (t: TestContext, cwd: string, guest: string, flags: readonly string[] = []) =>
  startServing(t, [...local, ...flags, guestFile(guest)], { cwd, serves: 'messages' });

/** Has another run of slight publish each, in their order. */
function publish(cwd: string, ...messages: readonly (readonly [topic: string, body: string])[]): void {
  const words = messages.flatMap(([topic, body]) => ['publish', topic, body]);
  const { stdout, stderr } = slight(
    ['run', '-q', ...local, guestFile('c-messaging-0.5'), 'orders', ...words],
    { cwd },
  );
  assert.equal(stdout, 'publish:\n'.repeat(messages.length), stderr);
}

const orders = (...bodies: readonly string[]) => bodies.map((body) => ['orders', body] as const);

async function stopped(run: Serving): Promise<void> {
  run.process.kill('SIGINT');
  assert.equal(await run.ended, 0, run.told);
}

const guests = ['c-wasmcloud-messaging', 'c-wasi-messaging', 'js-wasmcloud-messaging', 'js-wasi-messaging'];

describe('a guest handles what others publish', () => {
  for (const resource of ['messaging.filesystem', 'messaging.nats', 'messaging.mosquitto']) {
    for (const guest of resource === 'messaging.filesystem' ? guests : guests.slice(0, 2)) {
      test(`${guest} over ${resource}: it publishes, asks, answers, fails and traps, and is called again`, async (t) => {
        const cwd = folderWith(block(resource, 'orders', both));
        const run = await handling(t, cwd, guest);
        assert.match(
          run.told,
          /slight {2}Handling messages of orders and questions, by messaging\.\w+ "orders"\n/,
        );
        publish(cwd, ...orders('hello', 'publish questions question two', 'ask questions question six'));
        await run.printed(/handled orders: hello\n[^]*answered: answer to six\n/);
        await run.printed(/handled questions: question two\n/);
        await run.until(/slight {2}orders handled [\d.]+ ms\n/);
        publish(cwd, ...orders('twice', 'trap', 'after'));
        await run.printed(/handled orders: after\n/);
        await run.until(
          /slight {2}orders failed [\d.]+ m?s: The guest returned an error: (other: )?for time 1\. It comes again in 1 s\.\n/,
        );
        await run.until(/slight {2}orders failed [\d.]+ m?s: The guest [^\n]*\. It comes again in 2 s\.\n/);
        await stopped(run);
      });
    }
  }

  test('an answer that nobody gives is a failure of the guest alone', async (t) => {
    const cwd = folderWith(block('messaging.filesystem', 'orders'));
    const run = await handling(t, cwd, 'c-wasi-messaging');
    publish(cwd, ...orders('ask nobody question one', 'after'));
    await run.printed(/answered: timeout\nhandled orders: ask nobody question one\nhandled orders: after\n/);
    await stopped(run);
  });

  test('in their order, also where one takes its time; with --instances several at once', async (t) => {
    const cwd = folderWith(block('messaging.filesystem', 'orders'));
    const messages = orders('wait 700', 'second', 'third');
    const one = await handling(t, cwd, 'c-wasmcloud-messaging');
    publish(cwd, ...messages);
    await one.printed(
      /^waits: 700\nhandled orders: wait 700\nhandled orders: second\nhandled orders: third\n/,
    );
    await stopped(one);
    const several = await handling(t, cwd, 'c-wasmcloud-messaging', ['--instances', '2']);
    publish(cwd, ...messages);
    // two instances print at once, and so what one prints may be within a line of the other
    await several.printed(
      /handled orders: second\n[^]*handled orders: third\n[^]*handled orders: wait 700\n/,
    );
    await stopped(several);
  });

  test('it serves HTTP too', async (t) => {
    const cwd = folderWith(block('messaging.filesystem', 'orders'), block('http', 'web'));
    const run = await startServing(t, [guestFile('js-wasmcloud-messaging')], { cwd });
    await run.until(/Handling messages of orders/);
    assert.equal((await ask(`${run.url}/orders/by/http`)).status, 202);
    await run.printed(/handled orders: by http\n/);
    await run.until(/slight {2}GET \/orders\/by\/http 202/);
    await stopped(run);
  });
});

describe('what is not handled is not lost', () => {
  test('one that the guest traps for comes again and again, later each time, and the others go on', async (t) => {
    const cwd = folderWith(block('messaging.filesystem', 'orders'));
    const run = await handling(t, cwd, 'c-wasmcloud-messaging');
    publish(cwd, ...orders('trap', 'one'));
    await run.printed(/handled orders: one\n/);
    await run.until(/It comes again in 4 s\.\n/);
    publish(cwd, ...orders('two'));
    await run.printed(/handled orders: two\n/);
    const failures = run.told.match(/^slight {2}orders failed .*$/gm) ?? [];
    assert.equal(failures.length, 3, run.told);
    assert.match(failures.join('\n'), /^.*ms: The guest ran into `unreachable`.* It comes again in 1 s\.\n/);
    await stopped(run);
    const again = await handling(t, cwd, 'c-wasmcloud-messaging');
    await again.until(/orders failed /);
    await stopped(again);
  });

  for (const resource of ['messaging.filesystem', 'messaging.nats']) {
    test(`${resource}: what comes while nobody runs waits, and a run that is killed at work leaves its message`, async (t) => {
      const cwd = folderWith(block(resource, 'orders', { CONSUMER_GROUP: 'workers' }));
      const keep = ['--keep-backends'];
      t.after(() => void slight(['down'], { cwd }));
      await stopped(await handling(t, cwd, 'c-wasmcloud-messaging', keep));
      publish(cwd, ...orders('wait 60000', 'second'));
      const killed = await handling(t, cwd, 'c-wasmcloud-messaging', keep);
      await killed.printed(/waits: 60000\n/);
      killed.process.kill('SIGKILL');
      assert.equal(await killed.ended, 'SIGKILL');
      const next = await handling(t, cwd, 'c-wasmcloud-messaging', [...keep, '--instances', '2']);
      await next.printed(/handled orders: second\n/);
      await next.printed(/waits: 60000\n/);
      next.process.kill('SIGKILL');
      await next.ended;
    });
  }

  test('Ctrl-C lets one that is at work end, and takes no more', async (t) => {
    const cwd = folderWith(block('messaging.filesystem', 'orders'));
    const run = await handling(t, cwd, 'c-wasmcloud-messaging');
    publish(cwd, ...orders('wait 1500', 'second'));
    await run.printed(/waits: 1500\n/);
    run.process.kill('SIGINT');
    await run.until(/Draining: 1 message is under way; Ctrl-C again ends it now\.\n/);
    const out = await run.printed(/handled orders: wait 1500\n/);
    assert.equal(await run.ended, 0, run.told);
    assert.doesNotMatch(out.input ?? '', /second/);
    const next = await handling(t, cwd, 'c-wasmcloud-messaging');
    await next.printed(/^handled orders: second\n/);
    await stopped(next);
  });

  test('one that does not end in the grace is cut short, as by a second Ctrl-C, and comes again', async (t) => {
    const cwd = folderWith(block('messaging.filesystem', 'orders'));
    const run = await handling(t, cwd, 'c-wasmcloud-messaging', ['--grace', '0.5']);
    publish(cwd, ...orders('wait 60000'));
    await run.printed(/waits: 60000\n/);
    await stopped(run);
    assert.match(run.told, /orders cut short, and comes again/);
    const again = await handling(t, cwd, 'c-wasmcloud-messaging', ['--grace', '60']);
    await again.printed(/waits: 60000\n/);
    again.process.kill('SIGINT');
    await again.until(/Draining: 1 message/);
    // sooner, it would be taken for the same one
    setTimeout(() => again.process.kill('SIGINT'), 200);
    assert.equal(await again.ended, 130, again.told);
    const last = await handling(t, cwd, 'c-wasmcloud-messaging');
    await last.printed(/waits: 60000\n/);
    last.process.kill('SIGKILL');
    await last.ended;
  });

  test('one that takes too long, waiting or computing, is given up, and the next one is handled', async (t) => {
    const cwd = folderWith(block('messaging.filesystem', 'orders'));
    const run = await handling(t, cwd, 'c-wasmcloud-messaging', ['--timeout', '0.5']);
    publish(cwd, ...orders('wait 60000', 'spin', 'after'));
    await run.printed(/handled orders: after\n/);
    assert.match(
      run.told,
      /orders failed [\d.]+ m?s: The app took longer than 0\.5 s to answer\. It comes again in 1 s\./,
    );
    assert.match(
      run.told,
      /orders failed [\d.]+ m?s: The guest computed for longer than 0\.5 s at a stretch, and was stopped\./,
    );
    await stopped(run);
  });

  test('a server that dies is told of, once, and its messages come when it is back', async (t) => {
    const server = await startNats('the password');
    t.after(() => server.stop('SIGKILL'));
    const url = `nats://slight:the%20password@127.0.0.1:${server.port}`;
    const cwd = folderWith(block('messaging.nats', 'orders', { NATS_URL: url }));
    const run = await handling(t, cwd, 'c-wasmcloud-messaging');
    publish(cwd, ...orders('one'));
    await run.printed(/handled orders: one\n/);
    await server.stop('SIGKILL');
    await run.until(
      /slight: No messages of "orders" come: NATS at .* cannot be reached: nothing listens there\. It is tried again until they do\.\n/,
    );
    await server.start();
    publish(cwd, ...orders('two'));
    await run.printed(/handled orders: two\n/);
    assert.equal(run.told.match(/nothing listens there/g)?.length, 1, run.told);
    assert.doesNotMatch(run.told, /password/);
    await stopped(run);
  });
});

test('the trace has each message, and what its guest called under it', async (t) => {
  const cwd = folderWith(block('messaging.filesystem', 'orders'));
  const run = await handling(t, cwd, 'c-wasmcloud-messaging', ['--trace', 'trace.jsonl']);
  publish(cwd, ...orders('publish orders again', 'fail'));
  await run.until(/orders failed/);
  await stopped(run);
  const lines = readFileSync(path.join(cwd, 'trace.jsonl'), 'utf8').trim().split('\n');
  const events = lines.map((line) => JSON.parse(line) as TraceEvent);
  const of = <T extends TraceEvent['type']>(type: T) =>
    events.filter((event): event is Extract<TraceEvent, { type: T }> => event.type === type);
  assert.deepEqual(
    of('handling').map(({ resource, name, topics }) => ({ resource, name, topics })),
    [{ resource: 'messaging.filesystem', name: 'orders', topics: ['orders'] }],
  );
  const first = of('message')[0];
  assert.deepEqual(
    { message: first?.message, topic: first?.topic, body: first?.body },
    { message: 1, topic: 'orders', body: { size: 20, text: 'publish orders again' } },
  );
  const call = of('call')[0];
  assert.equal(call?.function, 'publish');
  assert.equal(call.parent, first?.seq);
  assert.equal(of('handled').find(({ message }) => message === 1)?.reason, undefined);
  assert.ok(of('handled').some(({ reason }) => reason === 'The guest returned an error: as it was told'));
});

describe('what does not fit is told in a sentence', () => {
  const told = (cwd: string, guest: string, ...flags: readonly string[]) => {
    const { code, stderr } = slight(['run', '-q', ...flags, guestFile(guest)], { cwd });
    return { code, stderr: stderr.replaceAll(/\S*\/(?=[\w-]+\.(wasm|toml))/g, '') };
  };

  test('a slightfile without messaging', () => {
    assert.deepEqual(told(folderWith(), 'c-wasmcloud-messaging'), {
      code: 2,
      stderr:
        'slight: c-wasmcloud-messaging.wasm handles messages, and the slightfile declares nothing that they could come from. Add these three lines to it: [[capability]], resource = "messaging.filesystem", name = "messages".\n',
    });
  });

  for (const [name, configs, why] of [
    ['*', {}, 'its name is "*"'],
    ['orders', { SUBSCRIPTIONS: ' , ' }, 'its SUBSCRIPTIONS names none'],
  ] as const) {
    test(`no topic: ${why}`, () => {
      const { code, stderr } = told(
        folderWith(block('messaging.filesystem', name, configs)),
        'c-wasi-messaging',
      );
      assert.equal(code, 1);
      assert.equal(
        stderr,
        `slight: The guest handles messages, and messaging.filesystem has no topic for it: ${why}. Add configs.SUBSCRIPTIONS = "orders.new, orders.paid" to it, with the topics that are wanted.\n`,
      );
    });
  }

  test('a broker that is away', () => {
    const cwd = folderWith(block('messaging.nats', 'orders', { NATS_URL: 'nats://192.0.2.1:1' }));
    const { code, stderr } = told(cwd, 'c-wasi-messaging');
    assert.equal(code, 1);
    assert.match(stderr, /^slight: The guest cannot be given messages: NATS at .* cannot be reached/);
  });

  for (const [flag, value] of [
    ['--workers', '2'],
    ['--listen', ':0'],
  ] as const) {
    test(`${flag}, which is for HTTP`, () => {
      const cwd = folderWith(block('messaging.filesystem', 'orders'));
      const { code, stderr } = told(cwd, 'c-wasi-messaging', flag, value);
      assert.equal(code, 2);
      assert.match(stderr, new RegExp(`^slight: ${flag} .*\\.\\n$`));
    });
  }

  test('several brokers, of which a guest of wasmcloud:messaging names none', async (t) => {
    const cwd = folderWith(block('messaging.filesystem', 'orders'), block('messaging.filesystem', 'others'));
    const run = await handling(t, cwd, 'c-wasmcloud-messaging');
    publish(cwd, ...orders('publish orders again'));
    await run.until(
      /The guest returned an error: slightfile\.toml declares several messaging \("orders", "others"\), and the guest does not say which it means: wasmcloud:messaging has one\. Leave one of them/,
    );
    await stopped(run);
  });
});
