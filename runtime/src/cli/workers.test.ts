/** `--workers`: one port, several runtimes, none of which is missed when it dies, or left when the others end. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { guestFile, servingFolder, startServing } from '../../../test/serving.ts';
import type { Serving } from '../../../test/serving.ts';
import { slight } from './testing.ts';

const guest = guestFile('c-serving');
const store = '[[capability]]\nresource = "keyvalue.filesystem"\nname = "orders"\n';

/** Of a run that does not end, in milliseconds. */
const timeout = 60_000;
const skip = process.platform !== 'linux' && 'children are found by /proc';

/** The processes of those that serve. */
function workersOf({ process: { pid } }: Serving): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ');
  return children.filter((child) => commandOf(Number(child)).includes('--workers')).map(Number);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await delay(20);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function ask(app: Serving, path: string): Promise<string> {
  // a connection each: which one of them answers is decided for connections
  const answer = await fetch(`${app.url}${path}`, { headers: { connection: 'close' } });
  return answer.text();
}

test('a request that computes for ever keeps the others from no answer', { timeout, skip }, async (t) => {
  const app = await startServing(t, ['--workers', '3', guest], { cwd: servingFolder(store) });
  await until(() => workersOf(app).length === 3);
  assert.equal(app.told.match(/Listening on/g)?.length, 1);
  assert.equal(app.told.match(/orders → /g)?.length, 1);
  // one of them does nothing else any more, but for one connection that is on its way to it
  const spinning = ask(app, '/print/spinning/spin/-').catch(() => 'broken off');
  await app.printed(/spinning/);
  for (let request = 0; request < 6; request++) ask(app, '/get/a').catch(() => undefined);
  await app.until(/(GET \/get\/a 200(.|\n)*){5}/);
  app.process.kill('SIGTERM');
  await app.until(/Draining/);
  await delay(200);
  app.process.kill('SIGTERM');
  assert.equal(await app.ended, 143);
  assert.equal(await spinning, 'broken off');
});

test('what bounds a guest bounds that of each worker', { timeout }, async (t) => {
  const app = await startServing(t, ['--workers', '2', '--timeout', '0.3', '--memory', '16MiB', guest], {
    cwd: servingFolder(store),
  });
  const spinning = await Promise.all([1, 2].map(() => ask(app, '/spin/-')));
  assert.deepEqual(spinning, Array<string>(2).fill('The app took too long to answer.\n'));
  assert.equal(await ask(app, '/grow/32'), 'done');
  await app.printed(/^no memory$/m);
});

test('a worker that dies is replaced, which is told', { timeout, skip }, async (t) => {
  const listen = `127.0.0.1:${await freePort()}`;
  const app = await startServing(t, ['--workers', '2', '--listen', listen, guest], {
    cwd: servingFolder(store),
  });
  await until(() => workersOf(app).length === 2);
  const kill = () => process.kill(workersOf(app)[0] ?? 0, 'SIGKILL');
  kill();
  await app.until(/^slight: A worker ended \(SIGKILL\); another takes its place\.$/m);
  await until(() => workersOf(app).length === 2);
  // again and again: a pause is made
  kill();
  await app.until(/^slight: A worker ended \(SIGKILL\); another takes its place in 1 s\.$/m);
  await until(() => workersOf(app).length === 2);
  // the other one may be about to begin as well
  const answered = async () => (await ask(app, '/get/a').catch(() => 'refused')) === 'done';
  while (!(await answered())) await delay(20);
  assert.equal(app.told.match(/Listening on/g)?.length, 1);
});

test('where all of them die, others listen on the port that was told', { timeout, skip }, async (t) => {
  const app = await startServing(t, ['--workers', '2', guest], { cwd: servingFolder(store) });
  await until(() => workersOf(app).length === 2);
  const dead = workersOf(app);
  for (const worker of dead) process.kill(worker, 'SIGKILL');
  await until(() => workersOf(app).filter((worker) => !dead.includes(worker)).length === 2);
  const answered = async () => (await ask(app, '/get/a').catch(() => 'refused')) === 'done';
  while (!(await answered())) await delay(20);
  assert.equal(app.told.match(/Listening on/g)?.length, 1);
});

test('where all of them die, others listen at each of several addresses', { timeout, skip }, async (t) => {
  const env = ['SETUP=two', 'ADDRESS=127.0.0.1:0', 'OTHER=localhost:0'].flatMap((one) => ['--env', one]);
  const app = await startServing(t, ['--workers', '2', ...env, guestFile('c-http-0.5')]);
  await until(() => workersOf(app).length === 2);
  await app.until(/(Listening on (.|\n)*){2}/);
  const urls = [...app.told.matchAll(/Listening on (\S+)/g)].map(([, url = '']) => url);
  for (let round = 0; round < 2; round++) {
    const dead = workersOf(app);
    for (const worker of dead) process.kill(worker, 'SIGKILL');
    await until(() => workersOf(app).filter((worker) => !dead.includes(worker)).length === 2);
    for (const url of urls) {
      // one of them has no /hello
      while (!(await fetch(`${url}/hello`).catch(() => undefined))) await delay(20);
    }
  }
  assert.equal(app.told.match(/Listening on/g)?.length, 2);
});

test('all of them let what is under way end', { timeout, skip }, async (t) => {
  const app = await startServing(t, ['--workers', '2', guest], { cwd: servingFolder(store) });
  await until(() => workersOf(app).length === 2);
  const answers = [1, 2, 3].map(() => ask(app, '/print/begun/wait/1500'));
  await app.printed(/(begun\n(.|\n)*){3}/);
  app.process.kill('SIGINT');
  await app.until(/^slight {2}Draining: 3 requests are under way; Ctrl-C again ends them now\.$/m);
  assert.deepEqual(await Promise.all(answers), ['done', 'done', 'done']);
  assert.equal(await app.ended, 0);
});

test('where the first process is killed, none is left', { timeout, skip }, async (t) => {
  const app = await startServing(t, ['--workers', '2', guest], { cwd: servingFolder(store) });
  await until(() => workersOf(app).length === 2);
  const workers = workersOf(app);
  // one that waits, and one that computes
  ask(app, '/print/waiting/wait/600000').catch(() => undefined);
  ask(app, '/print/spinning/spin/-').catch(() => undefined);
  await Promise.all([app.printed(/waiting/), app.printed(/spinning/)]);
  app.process.kill('SIGKILL');
  await until(() => workers.every((pid) => !commandOf(pid).includes('--workers')));
});

test('what keeps them from serving is told once, with its exit code', { timeout }, async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const cwd = servingFolder(store);
  const { code, stderr } = slight(['run', '--workers', '3', '--listen', `:${port}`, guest], { cwd });
  assert.equal(code, 2);
  assert.equal(stderr.match(/^slight: /gm)?.length, 1, stderr);
  const refused = slight(['run', '--workers', '2', '--trace', 'trace.jsonl', guest], { cwd });
  assert.equal(refused.stderr, 'slight: --trace tells what one runtime does. Leave it out, or --workers.\n');
  for (const wrong of ['0', 'many', '257']) {
    assert.match(
      slight(['run', '--workers', wrong, guest], { cwd }).stderr,
      /^slight: --workers \w+ is no number from 1 to 256\.\n$/,
    );
  }
});

test('of a store in memory, each has its own, which is told', { timeout }, async (t) => {
  const memory = '[[capability]]\nresource = "keyvalue.memory"\nname = "orders"\n';
  const app = await startServing(t, ['--workers', '2', guest], { cwd: servingFolder(memory) });
  await app.until(
    /^slight: Each of the 2 workers has a orders of its own, since keyvalue\.memory is in memory\.$/m,
  );
});
