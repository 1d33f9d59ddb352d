import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { enginePlaces } from './engine-address.ts';
import type { Environment } from './engine-address.ts';
import { reach } from './reach.ts';

/** Why there is nothing to look for. */
const noSockets = process.platform === 'win32' && 'on Windows, engines have a pipe of one name';

async function engineAddress(environment: Environment): Promise<string | undefined> {
  const places = await enginePlaces(environment);
  return places.kind === 'places' ? places.addresses[0] : places.reason;
}

test('DOCKER_HOST is taken at its word', async () => {
  await using home = await temporary({});
  assert.equal(
    await engineAddress({ HOME: home.path, DOCKER_HOST: 'tcp://127.0.0.1:1' }),
    'tcp://127.0.0.1:1',
  );
});

test("testcontainers' own settings count: tc.host before DOCKER_HOST, docker.host after it", async () => {
  await using home = await temporary({
    '.testcontainers.properties': 'tc.host = tcp\\://127.0.0.1\\:9\ndocker.host=unix:///docker.sock\n',
  });
  const environment = { HOME: home.path, DOCKER_HOST: 'tcp://127.0.0.1:1' };
  assert.equal(await engineAddress(environment), 'tcp://127.0.0.1:9');
  await writeFile(path.join(home.path, '.testcontainers.properties'), 'docker.host=unix:///docker.sock\n');
  assert.equal(await engineAddress(environment), 'tcp://127.0.0.1:1');
  assert.equal(await engineAddress({ HOME: home.path }), 'unix:///docker.sock');
});

test('the current context of Docker', async () => {
  const meta = (name: string) =>
    `.docker/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`;
  const host = (address: string) => JSON.stringify({ Endpoints: { docker: { Host: address } } });
  await using home = await temporary({
    '.docker/config.json': '{"currentContext": "colima"}',
    [meta('colima')]: host('unix:///colima.sock'),
    [meta('other')]: host('unix:///other.sock'),
  });
  assert.equal(await engineAddress({ HOME: home.path }), 'unix:///colima.sock');
  assert.equal(await engineAddress({ HOME: home.path, DOCKER_CONTEXT: 'other' }), 'unix:///other.sock');
});

const faults: readonly (readonly [Environment, RegExp])[] = [
  [
    { DOCKER_HOST: '127.0.0.1:2375' },
    /^No container engine is used: DOCKER_HOST is "127\.0\.0\.1:2375", which has no scheme: write tcp:\/\//,
  ],
  [{ DOCKER_HOST: '/var/run/docker.sock' }, /which has no scheme/],
  [
    { DOCKER_HOST: 'ssh://ann:hunter2@build' },
    /is "ssh:\/\/••••@build", and an engine over ssh has its ports on another machine\.$/,
  ],
  [{ DOCKER_HOST: 'fd://3' }, /and fd:\/\/ leads to no engine: write tcp:/],
  [{ DOCKER_HOST: 'tcp://[::1' }, /which is no address: write tcp:/],
  [
    { DOCKER_CONTEXT: 'colima' },
    /^No container engine is used: DOCKER_CONTEXT names the context "colima", which Docker does not know\. docker context ls/,
  ],
];

for (const [environment, reason] of faults) {
  test(`${Object.entries(environment).join()} is no engine, and why is said`, async () => {
    await using home = await temporary({});
    assert.match((await engineAddress({ HOME: home.path, ...environment })) ?? '', reason);
  });
}

const settings = ['', '{', 'null', '[]', '5', '{"currentContext": 5}', '{"currentContext": "removed"}'];

for (const text of settings) {
  test(`Docker's settings may be ${text || 'empty'}`, { skip: noSockets }, async () => {
    await using home = await temporary({ '.docker/config.json': text, 'run/docker.sock': '' });
    const places = await enginePlaces({ HOME: home.path, XDG_RUNTIME_DIR: path.join(home.path, 'run') });
    assert.ok(places.kind === 'places' && places.addresses.includes(`unix://${home.path}/run/docker.sock`));
  });
}

test(
  "what is no file in the place of Docker's settings is not waited for, and is told",
  { skip: process.platform === 'win32' && 'Windows has no fifos' },
  async () => {
    await using home = await temporary({ '.docker/other': '', '.testcontainers': '' });
    for (const name of ['.docker/config.json', '.testcontainers.properties'])
      execFileSync('mkfifo', [path.join(home.path, name)]);
    const found = await reach({ HOME: home.path }, new AbortController().signal);
    // a machine that has Docker finds it all the same
    if (found.kind === 'engine') return;
    assert.match(found.reason, /Docker's settings in .*config\.json cannot be used: it is not a file\.$/);
  },
);

test("where there is no engine, what is wrong with Docker's settings is told", async () => {
  await using home = await temporary({ '.docker/config.json': '{' });
  const found = await reach({ HOME: home.path }, new AbortController().signal);
  if (found.kind === 'engine') return;
  assert.match(found.reason, /Docker's settings in .*config\.json cannot be used: it is no JSON\.$/);
});

test('a user without a home has an engine, too', async () => {
  const places = await enginePlaces({ HOME: '', DOCKER_CONFIG: '' });
  assert.equal(places.kind, 'places');
});

test('a socket in a place where engines have theirs', { skip: noSockets }, async () => {
  await using home = await temporary({ 'run/docker.sock': '' });
  const found = await engineAddress({ HOME: home.path, XDG_RUNTIME_DIR: path.join(home.path, 'run') });
  // a machine that has Docker has it at the first place
  assert.ok([`unix://${home.path}/run/docker.sock`, 'unix:///var/run/docker.sock'].includes(found ?? ''));
});

async function temporary(
  files: Readonly<Record<string, string>>,
): Promise<AsyncDisposable & { path: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'slight-home-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
