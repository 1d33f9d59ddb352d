/** What a guest sets up to be served, and what the user is told where it cannot be; by what ships. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ran, serving } from './serving.ts';

const guest = 'c-http-0.5';
const here = '127.0.0.1:0';

/** The last sentence, without what comes before it. */
function sentence(stderr: string): string {
  return stderr.trimEnd().split('\n').at(-1) ?? '';
}

test('it is served where the guest says, and the handlers of one request know nothing of the next', async () => {
  await using server = await serving(guest, { env: { ADDRESS: '0.0.0.0:0' } });
  assert.match(server.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(await (await fetch(`${server.url}/hello`)).text(), 'hello');
  const { stdout } = await server.stop();
  assert.equal(stdout, '', 'its main function is not run');
});

test('a guest has several servers, each with the routes of its router', async () => {
  await using server = await serving(
    guest,
    { env: { SETUP: 'two', ADDRESS: here, OTHER: 'localhost:0' } },
    2,
  );
  const [first, second] = server.urls;
  const statuses = await Promise.all(
    [first, second].flatMap((url) =>
      ['/hello', '/other'].map(async (path) => (await fetch(`${url}${path}`)).status),
    ),
  );
  assert.deepEqual(statuses, [200, 404, 404, 200]);
});

test('a router has a route whose router the guest forgets', async () => {
  await using server = await serving(guest, { env: { SETUP: 'forget', ADDRESS: here } });
  assert.equal((await fetch(`${server.url}/forgotten`)).status, 200);
  assert.equal((await fetch(`${server.url}/count`)).status, 200);
});

test('the routes of a router with a base are all below it', async () => {
  await using server = await serving(guest, { env: { SETUP: 'base', ADDRESS: here } });
  assert.equal((await fetch(`${server.url}/api/hello`)).status, 200);
  assert.equal((await fetch(`${server.url}/hello`)).status, 404);
});

const failures: readonly (readonly [how: string, code: number, told: RegExp])[] = [
  ['fail', 1, /^slight: The guest could not set its server up: no tables$/],
  ['trap', 134, /^slight: The guest ran into `unreachable`/],
  [
    'nothing',
    1,
    /^slight: The guest has nothing that is to be served: its on-server-init returned without a call of server\.serve, /,
  ],
  ['stop', 1, /^slight: The guest has nothing that is to be served: .*, or has stopped what it had begun\.$/],
  [
    'lost',
    1,
    /^slight: GET \/lost is to be answered by handle_lost, but the guest has no function handle-lost: it exports handle-hello, handle-echo, .* and handle-serve\. Name one that is there, or export it\.$/,
  ],
];

for (const [how, code, told] of failures) {
  test(`a set-up that ends so: ${how}`, async () => {
    const ended = await ran(guest, { env: { SETUP: how, ADDRESS: here } });
    assert.match(ended.stderr.split('\n').find((line) => line.startsWith('slight: ')) ?? '', told);
    assert.equal(ended.code, code);
    assert.doesNotMatch(ended.stderr, /Listening/);
  });
}

for (const address of [
  'nowhere',
  ':3000',
  '0.0.0.0',
  '0.0.0.0:99999',
  'http://localhost:3000',
  '::1:3000',
  'a b:1',
  '',
]) {
  test(`${JSON.stringify(address)} is no address to serve at, which the guest is told`, async () => {
    const ended = await ran(guest, { env: { ADDRESS: address } });
    assert.match(
      ended.stderr,
      new RegExp(
        `server up: "${address}" is no address to serve at: give a host and a port, such as 0\\.0\\.0\\.0:3000\n`,
      ),
    );
    assert.equal(ended.code, 1);
  });
}

test('an address has one server', async () => {
  const ended = await ran(guest, {
    env: { SETUP: 'two', ADDRESS: '127.0.0.1:4000', OTHER: '127.0.0.1:4000' },
  });
  assert.match(
    ended.stderr,
    /The guest could not set its server up: 127\.0\.0\.1:4000 has a server already\n/,
  );
});

test('a guest of 0.2 sets its server up in its main function, and is served when that has returned', async () => {
  await using server = await serving('c-http-main', { env: { ADDRESS: here } });
  assert.equal(await (await fetch(`${server.url}/hello`)).text(), 'hello');
  assert.match(server.stderr(), /main: \n[^]*Listening on /);
});

test('one whose main function fails is not served, and its exit code is that of the run', async () => {
  const ended = await ran('c-http-main', { env: { SETUP: 'code', ADDRESS: here } });
  assert.equal(ended.code, 3);
});

test('one whose main function serves nothing ends with it', async () => {
  const ended = await ran('c-http-main', { env: { SETUP: 'nothing' } });
  assert.equal(ended.code, 0);
  assert.match(ended.stderr, /^main: \n$/m);
});

test('one whose slightfile declares no http is told what it needs', async () => {
  const ended = await ran('c-http-main', { env: { ADDRESS: here }, http: false });
  assert.equal(ended.code, 3);
  assert.match(
    ended.stderr,
    /^main: unexpected-error: no http capability is declared in slightfile\.toml: it needs \[\[capability\]\], resource = "http", name = "\*"$/m,
  );
});

test('without http in its slightfile, a guest that has a main function runs that, and says what to add', async () => {
  const { stdout, stderr, code } = await ran(guest, { http: false });
  assert.deepEqual([stdout, code], ['main was run\n', 0]);
  assert.match(
    stderr,
    /^slight: .*c-http-0\.5\.wasm serves HTTP, which slightfile\.toml does not declare, so only its main function is run\. To serve it, add to the slightfile:\n {2}\[\[capability\]\]\n {2}resource = "http"\n {2}name = "\*"\n/m,
  );
});

test('without http in its slightfile, a guest that can only serve says what to add', async () => {
  const ended = await ran('c-wasi-http', { http: false });
  assert.match(
    sentence(ended.stderr),
    /c-wasi-http\.wasm serves HTTP, which the slightfile does not declare\. Add these three lines to it: \[\[capability\]\], resource = "http", name = "\*"\.$/,
  );
  assert.equal(ended.code, 2);
});
