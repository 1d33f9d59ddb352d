/** What ships keeps a secret out of all that it writes itself, whatever a guest does with it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { loadKey } from '@slight/secrets/key.ts';
import { sealSecret } from '@slight/secrets/seal.ts';

const root = path.join(import.meta.dirname, '..');
const slight = path.join(root, 'dist/slight.mjs');
const guest = (name: string) => path.join(root, '.cache/guests', `${name}.wasm`);

const secret = 'kx/q7 "Zr#m"+%41\\W?&-_';

interface Ended {
  readonly cwd: string;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [slight, ...args], {
    cwd,
    encoding: 'utf8',
    input: '',
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  return { cwd, code: status, stdout, stderr };
}

function workspace(...blocks: readonly string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slight-secrets-'));
  writeFileSync(path.join(folder, 'slightfile.toml'), ['specversion = "0.2"', ...blocks, ''].join('\n'));
  return folder;
}

const capability = (resource: string, name: string, ...configs: readonly string[]) =>
  [
    `[[capability]]\nresource = "${resource}"\nname = "${name}"`,
    ...(configs.length > 0 ? ['[capability.configs]', ...configs] : []),
  ].join('\n');

/** Every run of eight bytes of the secret, in every form that is masked. */
function traces(of: string): ReadonlySet<string> {
  const bytes = Buffer.from(of);
  const each = (run: Uint8Array, write: (byte: number) => string) => Array.from(run, write).join('');
  const hex = (byte: number) => byte.toString(16).padStart(2, '0');
  const found = new Set<string>();
  for (let at = 0; at + 8 <= bytes.length; at++) {
    const run = bytes.subarray(at, at + 8);
    const hexadecimal = run.toString('hex');
    const percent = each(run, (byte) => `%${hex(byte)}`);
    found
      .add(run.toString())
      .add(JSON.stringify(run.toString()).slice(1, -1))
      .add(encodeURIComponent(run.toString()))
      .add(encodeURIComponent(run.toString()).replaceAll('%20', '+'))
      .add(percent)
      .add(percent.toUpperCase())
      .add(each(run, (byte) => `\\u00${hex(byte)}`))
      .add(each(run, (byte) => `\\\\u00${hex(byte)}`))
      .add(hexadecimal)
      .add(hexadecimal.toUpperCase());
    for (const ahead of [0, 1, 2]) {
      // the letters that have no bit of anything else
      const [first, last] = [Math.ceil((8 * ahead) / 6), Math.floor((8 * (ahead + 8)) / 6)];
      const encoded = Buffer.concat([Buffer.alloc(ahead), run]).toString('base64');
      found
        .add(encoded.slice(first, last))
        .add(encoded.slice(first, last).replaceAll('+', '-').replaceAll('/', '_'));
    }
  }
  return found;
}

function assertHidden(text: string, of: string): void {
  for (const part of traces(of)) assert.ok(!text.includes(part), `${part} stands in ${text}`);
}

const stores = {
  'configs.envvars': () => Promise.resolve({ settings: '', env: { TOKEN: secret } }),
  'configs.usersecrets': async () => {
    const home = mkdtempSync(path.join(os.tmpdir(), 'slight-key-'));
    const key = await loadKey(path.join(home, 'slight'), { create: true });
    const sealed = sealSecret(key, 'TOKEN', secret);
    return {
      settings: `[[secret_settings]]\nname = "TOKEN"\nvalue = "${sealed}"`,
      env: { XDG_CONFIG_HOME: home },
    };
  },
};

for (const name of ['c-secrets', 'c-secrets-component']) {
  for (const [store, given] of Object.entries(stores)) {
    test(`${name} hands a secret of ${store} on: it is masked in the trace and the report, and not in the guest's own output`, async () => {
      const { settings, env } = await given();
      const cwd = workspace(
        capability('keyvalue.filesystem', 'orders'),
        capability(store, 'secrets'),
        settings,
      );
      const args = ['run', '--verbose', '--trace', 'trace.jsonl', guest(name), '--', 'TOKEN', '1'];
      const { code, stdout, stderr } = run(cwd, args, env);
      assert.equal(code, 1, stderr);
      assert.equal(stdout, `token=${secret}\n${secret}`);
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64'),
        Buffer.from(secret).toString('hex'),
      ]) {
        assert.ok(stderr.includes(`${form}\n`), `the guest printed ${form}`);
      }
      assertHidden(
        stderr
          .split('\n')
          .filter((line) => /^(slight|\s)/.test(line))
          .join('\n'),
        secret,
      );
      // the last error of a capability, which is repeated
      assert.match(stderr, /^ {2}.*keyvalue\.open\("••••"\): no keyvalue capability named "••••"/m);
      const trace = readFileSync(path.join(cwd, 'trace.jsonl'), 'utf8');
      assertHidden(trace, secret);
      // the value, its key and the error's message, and what it printed in two pieces
      assert.match(trace, /"arguments":\["key",\{"size":\d+,"text":"••••"\}\]/);
      assert.match(trace, /"arguments":\["no-••••"\]/);
      assert.match(trace, /"message":"there is no key \\"no-••••\\""/);
      assert.match(trace, /"type":"stdout","text":"token=••••\\n"/);
      assert.match(trace, /"text":"fffe••••"/);
      assert.match(trace, /middle of the sec: ••••…/);
    });
  }
}

for (const { what, password, address, env } of [
  {
    what: 'stands in the slightfile',
    password: 'correct-horse-battery',
    address: 'redis://:correct-horse-battery@127.0.0.1:1',
    env: {},
  },
  {
    what: 'comes from the environment',
    password: secret,
    address: '${envvars.ADDRESS}',
    env: { ADDRESS: `redis://:${encodeURIComponent(secret)}@127.0.0.1:1` },
  },
]) {
  // a capability that is called as the password makes messages hold it
  const store = capability(
    'keyvalue.redis',
    JSON.stringify(password).slice(1, -1),
    `REDIS_ADDRESS = "${address}"`,
  );

  test(`the password of an address that ${what} is in no error`, () => {
    const cwd = workspace(store);
    const args = ['--backends', 'container', '--trace', 'trace.jsonl'];
    for (const command of [
      ['run', ...args, guest('c-keyvalue-0.5')],
      ['up', ...args],
    ]) {
      const engine = { DOCKER_HOST: 'tcp://127.0.0.1:1' };
      const { code, stdout, stderr } = run(cwd, ['--verbose', ...command], { ...env, ...engine });
      assert.equal(code, 2, stderr);
      assert.match(stderr, /keyvalue\.redis "••••" cannot have a container/);
      assert.match(stderr, /\n\s+at /);
      assertHidden(stdout + stderr, password);
      assertHidden(readFileSync(path.join(cwd, 'trace.jsonl'), 'utf8'), password);
    }
  });

  test(`the password of an address that ${what} is in no report`, () => {
    const cwd = workspace(store);
    const args = ['run', '--backends', 'embedded', '--trace', 'trace.jsonl', guest('c-keyvalue-0.5')];
    const { stderr } = run(cwd, args, env);
    assert.match(stderr, /^slight {2}•••• → keyvalue\.filesystem in .*, standing in for keyvalue\.redis$/m);
    const trace = readFileSync(path.join(cwd, 'trace.jsonl'), 'utf8');
    assert.match(trace, /"resource":"keyvalue\.redis","name":"••••"/);
    for (const text of [stderr, trace]) assertHidden(text, password);
  });
}

test('an error that nobody waits for is told as a bug, without the secret that it holds', () => {
  const cwd = workspace(
    capability('keyvalue.filesystem', 'orders'),
    capability('configs.envvars', 'secrets'),
  );
  // fails when the trace is told of the end: by then the guest has the secret
  const failing = path.join(cwd, 'failing.mjs');
  writeFileSync(
    failing,
    `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { writeSync } = fs;
    fs.writeSync = (...args) => {
      if (String(args[1]).includes('"type":"exit"')) {
        const error = Object.assign(new Error('lost ' + process.env.TOKEN), { command: ['AUTH', process.env.TOKEN] });
        queueMicrotask(() => { throw error; });
      }
      return writeSync(...args);
    };
    syncBuiltinESMExports();`,
  );
  const args = ['--verbose', 'run', '--trace', 'trace.jsonl', guest('c-secrets'), '--', 'TOKEN', '0'];
  const env = { TOKEN: secret, NODE_OPTIONS: `--import=${pathToFileURL(failing).href}` };
  const { code, stderr } = run(cwd, args, env);
  const [, told = ''] = /^(slight: this is a bug in slight: .*)/ms.exec(stderr) ?? [];
  assert.match(told, /^slight: this is a bug in slight: lost ••••\. Run again/);
  assert.match(told, /\n\s+at /);
  assertHidden(told, secret);
  assert.equal(code, 2);
});
