import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { resourcesOf } from '@slight/slightfile/catalogue.ts';
import { CodeActionKind } from 'vscode-languageserver-types';
import { after, offered, titles } from '../../testing/act.ts';
import { codeActionKinds } from './kinds.ts';

const refactor = ['refactor'];

/** A 0.2 file with one capability. */
function capability(resource: string, rest = ''): string {
  return `specversion = "0.2"\n\n[[capability]]\nresource = "${resource}"\nname = "orders"\n${rest}`;
}

suite('close it', () => {
  test('a string, a header, an array and an inline table get what is missing', () => {
    for (const [open, missing, closed] of [
      ['specver|sion = "0.2\n', '"', 'specversion = "0.2"\n'],
      ["specver|sion = '0.2 \r\n", "'", "specversion = '0.2' \r\n"],
      ['[[cap|ability\n', ']]', '[[capability]]\n'],
      ['[[capabi|lity]\n', ']', '[[capability]]\n'],
      ['a = [1, |2', ']', 'a = [1, 2]'],
      ['a = { b |= 1\n', '}', 'a = { b = 1}\n'],
    ] as const) {
      const at = open.replace('|', '').search(/["'[{]/);
      const text = open.replace('|', '');
      assert.equal(
        after(`${text.slice(0, at)}|${text.slice(at)}`, `Add the missing ${missing}`),
        closed,
        open,
      );
    }
  });

  test('what could swallow more is left to the person', () => {
    assert.deepEqual(titles('a = |"""\nb = 1\n', ['quickfix']), []);
    assert.deepEqual(titles('a = |1 2\n', ['quickfix']), []);
  });
});

suite('extract to a variable', () => {
  const text = capability('keyvalue.redis', 'configs.REDIS_ADDRESS = "redis://|example" # ours\n');

  test('a literal is read from the variable of its name', () => {
    assert.equal(
      after(text, 'Extract to ${envvars.REDIS_ADDRESS}', ['refactor.extract']),
      text.replace('redis://|example', '${envvars.REDIS_ADDRESS}'),
    );
  });

  test('a variable that something else in the file reads is not taken', () => {
    const other = capability('keyvalue.redis', 'configs.REDIS_ADDRESS = "${envvars.REDIS_ADDRESS}"\n');
    assert.ok(titles(`${other}\n${text}`).includes('Extract to ${envvars.REDIS_ADDRESS_2}'));
    const third = other.replace('{envvars.REDIS_ADDRESS}', '{envvars.REDIS_ADDRESS_2}');
    assert.ok(titles(`${other}\n${third}\n${text}`).includes('Extract to ${envvars.REDIS_ADDRESS_3}'));
  });

  test('a variable that a capability inherits is not taken', () => {
    const inherits = capability('keyvalue.awsdynamodb');
    const aws = capability('blobstore.aws_s3', 'configs.AWS_REGION = "eu|"\n');
    assert.ok(titles(`${inherits}\n${aws}`).includes('Extract to ${envvars.AWS_REGION_2}'));
    assert.ok(titles(aws).includes('Extract to ${envvars.AWS_REGION}'));
  });

  test('it is offered on literals only', () => {
    for (const value of ['"${envvars.X}|"', '"|"', '"${|x"', '5|', '"half|', '["x|"]']) {
      const found = titles(capability('keyvalue.redis', `configs.REDIS_ADDRESS = ${value}\n`), [
        'refactor.extract',
      ]);
      assert.deepEqual(found, [], value);
    }
    assert.deepEqual(titles('spec|version = "0.2"', ['refactor.extract']), []);
  });
});

suite('add missing configs', () => {
  test('those that are needed, and all of them', () => {
    const text = capability('keyvalue.azblob|', '# the end\n');
    assert.equal(
      after(text, 'Add missing configs', refactor),
      capability(
        'keyvalue.azblob',
        '[capability.configs]\nAZURE_STORAGE_ACCOUNT = "${envvars.AZURE_STORAGE_ACCOUNT}"\nAZURE_STORAGE_KEY = "${envvars.AZURE_STORAGE_KEY}"\n# the end\n',
      ),
    );
    assert.match(
      after(text, 'Add all configs', refactor),
      /AZURE_STORAGE_ENDPOINT = "http:\/\/127\.0\.0\.1:10000\/devstoreaccount1"\n# the end\n$/,
    );
  });

  test('a secret that the file has is read from there', () => {
    const text = `${capability('keyvalue.azblob|')}\n[[secret_settings]]\nname = "AZURE_STORAGE_KEY"\nvalue = "x"\n`;
    assert.match(
      after(text, 'Add missing configs', refactor),
      /AZURE_STORAGE_KEY = "\$\{usersecrets\.AZURE_STORAGE_KEY\}"\n/,
    );
  });

  test('they take the form that the configs have, and the line ends of the file', () => {
    assert.match(
      after(
        capability('keyvalue.azblob', 'configs = { AZURE_STORAGE_ACCOUNT = "a|" }\n'),
        'Add missing configs',
        refactor,
      ),
      /configs = \{ AZURE_STORAGE_ACCOUNT = "a", AZURE_STORAGE_KEY = "\$\{envvars\.AZURE_STORAGE_KEY\}" \}/,
    );
    const crlf = capability('messaging.mosquitto', 'configs.MOSQUITTO_HOST = "h"\n').replaceAll('\n', '\r\n');
    const added = after(crlf.replace('orders', 'ord|ers'), 'Add all configs', refactor);
    assert.match(added, /\r\nconfigs\.MOSQUITTO_PORT = "1883"\r\n/);
    assert.match(
      added,
      /\r\nconfigs\.RECEIVE_TIMEOUT = "30"\r\nconfigs\.SUBSCRIPTIONS = "orders\.new, orders\.paid"\r\n$/,
    );
    assert.doesNotMatch(added, /[^\r]\n/);
  });

  test('none where none are missing, where the block is half typed, and in the 0.1 format', () => {
    for (const text of [
      capability('keyvalue.filesystem|'),
      capability('keyvalue.redis|', 'configs.REDIS_ADD'),
      'specversion = "0.1"\n[[capability]]\nname = "keyvalue.redis|"\n',
      capability('keyvalue.nothing|'),
      '|',
    ]) {
      assert.deepEqual(
        titles(text, refactor).filter((title) => title.startsWith('Add')),
        [],
        text,
      );
    }
  });
});

suite('serve it by another', () => {
  const serve = (text: string) => titles(text, refactor).filter((title) => title.startsWith('Switch to '));
  const others = (than: string) =>
    resourcesOf('keyvalue').flatMap(({ id, status }) =>
      status === 'never' || id === than ? [] : [`Switch to ${id}`],
    );

  test('every other resource of the capability, what is served first, and none that never was', () => {
    const inOrder = serve(capability('kv.re|dis'));
    assert.deepEqual(new Set(inOrder), new Set(others('keyvalue.redis')));
    assert.equal(inOrder[0], 'Switch to keyvalue.filesystem');
    assert.equal(inOrder.at(-1), 'Switch to keyvalue.awsdynamodb');
    assert.deepEqual(serve(capability('sql.postgres|')), ['Switch to sql.pglite', 'Switch to sql.sqlite']);
    assert.deepEqual(serve(capability('keyvalue.redis', '|')), [], 'the cursor is elsewhere');
  });

  test('configs that do not fit go, those that are needed come, comments and the name stay', () => {
    const configs =
      '[capability.configs] # how\n# the account\nAZURE_STORAGE_ACCOUNT = "mine" # ours\nAZURE_STORAGE_KEY = "${usersecrets.K}"\n';
    assert.equal(
      after(capability('keyvalue.azb|lob', configs), 'Switch to keyvalue.redis'),
      capability(
        'keyvalue.redis',
        '[capability.configs] # how\n# the account\nREDIS_ADDRESS = "redis://127.0.0.1:6379" # ours\n',
      ),
    );
    assert.equal(
      after(capability('keyvalue.azb|lob', configs), 'Switch to keyvalue.filesystem'),
      capability('keyvalue.filesystem', '# how\n# the account\n# ours\n'),
    );
    assert.equal(
      after(capability('keyvalue.|redis', 'configs.REDIS_ADDRESS = "x"\n'), 'Switch to keyvalue.azblob'),
      capability(
        'keyvalue.azblob',
        'configs.AZURE_STORAGE_ACCOUNT = "${envvars.AZURE_STORAGE_ACCOUNT}"\nconfigs.AZURE_STORAGE_KEY = "${envvars.AZURE_STORAGE_KEY}"\n',
      ),
    );
  });

  test('an inline table keeps what fits and what nobody knows', () => {
    const configs = 'configs = { REDIS_ADDRESS = "x", OTHER = 5 } # mine\n';
    assert.equal(
      after(capability('keyvalue.|redis', configs), 'Switch to keyvalue.filesystem'),
      capability('keyvalue.filesystem', 'configs = { OTHER = 5 } # mine\n'),
    );
  });

  test('it is not offered where the configs are written as nothing that it could replace', () => {
    const nested = 'configs.REDIS_ADDRESS.x = 1\nconfigs.REDIS_ADDRESS.y = 2\n';
    assert.ok(!serve(capability('keyvalue.re|dis', nested)).includes('Switch to keyvalue.azblob'));
  });

  test('in the 0.1 format it is the name, which must be the only one', () => {
    const text =
      'specversion = "0.1"\n[[capability]]\nname = "kv.red|is"\n[[capability]]\nname = "keyvalue.azblob"\n';
    const unused = others('keyvalue.redis').filter((title) => !title.endsWith('.azblob'));
    assert.deepEqual(new Set(serve(text)), new Set(unused));
    assert.equal(
      after(text, 'Switch to keyvalue.filesystem'),
      text.replace('kv.red|is', 'keyvalue.filesystem'),
    );
  });
});

test('every kind that is given is among those that the server says it gives', () => {
  const text = capability('keyvalue.azb|lob');
  const kinds = new Set<string | undefined>(codeActionKinds);
  const all = [...offered(text), ...offered('specversion = "0.1|"\n'), ...offered('specversion = "0.3|"\n')];
  assert.ok(all.length > 5);
  for (const { kind, title } of all) assert.ok(kinds.has(kind), title);
  assert.ok(kinds.has(CodeActionKind.SourceFixAll));
});

test('of what two kinds offer, each is given once, and by itself where it is asked for', () => {
  const text = capability('keyvalue.azblob', 'configs.AZURE_STORAGE_KEY = "c2VjcmV0|"\n');
  const environment = (only?: string[]) =>
    titles(text, only).filter((title) => /environment|envvars/.test(title) && !title.startsWith('Add'));
  assert.deepEqual(environment(), ['Read AZURE_STORAGE_KEY from the environment']);
  assert.deepEqual(environment(['refactor']), ['Extract to ${envvars.AZURE_STORAGE_KEY}']);
});
