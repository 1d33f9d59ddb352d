import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { secretSpans, withoutSecrets } from './secrets.ts';

/** The text as a report shows it, line by line. */
function shown(text: string): string {
  const secrets = secretSpans(text);
  let offset = 0;
  return text
    .split('\n')
    .map((line) => {
      const { line: masked } = withoutSecrets({ line, start: 0, end: 0 }, offset, secrets);
      offset += line.length + 1;
      return masked;
    })
    .join('\n');
}

describe('what a report masks', () => {
  test('values that are secret by their key, hold a login, or of which nothing is known', () => {
    const text = `
[[secret_settings]]
name = "A"
value = "sealed"
[[capability]]
resource = "keyvalue.azblob"
configs = { AZURE_STORAGE_ACCOUNT = "mine", AZURE_STORAGE_KEY = "hunter2", X = '\${envvars.X}', Y = 'hunter2' }
[[capability]]
resource = "keyvalue.redis" # a comment
[capability.configs]
REDIS_ADDRESS = "redis://:hunter\\u0032/#@host"
AZURE_STORAGE_KEYY = 12
[[capability]]
configs.REDIS_ADDRESS = "redis://host:6379"
[[capability]]
configs.REDIS_ADDRESS = "\${usersecrets.A}"`;
    assert.equal(
      shown(text),
      `
[[secret_settings]]
name = "A"
value = "••••"
[[capability]]
resource = "keyvalue.azblob"
configs = { AZURE_STORAGE_ACCOUNT = "mine", AZURE_STORAGE_KEY = "••••", X = '\${envvars.X}', Y = '••••' }
[[capability]]
resource = "keyvalue.redis" # a comment
[capability.configs]
REDIS_ADDRESS = "••••"
AZURE_STORAGE_KEYY = ••••
[[capability]]
configs.REDIS_ADDRESS = "redis://host:6379"
[[capability]]
configs.REDIS_ADDRESS = "\${usersecrets.A}"`,
    );
  });

  test('of a line that cannot be read, all that may belong to one', () => {
    for (const line of [
      'configs.REDIS_ADDRESS = redis://:hunter2@host',
      'REDIS_ADDRESS: redis://:hunter2@host',
      'configs.AZURE_STORAGE_KEY = hunter2',
      'configs.AZURE_STORAGE_KEY = "hunter2',
      `configs.AZURE_STORAGE_KEY = 'a' hunter2`,
      'configs = { AZURE_STORAGE_KEY = hunter2, X = 1',
      'export AZURE_STORAGE_KEY=hunter2',
      'configs = { AZURE_STORAGE"_KEY = "hunter2", b = 1 }',
      'redis://:hunter2"""',
      '"AZURE_STORAGE_KEY": "hunter2",',
      'configs.AZURE_STORAGE_KEY = "a\\qhunter2"',
    ]) {
      const masked = shown(`specversion = "0.2"\n${line}\nname = "x"`);
      assert.match(masked, /^specversion = "0\.2"\n.*••••.*\nname = "x"$/, line);
      assert.doesNotMatch(masked, /hunter/, line);
    }
  });

  test('an address that cannot be read, which may hold a password', () => {
    assert.equal(shown('configs.REDIS_ADDRESS = "redis://:hunter2"'), 'configs.REDIS_ADDRESS = "••••"');
  });

  test('a password of each form that addresses have, and no reference', () => {
    for (const address of [
      '127.0.0.1:6379,password=hunter2,ssl=False',
      'redis://host:1/hunter2',
      'redis://host?auth=hunter2',
      'redis://host/1?password=hunter2',
      'redis://hunter2@host',
    ]) {
      assert.equal(shown(`configs.REDIS_ADDRESS = "${address}"`), 'configs.REDIS_ADDRESS = "••••"');
    }
    for (const address of [
      'redis://:${usersecrets.A}@host:1',
      'host,password=${envvars.A}',
      'redis://host/1',
    ]) {
      const line = `configs.REDIS_ADDRESS = "${address}"`;
      assert.equal(shown(line), line);
    }
  });

  test('a secret of several lines is masked on each', () => {
    assert.equal(
      shown(`configs.AZURE_STORAGE_KEY = """\nhunter2\nhunter3"""`),
      `configs.AZURE_STORAGE_KEY = """••••\n••••\n••••"""`.replace('"""••••', '"""'),
    );
  });
});

test('what is underlined stays underlined', () => {
  const text = `a = 1, configs.AZURE_STORAGE_KEY = "hunter2", b = 2`;
  const excerptOf = (start: number, end: number) => {
    const secret = { start: text.indexOf('hunter2'), end: text.indexOf('hunter2') + 7 };
    const { line, start: from, end: to } = withoutSecrets({ line: text, start, end }, 0, [secret]);
    return line.slice(from, to);
  };
  const at = (part: string) => [text.indexOf(part), text.indexOf(part) + part.length] as const;
  assert.equal(excerptOf(...at('a = 1')), 'a = 1');
  assert.equal(excerptOf(...at('"hunter2"')), '"••••"');
  assert.equal(excerptOf(...at('hunter2')), '••••');
  assert.equal(excerptOf(...at('nter')), '••••');
  assert.equal(excerptOf(...at('ter2", b')), '••••", b');
  assert.equal(excerptOf(...at('"hun')), '"••••');
  assert.equal(excerptOf(...at('b = 2')), 'b = 2');
});
