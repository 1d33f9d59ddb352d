/** messaging.azsbus in the shipped program: what a guest and its person get, from a slightfile to the exit code. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { shipped } from '../shipped.ts';
import { policy } from './service-bus-login.ts';
import { startServiceBus } from './service-bus.ts';

const guests = path.join(import.meta.dirname, '../../.cache/guests');

/** An app on a server, whose key is in the environment alone. */
async function app(configs: Readonly<Record<string, string>>) {
  const folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-shipped-'));
  const { AZURE_POLICY_KEY: key = '', ...rest } = configs;
  const lines = Object.entries({ ...rest, AZURE_POLICY_KEY: '${envvars.KEY}' });
  await writeFile(
    path.join(folder.path, 'slightfile.toml'),
    `specversion = "0.2"
[[capability]]
resource = "messaging.azsbus"
name = "orders"
[capability.configs]
${lines.map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join('\n')}
`,
  );
  return {
    async run(guest: string, ...commands: readonly string[]) {
      const command = [
        'run',
        '--trace',
        'trace.jsonl',
        path.join(guests, guest),
        '--',
        'orders',
        ...commands,
      ];
      const child = spawn(process.execPath, [shipped('slight.mjs'), ...command], {
        cwd: folder.path,
        env: { ...process.env, NO_COLOR: '1', KEY: key },
      });
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
      return { out, all: out + err + (await readFile(path.join(folder.path, 'trace.jsonl'), 'utf8')) };
    },
    [Symbol.asyncDispose]: () => folder.remove(),
  };
}

test('topics, and a queue that keeps what is sent until the next run; the key is in nothing that goes out', async () => {
  await using server = await startServiceBus();
  await using orders = await app(server.configs());
  const commands = ['subscribe', 't', 'publish', 't', 'one', 'receive', '0'];
  const topics = await orders.run('c-messaging-0.5.wasm', ...commands);
  assert.equal(topics.out, 'subscribe:\npublish:\nreceive: one\n', topics.all);
  const queue = await orders.run('c-mq-0.2.wasm', 'send', 'first', 'send', 'second', 'receive');
  assert.equal(queue.out, 'send:\nsend:\nreceive: first\n', queue.all);
  const again = await orders.run('c-mq-0.2.wasm', 'receive');
  assert.equal(again.out, 'receive: second\n', again.all);
  for (const { all } of [topics, queue, again]) assert.ok(!all.includes(policy.key), all);
});

test('a key that is wrong is told with its remedy, and not shown', async () => {
  await using server = await startServiceBus();
  const wrong = Buffer.from('not the key').toString('base64');
  await using orders = await app(server.configs(wrong));
  const { all } = await orders.run('c-messaging-0.5.wasm', 'publish', 't', 'one');
  assert.match(all, /refuses the login\. Check AZURE_POLICY_NAME and AZURE_POLICY_KEY\./);
  assert.ok(!all.includes(wrong), all);
});
