import assert from 'node:assert/strict';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { registryLogin } from './logins.ts';

const never = new AbortController().signal;
const auth = Buffer.from('ann:hunter2:3').toString('base64');
const hub = 'https://index.docker.io/v1/';

/** Why a test of these settings is left out: those that name programs start scripts of a shell here. */
const skipped = (config: string) =>
  process.platform === 'win32' && config.includes('"cred') && 'Windows starts no scripts of a shell';

const known: readonly (readonly [what: string, image: string, config: object, login: object | undefined])[] =
  [
    [
      'a login',
      'ghcr.io/x/y:1',
      { auths: { 'ghcr.io': { auth } } },
      { username: 'ann', password: 'hunter2:3' },
    ],
    [
      'a login by URL',
      'ghcr.io/x/y:1',
      { auths: { 'https://ghcr.io': { auth } } },
      { username: 'ann', password: 'hunter2:3' },
    ],
    [
      'a login to Docker Hub',
      'redis:7-alpine',
      { auths: { [hub]: { auth } } },
      { username: 'ann', password: 'hunter2:3' },
    ],
    [
      'names in clear',
      'localhost/x',
      { auths: { localhost: { username: 'a', password: 'b' } } },
      { username: 'a', password: 'b' },
    ],
    ['a token', 'r.io:5000/x', { auths: { 'r.io:5000': { identitytoken: 't' } } }, { identitytoken: 't' }],
    ['a login to another registry', 'redis', { auths: { 'ghcr.io': { auth } } }, undefined],
    ['what keeps a password', 'redis', { credsStore: 'good' }, { username: 'ann', password: 'hunter2' }],
    ['what keeps a token', 'redis', { credHelpers: { [hub]: 'token' } }, { identitytoken: 't' }],
    [
      'what knows of none',
      'redis',
      { credsStore: 'none', auths: { [hub]: { auth } } },
      { username: 'ann', password: 'hunter2:3' },
    ],
    ['types of another kind', 'redis', { auths: 5, credsStore: {}, credHelpers: 'x' }, undefined],
  ];

for (const [what, image, config, login] of known) {
  const text = JSON.stringify(config);
  test(`the login to an image's registry: ${what}`, { skip: skipped(text) }, async () => {
    await using home = await temporary(text);
    const found = await registryLogin(image, home.environment, never);
    if (login === undefined) {
      assert.deepEqual(found, { kind: 'none' });
      return;
    }
    assert.ok(found.kind === 'login');
    const { serveraddress, ...sent } = JSON.parse(
      Buffer.from(found.header, 'base64url').toString(),
    ) as Record<string, unknown>;
    assert.equal(typeof serveraddress, 'string');
    assert.deepEqual(sent, login);
  });
}

const unusable: readonly (readonly [config: string, reason: RegExp])[] = [
  ['', /^The logins in .*config\.json cannot be used: it is no JSON\.$/],
  ['{"credsStore": "dies"}', /^The logins in .* cannot be used: docker-credential-dies gives no JSON\.$/],
  [
    '{"credsStore": "missing"}',
    /cannot be used: docker-credential-missing cannot be started, or does not end\.$/,
  ],
];

for (const [config, reason] of unusable) {
  test(
    `no login is had of ${config || 'an empty file'}, and why is said`,
    { skip: skipped(config) },
    async () => {
      await using home = await temporary(config);
      const found = await registryLogin('redis', home.environment, never);
      assert.match(found.kind === 'none' ? (found.reason ?? '') : '', reason);
    },
  );
}

test('what the environment says comes first, and no file is no fault', async () => {
  await using home = await temporary('{');
  const config = JSON.stringify({ auths: { [hub]: { auth } } });
  const first = await registryLogin('redis', { ...home.environment, DOCKER_AUTH_CONFIG: config }, never);
  assert.equal(first.kind, 'login');
  assert.deepEqual(await registryLogin('redis', { DOCKER_CONFIG: '/nowhere' }, never), { kind: 'none' });
});

async function temporary(config: string) {
  const folder = await mkdtempDisposable(path.join(tmpdir(), 'slight-logins-'));
  await writeFile(path.join(folder.path, 'config.json'), config);
  const program = (name: string, script: string) =>
    writeFile(path.join(folder.path, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await program('good', `cat > /dev/null; echo '{"Username": "ann", "Secret": "hunter2"}'`);
  await program('token', `cat > /dev/null; echo '{"Username": "<token>", "Secret": "t"}'`);
  await program('none', 'cat > /dev/null; exit 1');
  // it reads nothing, and says nothing
  await program('dies', 'exec 0<&-; exit 0');
  const environment = {
    PATH: `${folder.path}${path.delimiter}${process.env['PATH'] ?? ''}`,
    DOCKER_CONFIG: folder.path,
  };
  return { environment, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}
