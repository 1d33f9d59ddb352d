import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  globSync,
  mkdtempSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { analyze } from '@slight/slightfile/analyze.ts';
import { slightfileSecrets } from '../app/secrets.ts';
import { main, slight } from './testing.ts';

const newFolder = () => mkdtempSync(path.join(os.tmpdir(), 'slight-secret-'));

function setSecret(before: string, name: string, value: string, folder = newFolder()) {
  const file = path.join(folder, 'slightfile.toml');
  writeFileSync(file, before);
  const env = { ...process.env, XDG_CONFIG_HOME: folder };
  execFileSync(process.execPath, [main, 'secret', '-k', name, '-c', file], {
    env,
    input: `${value}\n`,
    stdio: 'pipe',
  });
  const text = readFileSync(file, 'utf8');
  return { text, secret: slightfileSecrets(analyze(text).slightfile.secrets, path.join(folder, 'slight')) };
}

test('a secret is added at the end, and all else stays as it was', async () => {
  const before = '# mine\nspecversion = "0.2"   # yes\n';
  const { text, secret } = setSecret(before, 'TOKEN', 'hunter2');
  assert.ok(text.startsWith(before));
  assert.ok(!text.includes('hunter2'));
  assert.equal(await secret('TOKEN'), 'hunter2');
});

test('secrets that are set at the same time are all there in the end', async () => {
  const folder = newFolder();
  writeFileSync(path.join(folder, 'slightfile.toml'), 'specversion = "0.2"\n');
  const env = { ...process.env, XDG_CONFIG_HOME: folder };
  const names = Array.from({ length: 6 }, (_, index) => `K${index}`);
  const set = promisify(execFile);
  await Promise.all(
    names.map((name) =>
      set(process.execPath, [main, 'secret', '-k', name, '-v', name], { cwd: folder, env }),
    ),
  );
  const { secrets } = analyze(readFileSync(path.join(folder, 'slightfile.toml'), 'utf8')).slightfile;
  assert.deepEqual(secrets.map(({ name }) => name?.value).sort(), names);
  const secret = slightfileSecrets(secrets, path.join(folder, 'slight'));
  for (const name of names) assert.equal(await secret(name), name);
});

test('a secret is added behind the last one', () => {
  const folder = newFolder();
  const first = setSecret('specversion = "0.2"\n', 'A', '1', folder);
  const block = '\n[[capability]]\nresource = "configs.usersecrets"\nname = "s"\n';
  const { text } = setSecret(first.text + block, 'B', '2', folder);
  assert.ok(text.endsWith(block));
  assert.deepEqual(
    analyze(text).slightfile.secrets.map(({ name }) => name?.value),
    ['A', 'B'],
  );
});

test('a secret that is there gets the new value', async () => {
  const sealed = '[[secret_settings]]\nname = "TOKEN" # the token\nvalue = "old"\n';
  const { text, secret } = setSecret(sealed, 'TOKEN', 'new "one"');
  assert.match(text, /^\[\[secret_settings\]\]\nname = "TOKEN" # the token\nvalue = "v1:[\w-]+"\n$/);
  assert.equal(await secret('TOKEN'), 'new "one"');
});

test('secret_settings that are a single table are refused, as check does', () => {
  const cwd = newFolder();
  const text = 'specversion = "0.2"\n[secret_settings]\nname = "TOKEN"\nvalue = "old"\n';
  writeFileSync(path.join(cwd, 'slightfile.toml'), text);
  const { code, stderr } = slight(['secret', '-k', 'TOKEN'], { cwd, env: { XDG_CONFIG_HOME: cwd } });
  assert.match(
    stderr,
    /^slightfile\.toml:2:1 error: secret_settings must be a list, each item with the header \[\[secret_settings\]\], and this is a table\./,
  );
  assert.ok(
    stderr.endsWith(
      'slight: The secret_settings of slightfile.toml are not a list, so nothing was changed.\n',
    ),
    stderr,
  );
  assert.equal(code, 2);
  assert.equal(readFileSync(path.join(cwd, 'slightfile.toml'), 'utf8'), text);
});

test('no message tells a person to write a secret where the shell keeps it', () => {
  const shippedFolder = path.dirname(main);
  const files = globSync('**/*.{mjs,cjs}', { cwd: shippedFolder });
  assert.ok(files.length > 2, files.join());
  for (const file of files) {
    const found = /secret -k [^\n]{1,40} (?:-v|--value) /.exec(
      readFileSync(path.join(shippedFolder, file), 'utf8'),
    );
    assert.equal(found?.[0], undefined, file);
  }
});

test('a slightfile that is protected against writing stays as it is, and is told of before a value is asked for', () => {
  const cwd = newFolder();
  const file = path.join(cwd, 'slightfile.toml');
  const text = 'specversion = "0.2"\n';
  writeFileSync(file, text, { mode: 0o444 });
  symlinkSync('slightfile.toml', path.join(cwd, 'link.toml'));
  const asked = { cwd, env: { XDG_CONFIG_HOME: cwd } };
  for (const name of ['slightfile.toml', 'link.toml']) {
    for (const value of [['-v', 'hunter2'], []]) {
      const { code, stderr } = slight(['secret', '-k', 'TOKEN', '-c', name, ...value], asked);
      assert.equal(
        stderr,
        `slight: ${name} is protected against writing, so nothing was changed. Permit it to be written, and try again.\n`,
      );
      assert.equal(code, 2);
    }
  }
  assert.equal(readFileSync(file, 'utf8'), text);
  assert.equal(statSync(file).mode & 0o222, 0);
  chmodSync(file, 0o644);
  assert.equal(slight(['secret', '-k', 'TOKEN', '-v', 'hunter2'], asked).code, 0);
});
