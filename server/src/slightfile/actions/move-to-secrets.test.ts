import assert from 'node:assert/strict';
import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { loadKey } from '@slight/secrets/key.ts';
import { sealSecret, slightfileSecrets } from '@slight/secrets/seal.ts';
import type { CodeAction } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions, resolveCodeAction, uriOfAction } from '../code-action.ts';
import type { File } from '../file.ts';
import { offered } from '../../testing/act.ts';
import { applied, fileOf, marked, uri } from '../../testing/marked.ts';

const temporary = () => mkdtempDisposable(path.join(os.tmpdir(), 'slight-move-'));

const value = 'c2VjcmV0';
const text = `specversion = "0.2"

[[capability]]
resource = "keyvalue.azblob"
name = "a"
[capability.configs]
AZURE_STORAGE_ACCOUNT = "mine"
AZURE_STORAGE_KEY = "${value}|" # base64
`;
const title = 'Move the value of AZURE_STORAGE_KEY to user secrets';

function choose(marking: string, called = title): { readonly file: File; readonly action: CodeAction } {
  const { file } = marked(marking);
  const action = offered(marking, ['refactor']).find((one) => one.title === called);
  assert.ok(action);
  return { file, action };
}

async function move(marking: string, folder: string, called = title) {
  const { file, action } = choose(marking, called);
  const { edit } = await resolveCodeAction(action, file, folder);
  assert.ok(edit?.changes?.[uri]);
  const result = applied(file, edit.changes[uri]);
  const { problems, slightfile } = fileOf(result);
  assert.ok(
    problems.every(({ code }) => code !== 'plaintext-secret' && code !== 'missing-secret'),
    result,
  );
  return { result, secret: slightfileSecrets(slightfile.secrets, folder) };
}

test('the value is sealed, and the config reads it', async () => {
  await using folder = await temporary();
  const { result, secret } = await move(text, folder.path);
  assert.ok(result.startsWith(text.replace(`${value}|`, '${usersecrets.AZURE_STORAGE_KEY}')));
  assert.match(
    result,
    /# base64\n\n\[\[secret_settings\]\]\nname = "AZURE_STORAGE_KEY"\nvalue = "v1:[\w-]+"\n$/,
  );
  assert.equal(await secret('AZURE_STORAGE_KEY'), value);
});

test('of a value that reads a part of it already, the password is sealed', async () => {
  await using folder = await temporary();
  const redis = 'redis://me:p%40ss@${envvars.HOST}:6379';
  const mixed = text
    .replace('azblob', 'redis')
    .replace(/AZURE_STORAGE_ACCOUNT.*\n/, '')
    .replace(/AZURE_STORAGE_KEY = .*" /, `REDIS_ADDRESS = "|${redis}" `);
  const { result, secret } = await move(
    mixed,
    folder.path,
    'Move the password in REDIS_ADDRESS to user secrets',
  );
  const kept = 'redis://me:${usersecrets.REDIS_ADDRESS_PASSWORD}@${envvars.HOST}:6379';
  assert.ok(result.includes(`REDIS_ADDRESS = "${kept}" # base64`), result);
  assert.equal(await secret('REDIS_ADDRESS_PASSWORD'), 'p%40ss');
});

test('a secret of that name with another value stays, one with the same is used', async () => {
  await using folder = await temporary();
  const key = await loadKey(folder.path, { create: true });
  const block = (sealed: string) =>
    `[[secret_settings]]\nname = "AZURE_STORAGE_KEY"\nvalue = "${sealed}"\n\n`;
  const place = (sealed: string) => text.replace('[[', `${block(sealed)}[[`);

  const other = await move(place(sealSecret(key, 'AZURE_STORAGE_KEY', 'another')), folder.path);
  assert.equal(await other.secret('AZURE_STORAGE_KEY'), 'another');
  assert.equal(await other.secret('AZURE_STORAGE_KEY_2'), value);
  assert.match(other.result, /AZURE_STORAGE_KEY = "\$\{usersecrets\.AZURE_STORAGE_KEY_2\}" # base64/);

  const unreadable = await move(place('v1:9f8a'), folder.path);
  assert.equal(await unreadable.secret('AZURE_STORAGE_KEY_2'), value);

  const same = await move(place(sealSecret(key, 'AZURE_STORAGE_KEY', value)), folder.path);
  assert.match(same.result, /AZURE_STORAGE_KEY = "\$\{usersecrets\.AZURE_STORAGE_KEY\}" # base64/);
  assert.equal(same.result.match(/secret_settings/g)?.length, 1);
});

test('the offer tells nothing of the value, and is the remedy of the problem', () => {
  const { file, position } = marked(text);
  const actions = offered(text);
  const action = actions.find((one) => one.title === title);
  assert.deepEqual([action?.kind, action?.diagnostics?.[0]?.code], ['quickfix', 'plaintext-secret']);
  assert.equal(action?.edit, undefined);
  assert.ok(!JSON.stringify(actions).includes(value));
  assert.equal(action && uriOfAction(action), uri);
  assert.equal(uriOfAction({ title: '', data: { uri } }), undefined);
  const mute = codeActions(file, { start: position, end: position }, undefined, { disables: true });
  assert.ok(!mute.some((one) => one.title === title), 'a client that does not resolve is not offered it');
});

test('nothing happens to a document that has changed, and no key is made for it', async () => {
  await using folder = await temporary();
  const { file, action } = choose(text);
  assert.equal((await resolveCodeAction(action, undefined, folder.path)).edit, undefined);
  TextDocument.update(file.document, [{ text: '' }], 2);
  assert.equal((await resolveCodeAction(action, file, folder.path)).edit, undefined);
  assert.deepEqual(await readdir(folder.path), []);
});

test('nothing happens to a document that changes while the value is sealed', async () => {
  await using folder = await temporary();
  const { file, action } = choose(text);
  const resolving = resolveCodeAction(action, file, folder.path);
  TextDocument.update(file.document, [{ text: '' }], 2);
  assert.equal((await resolving).edit, undefined);
});

test('a key that cannot be used is told, and the file stays', async () => {
  await using folder = await temporary();
  await writeFile(path.join(folder.path, 'secret.key'), 'short');
  const { file, action } = choose(text);
  const resolved = await resolveCodeAction(action, file, folder.path);
  assert.equal(resolved.edit, undefined);
  assert.match(resolved.disabled?.reason ?? '', /secret\.key is damaged/);
});

test('where no secret can be added, it is told', async () => {
  await using folder = await temporary();
  const { file, action } = choose(text.replace('[[', 'secret_settings = "none"\n\n[['));
  const resolved = await resolveCodeAction(action, file, folder.path);
  assert.match(resolved.disabled?.reason ?? '', /no list\. Write each one/);
});

test('where the file cannot be read it says why not', () => {
  const [action] = offered(`${text}\nhalf = `, ['refactor.extract']);
  assert.equal(action?.disabled?.reason, 'Correct the TOML errors first.');
});
