/** Proxies that the environment names: no request to this machine goes through one, and each other does as it says. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { proxyOf } from '@slight/runtime/network.ts';
import { loadProvider } from '@slight/runtime/providers/index.ts';
import { openAzureBlob } from '@slight/runtime/providers/keyvalue/azblob.ts';
import { contextOf } from './context.ts';
import { echo, fetched } from './http-client.ts';
import { rejectsWith } from './keyvalue-asserts.ts';
import { listen } from './own-server.ts';
import { azuriteAccount, startAzurite, startRedis } from './servers.ts';

const root = path.join(import.meta.dirname, '../..');
const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);
const configsFor = (endpoint: string, account = azuriteAccount.name) => ({
  AZURE_STORAGE_ACCOUNT: account,
  AZURE_STORAGE_KEY: azuriteAccount.key,
  AZURE_STORAGE_ENDPOINT: endpoint,
});

/** What the proxy was asked, `GET http://…`. It serves nothing. */
async function startProxy() {
  const asked: string[] = [];
  const server = http.createServer(({ method = '', url = '' }, response) => {
    asked.push(`${method} ${url}`);
    response.writeHead(403).end();
  });
  server.on('connect', ({ url = '' }: http.IncomingMessage, socket: net.Socket) => {
    asked.push(`CONNECT ${url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  return Object.assign(await listen(server), { asked });
}

/** Every variable, in capital and in small letters, that names the proxy; none that excepts anything. */
function named(port: number): Record<string, string> {
  return Object.fromEntries(
    variables.map((name) => [name, /^no_/i.test(name) ? '' : `http://127.0.0.1:${port}`]),
  );
}

test('a run of the shipped program sends nothing that is for this machine to a proxy', async () => {
  await using proxy = await startProxy();
  await using azurite = await startAzurite({ plain: true });
  await using redis = await startRedis();
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-proxies-'));
  const configs = Object.entries(configsFor(`http://127.0.0.1:${azurite.port}`));
  await writeFile(
    path.join(folder.path, 'slightfile.toml'),
    `specversion = "0.2"
[[capability]]
resource = "keyvalue.azblob"
name = "blobs"
[capability.configs]
${configs.map(([key, value]) => `${key} = "${value}"`).join('\n')}
[[capability]]
resource = "keyvalue.redis"
name = "orders"
configs.REDIS_ADDRESS = "redis://localhost:${redis.port}"
`,
  );
  const guest = path.join(root, '.cache/guests/c-keyvalue-0.5.wasm');
  for (const store of ['blobs', 'orders']) {
    const run = spawn(
      process.execPath,
      [path.join(root, 'dist/slight.mjs'), 'run', guest, '--', store, 'set', 'a', 'one', 'get', 'a'],
      // the last has Node itself use the variables
      {
        cwd: folder.path,
        env: { ...process.env, ...named(proxy.port), NO_COLOR: '1', NODE_USE_ENV_PROXY: '1' },
      },
    );
    const [out, err] = await Promise.all([text(run.stdout), text(run.stderr), once(run, 'exit')]);
    assert.match(out, /get: one\n$/, err);
  }
  assert.deepEqual(proxy.asked, []);
});

test('nor does what speaks to a container engine at a port', async () => {
  await using proxy = await startProxy();
  const asked: string[] = [];
  await using engine = await listen(
    http.createServer(({ url = '' }, response) => {
      asked.push(url);
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    }),
  );
  const script = `
    import { engineAt } from '@slight/runtime/backends/engine.ts';
    import { loadTestcontainers } from '@slight/runtime/backends/testcontainers.ts';
    const engine = engineAt('tcp://127.0.0.1:${engine.port}', {});
    await engine.call('GET', '/_ping', { signal: AbortSignal.timeout(10_000) });
    await loadTestcontainers(engine);
    process.exit();`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    env: { ...process.env, ...named(proxy.port), NODE_USE_ENV_PROXY: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [err] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  assert.equal(child.exitCode, 0, err);
  assert.ok(asked.includes('/_ping') && asked.includes('/info'), asked.join(' '));
  assert.deepEqual(proxy.asked, []);
});

describe('in this process', () => {
  const before = new Map<string, string | undefined>();
  beforeEach(() => {
    for (const name of variables) {
      before.set(name, process.env[name]);
      Reflect.deleteProperty(process.env, name);
    }
  });
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  test('requests elsewhere go through the proxy of their kind, and those to this machine never do', async () => {
    await using proxy = await startProxy();
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${proxy.port}`;
    process.env['https_proxy'] = `http://127.0.0.1:${proxy.port}`;
    const context = { signal: new AbortController().signal };
    const plain = openAzureBlob('orders', configsFor('http://blob.example:10000/me', 'me'), context);
    await rejectsWith('authentication-error', plain);
    assert.deepEqual(proxy.asked, ['PUT http://blob.example:10000/me/orders?restype=container']);
    const secure = openAzureBlob('orders', configsFor('https://blob.example/me', 'me'), context);
    await rejectsWith('authentication-error', secure);
    assert.equal(proxy.asked[1], 'CONNECT blob.example:443');
    await using azurite = await startAzurite({ plain: true });
    for (const host of ['127.0.0.1', 'localhost']) {
      await using bucket = await openAzureBlob(
        'orders',
        configsFor(`http://${host}:${azurite.port}`),
        context,
      );
      await bucket.exists('key');
    }
    assert.equal(proxy.asked.length, 2);
    assert.equal(process.env['https_proxy'], `http://127.0.0.1:${proxy.port}`);
  });

  test('what a guest sends goes the same way, and its failure on it is told', async () => {
    await using proxy = await startProxy();
    process.env['HTTP_PROXY'] = `http://me:hunter2@127.0.0.1:${proxy.port}`;
    process.env['HTTPS_PROXY'] = `http://me:hunter2@127.0.0.1:${proxy.port}`;
    await using client = await (await loadProvider('http-client')).open('', {}, contextOf());
    const headers = [
      ['A', '1'],
      ['A', '2'],
    ] as const;
    const plain = await fetched(client, 'http://a.example:8080/b?c', { headers });
    assert.equal(plain.status, 403);
    assert.deepEqual(proxy.asked, ['GET http://a.example:8080/b?c']);
    const tunnel = fetched(client, 'https://a.example/b', { headers });
    await assert.rejects(tunnel, {
      case: 'unreachable',
      message: `The request did not get through the proxy 127.0.0.1:${proxy.port} (403).`,
    });
    await assert.rejects(tunnel, ({ message }: Error) => !message.includes('hunter2'));
    assert.equal(proxy.asked[1], 'CONNECT a.example:443');
    await using server = await listen(echo());
    assert.equal((await fetched(client, `http://127.0.0.1:${server.port}/`)).status, 200);
    assert.equal(proxy.asked.length, 2);
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:1';
    const noProxy = fetched(client, 'http://a.example:8080/b');
    await assert.rejects(noProxy, { message: 'Nobody listens on the proxy 127.0.0.1:1.' });
    process.env['HTTP_PROXY'] = 'socks5://:hunter2@127.0.0.1:1';
    await assert.rejects(fetched(client, 'http://a.example/'), {
      case: 'unexpected-error',
      message: /NO_PROXY/,
    });
  });

  test('a proxy that cannot be one is told of where it is needed, and nowhere else', async () => {
    const context = { signal: new AbortController().signal };
    for (const value of ['http://user:hunter2@ no url', 'socks5://:hunter2@127.0.0.1:1']) {
      process.env['ALL_PROXY'] = value;
      const opening = openAzureBlob('orders', configsFor('https://blob.example/me', 'me'), context);
      const error = await rejectsWith('unexpected-error', opening);
      assert.match(
        error.message,
        /ALL_PROXY names cannot be used.*except blob\.example from it with NO_PROXY/,
      );
      assert.doesNotMatch(error.message, /hunter2/);
      const local = openAzureBlob('orders', configsFor('http://127.0.0.1:1'), context);
      assert.match((await rejectsWith('connection-error', local)).message, /nothing listens there/);
    }
  });

  test('which addresses go straight', () => {
    const through = (url: string) => proxyOf(new URL(url))?.href;
    process.env['ALL_PROXY'] = 'http://proxy.example:3128';
    for (const host of [
      'localhost',
      'LOCALHOST',
      'app.localhost',
      '127.0.0.1',
      '127.1.2.3',
      '127.1',
      '0.0.0.0',
    ]) {
      assert.equal(through(`http://${host}:10000/`), undefined, host);
    }
    for (const host of ['[::1]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::]']) {
      assert.equal(through(`https://${host}/`), undefined, host);
    }
    for (const host of ['localhost.example', '128.0.0.1', '[::2]', 'blob.example']) {
      assert.equal(through(`https://${host}/`), 'http://proxy.example:3128/', host);
    }
    process.env['no_proxy'] = 'blob.example, .internal:8080';
    assert.equal(through('https://blob.example/'), undefined);
    assert.equal(through('http://a.internal:8080/'), undefined);
    assert.equal(through('http://a.internal:81/'), 'http://proxy.example:3128/');
    process.env['no_proxy'] = '*';
    assert.equal(through('https://other.example/'), undefined);
  });
});
