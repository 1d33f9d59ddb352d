import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MarkupContent } from 'vscode-languageserver-types';
import { marked } from '../testing/marked.ts';
import { hover } from './hover.ts';

/** What the hover says, and the text that it is about. */
function ask(text: string, environment: readonly string[] = []): { says: string; about: string } | undefined {
  const { file, position } = marked(text, environment);
  const answer = hover(file, position);
  if (!answer) return undefined;
  assert.ok(MarkupContent.is(answer.contents) && answer.range);
  return { says: answer.contents.value, about: file.document.getText(answer.range) };
}

const azure = '[[capability]]\nresource = "keyvalue.azblob"\nname = "my-container"\n[capability.configs]\n';
const redis = '[[capability]]\nresource = "keyvalue.redis"\nname = "my-container"\n[capability.configs]\n';

test('a resource: what it does, what it needs, what the runtime does with it', () => {
  const answer = ask('[[capability]]\nresource = "keyvalue.re|dis"');
  assert.equal(answer?.about, '"keyvalue.redis"');
  assert.match(answer.says, /Key-value store in Redis/);
  assert.match(answer.says, /`REDIS_ADDRESS` \(optional: a development server is started\)/);
  assert.match(answer.says, /`slight run` holds one connection/);
});

test('a resource under its former name, and in the 0.1 format', () => {
  assert.match(
    ask('[[capability]]\nresource = "kv.r|edis"')?.says ?? '',
    /`kv.redis` was renamed to `keyvalue.redis`/,
  );
  assert.match(
    ask('specversion = "0.1"\n[[capability]]\nname = "kv.r|edis"')?.says ?? '',
    /Key-value store in Redis/,
  );
  assert.equal(ask('[[capability]]\nresource = "nothing.k|nown"'), undefined);
});

test('keys: what they are for, and whether they are required', () => {
  assert.match(ask('specver|sion = "0.2"')?.says ?? '', /format of this file[^]*Required\./);
  assert.equal(ask('[[capability]]\nna|me = "a"')?.about, 'name');
  assert.match(ask('[[capability]]\nname = "|*"')?.says ?? '', /Whatever name the guest opens/);
  assert.equal(ask('const|ructor = 1'), undefined);
  assert.match(ask('secret_store = "configs.env|vars"')?.says ?? '', /environment variables of the process/);
});

test('headers: the block, and what serves it', () => {
  const answer = ask('[[capa|bility]]\nresource = "keyvalue.redis"');
  assert.equal(answer?.about, '[[capability]]');
  assert.match(answer.says, /what serves it[^]*keyvalue\.redis/);
  assert.equal(ask(redis.replace('.configs', '.con|figs'))?.about, 'configs');
});

test('a config: what happens without it, its format, default and example', () => {
  const answer = ask(`${redis}REDIS|_ADDRESS = "redis://127.0.0.1:6379"`);
  assert.equal(answer?.about, 'REDIS_ADDRESS');
  assert.match(answer.says, /without it, a run starts redis/);
  assert.match(answer.says, /A URL that begins with `redis:`/);
  const kafka =
    '[[capability]]\nresource = "messaging.confluent_apache_kafka"\nname = "*"\n[capability.configs]\n';
  assert.match(
    ask(`${kafka}CAK_SECURITY_PRO|TOCOL = "SSL"`)?.says ?? '',
    /One of `PLAINTEXT`[^]*Default: `PLAINTEXT`/,
  );
  assert.match(
    ask(`${azure}AZURE_STORAGE_KEY| = "x"`)?.says ?? '',
    /A secret: write `\$\{usersecrets\.AZURE_STORAGE_KEY\}`/,
  );
});

test('a reference: where it is read, and whether it is there', () => {
  const reference = `${redis}REDIS_ADDRESS = "\${envvars.RED|IS_URL}"`;
  assert.match(
    ask(reference, ['REDIS_URL'])?.says ?? '',
    /variable `REDIS_URL` when the app starts\. It is set/,
  );
  assert.match(ask(reference)?.says ?? '', /It is not set/);
  const secret = `${redis}REDIS_ADDRESS = "\${usersecrets.ADD|RESS}"\n`;
  assert.match(ask(secret)?.says ?? '', /does not have it yet: `slight secret -k ADDRESS`/);
  assert.match(
    ask(`${secret}[[secret_settings]]\nname = "ADDRESS"\nvalue = "x"`)?.says ?? '',
    /The file has it/,
  );
  assert.match(
    ask(`${redis}REDIS_ADDRESS = "\${usersec|rets.ADDRESS}"`)?.says ?? '',
    /encrypted `\[\[secret_settings\]\]`/,
  );
  assert.match(ask(`${redis}REDIS_ADDRESS = "\${env|vars"`)?.says ?? '', /Not a reference yet/);
});

test('a reference within a value is explained by itself, and the value as a whole', () => {
  const value = `REDIS_ADDRESS = "redis://:\${usersecrets.PASSWORD}@\${envvars.HOST}:6379"`;
  const at = (mark: string) => ask(redis + value.replace(mark, `${mark}|`), ['HOST']);
  assert.equal(at('usersec')?.about, '${usersecrets.PASSWORD}');
  assert.match(at('usersec')?.says ?? '', /encrypted `\[\[secret_settings\]\]`[^]*secret `PASSWORD`/);
  assert.equal(at('envvars.HO')?.about, '${envvars.HOST}');
  assert.match(at('envvars.HO')?.says ?? '', /^Read from the environment variable `HOST`[^]*It is set/);
  assert.equal(at('redis')?.about, '"redis://:${usersecrets.PASSWORD}@${envvars.HOST}:6379"');
  assert.match(at('redis')?.says ?? '', /in the place of each reference:\n\n- Decrypted[^]*\n- Read from/);
});

test('no hover ever shows a value that may be a secret', () => {
  const places = [
    `${azure}AZURE_STORAGE_KEY = "p4ss|w0rd"`,
    `${azure}AZURE_STORAGE|_KEY = "p4ssw0rd"`,
    `${azure}UNKN|OWN = "p4ssw0rd"`,
    `${azure}UNKNOWN = "p4ss|w0rd"`,
    `${redis}REDIS_ADDRESS = "redis://:p4ss|w0rd@host"`,
    '[[secret_settings]]\nname = "a"\nvalue = "p4ss|w0rd"',
    '[[secret_settings]]\nname = "a"\nval|ue = "p4ssw0rd"',
    '[[secret_|settings]]\nname = "a"\nvalue = "p4ssw0rd"',
  ];
  for (const text of places) assert.doesNotMatch(ask(text)?.says ?? '', /p4ssw0rd/, text);
  assert.match(ask('[[secret_settings]]\nname = "a"\nvalue = "p4ss|w0rd"')?.says ?? '', /^••••/);
});

test('there is nothing to say about blanks, comments and what is not there', () => {
  for (const text of [
    '|',
    '# spec|version',
    'specversion = |',
    'specversion = "0.2" |',
    'oth|er = 1',
    '[oth|er]',
  ]) {
    assert.equal(ask(text), undefined, text);
  }
});
