/** examples/configs as it is in the repository, run by what ships: its settings move by the slightfile alone. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { startAppConfiguration } from '../contract/app-configuration.ts';
import { startRedis } from '../contract/servers.ts';
import { shipped } from '../shipped.ts';

const root = path.join(import.meta.dirname, '../..');
const example = path.join(root, 'examples/configs');

before(() => {
  execFileSync(process.execPath, ['scripts/build-example.ts', 'configs'], { cwd: root });
});

/** An app's folder, with the example's slightfile, or with another. */
function folder(resource: string): string {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'slight-configs-'));
  const slightfile = readFileSync(path.join(example, 'slightfile.toml'), 'utf8');
  writeFileSync(
    path.join(cwd, 'slightfile.toml'),
    slightfile.replace(/^resource = .*$/m, `resource = "${resource}"`),
  );
  return cwd;
}

function slight(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const settings = {
    cwd,
    env: { ...process.env, NO_COLOR: '1', XDG_CONFIG_HOME: path.join(cwd, 'config'), ...env },
  };
  return new Promise<{ readonly stdout: string; readonly stderr: string }>((resolve) =>
    execFile(process.execPath, [shipped('slight.mjs'), ...args], settings, (_, stdout, stderr) =>
      resolve({ stdout, stderr }),
    ),
  );
}

const run = ['run', path.join(example, 'configs.wasm')];

test('its settings are environment variables', async () => {
  const cwd = folder('configs.envvars');
  assert.equal((await slight(cwd, run)).stdout, 'Hello, SpiderLightning!\n');
  assert.equal((await slight(cwd, run, { GREETING: 'Howdy' })).stdout, 'Howdy, SpiderLightning!\n');
});

test('its settings are secrets of the slightfile', async () => {
  const cwd = folder('configs.usersecrets');
  await slight(cwd, ['secret', '-k', 'GREETING', '-v', 'Good morning', '-c', 'slightfile.toml']);
  assert.equal((await slight(cwd, run)).stdout, 'Good morning, SpiderLightning!\n');
});

test('its settings are in App Configuration', async () => {
  await using server = await startAppConfiguration([
    { key: 'GREETING', value: 'Hi' },
    { key: 'NAME', value: 'Azure' },
  ]);
  const cwd = folder('configs.azapp');
  const { stdout, stderr } = await slight(cwd, run, server.configs());
  assert.equal(stdout, 'Hi, Azure!\n', stderr);
  const without = await slight(cwd, run);
  assert.match(without.stderr, /configs\.azapp "settings" needs AZAPPCONFIG_ENDPOINT and AZAPPCONFIG_KEYID/);
});

test('a slightfile takes the address of a server from App Configuration', async () => {
  await using redis = await startRedis('hunter2-of-redis');
  const address = `redis://:hunter2-of-redis@127.0.0.1:${redis.port}`;
  await using server = await startAppConfiguration([{ key: 'redis.address', value: address }]);
  const cwd = folder('configs.azapp');
  const declared = (text: string) =>
    writeFileSync(
      path.join(cwd, 'slightfile.toml'),
      `specversion = "0.2"\n[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n[capability.configs]\nREDIS_ADDRESS = "${text}"\n`,
    );
  declared('${azapp.redis.address}');
  const guest = path.join(root, '.cache/guests/c-keyvalue-0.5.wasm');
  const commands = ['run', '--backends', 'embedded', guest, '--', 'orders', 'set', 'a', 'one', 'get', 'a'];
  const { stdout, stderr } = await slight(cwd, commands, server.configs());
  assert.equal(stdout, 'set:\nget: one\n', stderr);
  assert.doesNotMatch(stderr, /hunter2/);
  const without = await slight(cwd, commands);
  assert.match(
    without.stderr,
    /read from Azure App Configuration, and the environment does not have AZAPPCONFIG_ENDPOINT/,
  );
  declared('${azapp.missing}');
  const missing = await slight(cwd, commands, server.configs());
  assert.match(missing.stderr, /App Configuration has no key missing/);
});
