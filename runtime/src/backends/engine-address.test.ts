import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { engineAddress } from './engine-address.ts';

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

test('a socket in a place where engines have theirs', async () => {
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
