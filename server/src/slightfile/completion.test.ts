import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionItem } from 'vscode-languageserver-types';
import { CompletionItemTag, InsertTextFormat, TextEdit } from 'vscode-languageserver-types';
import { applied, marked } from '../testing/marked.ts';
import { completion } from './completion.ts';

interface Asked {
  readonly items: readonly CompletionItem[];
  readonly labels: readonly string[];
  /** What the text becomes when the proposal of this label is accepted. */
  readonly accept: (label: string) => string;
}

function ask(
  text: string,
  options: { environment?: readonly string[]; snippets?: boolean; trigger?: string } = {},
): Asked {
  const { file, position } = marked(text, options.environment);
  const items = completion(file, position, { snippets: options.snippets ?? false, trigger: options.trigger });
  for (const item of items) assertAcceptable(item, text);
  return {
    items,
    labels: items.map(({ label }) => label),
    accept: (label) => {
      const edit = items.find((item) => item.label === label)?.textEdit;
      assert.ok(
        TextEdit.is(edit),
        `${label} is not proposed, but ${items.map((item) => item.label).join(', ')}`,
      );
      return applied(file, [edit]);
    },
  };

  /** An editor shows an item only where what is typed, from the edit's start on, is in its filter text in that order. */
  function assertAcceptable(item: CompletionItem, marks: string): void {
    const edit = item.textEdit;
    assert.ok(TextEdit.is(edit));
    const { start, end } = edit.range;
    assert.equal(start.line, end.line, 'an edit of a completion is on one line');
    assert.ok(
      start.line === position.line &&
        start.character <= position.character &&
        position.character <= end.character,
      marks,
    );
  }
}

/** The labels that an editor would still show for what is typed. */
function shown(text: string, environment: readonly string[] = []): readonly string[] {
  const { file, position } = marked(text, environment);
  return completion(file, position, { snippets: true })
    .filter(({ textEdit, filterText = '' }) => {
      assert.ok(TextEdit.is(textEdit));
      const typed = file.document.getText({ start: textEdit.range.start, end: position });
      return new RegExp(Array.from(typed, (letter) => letter.replace(/\W/g, '\\$&')).join('.*'), 'i').test(
        filterText,
      );
    })
    .map(({ label }) => label);
}

const redis = '[[capability]]\nresource = "keyvalue.redis"\nname = "my-container"\n';
const kafka =
  '[[capability]]\nresource = "messaging.confluent_apache_kafka"\nname = "events"\n[capability.configs]\n';

test('an empty file is offered everything that a slightfile begins with', () => {
  assert.deepEqual(ask('|').labels, ['specversion', 'secret_store', '[[capability]]', '[[secret_settings]]']);
  assert.equal(ask('|').accept('specversion'), 'specversion = "0.2"');
  assert.deepEqual(shown('sp|'), ['specversion']);
  assert.deepEqual(shown('cap|'), ['[[capability]]']);
});

test('a block begins with a blank line where none is above it, and not where one is, or a comment on it', () => {
  const block = '[[capability]]\nresource = "keyvalue.filesystem"\nname = "*"';
  const accepted = (text: string): string => ask(text).accept('[[capability]]').replace(block, 'BLOCK');
  for (const [text, wanted] of Object.entries({
    '|': 'BLOCK',
    '\n|': '\nBLOCK',
    'specversion = "0.2"\n|': 'specversion = "0.2"\n\nBLOCK',
    'specversion = "0.2"\n\ncap|': 'specversion = "0.2"\n\nBLOCK',
    'specversion = "0.2"\n \t\ncap|': 'specversion = "0.2"\n \t\nBLOCK',
    'specversion = "0.2"\ncap|\n': 'specversion = "0.2"\n\nBLOCK\n',
    'specversion = "0.2"\n[[cap|': 'specversion = "0.2"\n\nBLOCK',
    'specversion = "0.2"\n[[cap|]]': 'specversion = "0.2"\n\nBLOCK',
    'specversion = "0.2"\n  cap|': 'specversion = "0.2"\n\n  BLOCK',
    '# mine\n|': '# mine\nBLOCK',
  }))
    assert.equal(accepted(text), wanted, text);
  assert.deepEqual(shown('specversion = "0.2"\n  cap|'), ['[[capability]]']);
  assert.equal(ask(`${redis}conf|`).accept('[capability.configs]').split('\n')[3], '[capability.configs]');
});

test('secret_store is only for the 0.1 format', () => {
  assert.ok(!ask('specversion = "0.2"\n|').labels.includes('secret_store'));
  assert.ok(ask('specversion = "0.1"\n|').labels.includes('secret_store'));
  assert.deepEqual(ask('specversion = "0.1"\nsecret_store = "configs.|"').labels, [
    'configs.envvars',
    'configs.usersecrets',
    'configs.azapp',
    'configs.local',
  ]);
});

test('what is there already is not proposed again, but what is being typed is', () => {
  assert.deepEqual(ask('specversion = "0.2"\n|').labels, ['[[capability]]', '[[secret_settings]]']);
  assert.ok(ask('specversion| = "0.2"').labels.includes('specversion'));
  assert.deepEqual(ask(`${redis}|`).labels, [
    '[[capability]]',
    '[capability.configs]',
    '[[secret_settings]]',
  ]);
});

test('a key that has its value keeps it', () => {
  assert.equal(ask('spec|ver = "0.2"').accept('specversion'), 'specversion = "0.2"');
  assert.equal(
    ask('[[capability]]\n"res|" = "keyvalue.redis"').accept('resource'),
    '[[capability]]\nresource = "keyvalue.redis"',
  );
});

test('a key in quotes is shown for what is typed in them', () => {
  assert.deepEqual(shown('[[capability]]\n"res|"'), ['resource']);
});

test('half-typed headers become whole tables, whatever brackets there are', () => {
  const table = '[[capability]]\nresource = "keyvalue.filesystem"\nname = "*"';
  for (const typed of ['[[|', '[[cap|', '[[cap|]]', '[|', '[cap|]', '[[cap|ability]]', 'cap|']) {
    assert.equal(ask(typed).accept('[[capability]]'), table, typed);
    assert.ok(shown(typed).includes('[[capability]]'), typed);
  }
  assert.equal(
    ask('specversion = "0.1"\n[[cap|').accept('[[capability]]'),
    'specversion = "0.1"\n\n[[capability]]\nname = "keyvalue.filesystem"',
  );
});

test('the header of a block that has its lines is only a header', () => {
  assert.equal(
    ask('[[cap|]]\nresource = "http"').accept('[[capability]]'),
    '[[capability]]\nresource = "http"',
  );
  assert.equal(ask('[[cap| # mine').accept('[[capability]]'), '[[capability]] # mine');
});

test('[capability.configs] comes with the lines that the resource asks for', () => {
  const wanted = `${redis}[capability.configs]\nREDIS_ADDRESS = "redis://127.0.0.1:6379"`;
  for (const typed of ['[capability.|', '[capability.|]', '[cap|', '|', '[capability.con|figs]']) {
    assert.equal(ask(redis + typed).accept('[capability.configs]'), wanted, typed);
  }
  assert.deepEqual(shown(`${redis}[capability.|]`), ['[capability.configs]']);
});

test('[capability.configs] is not proposed where it would be of no use', () => {
  const offered = (text: string) => ask(text).labels.includes('[capability.configs]');
  assert.ok(offered(`${redis}|`));
  assert.ok(!offered('|'), 'without a capability');
  assert.ok(!offered(`${redis}[capability.configs]\n|`), 'a second time');
  assert.ok(
    !offered('[[capability]]\nresource = "keyvalue.filesystem"\n|'),
    'for a resource without configs',
  );
  assert.ok(!offered(`${redis}[[secret_settings]]\n|`), 'below a secret');
  assert.ok(!offered('specversion = "0.1"\n[[capability]]\nname = "keyvalue.redis"\n|'), 'in the 0.1 format');
});

test('a resource is completed however much of it is typed', () => {
  const wanted = '[[capability]]\nresource = "keyvalue.redis"';
  for (const typed of [
    '"key|"',
    '"key|',
    '"|"',
    '"|',
    '|',
    'key|',
    'keyvalue.|',
    '"keyvalue.|"',
    "'key|",
    '"keyvalue.re|dis"',
    '"kv.|"',
  ]) {
    const quote = typed.startsWith("'") ? "'" : '"';
    const text = `[[capability]]\nresource = ${typed}`;
    assert.equal(ask(text).accept('keyvalue.redis'), wanted.replaceAll('"', quote), typed);
  }
  assert.equal(ask('[[capability]]\nresource =|').accept('keyvalue.redis'), wanted);
  assert.equal(ask('[[capability]]\nresource = "key| # mine').accept('keyvalue.redis'), `${wanted} # mine`);
  assert.ok(shown('[[capability]]\nresource = "key|').includes('keyvalue.redis'));
  assert.ok(shown('[[capability]]\nresource = key|').includes('keyvalue.redis'));
  assert.ok(shown('[[capability]]\nresource = "redis|"').includes('keyvalue.redis'));
});

test('resources are explained, old names struck through and made new, unimplemented ones left out', () => {
  const { items, labels, accept } = ask('[[capability]]\nresource = "|"');
  assert.equal(labels[0], 'keyvalue.filesystem');
  const current = items.find(({ label }) => label === 'keyvalue.redis');
  assert.equal(current?.detail, 'Key-value store in Redis');
  assert.match(JSON.stringify(current.documentation), /REDIS_ADDRESS/);
  const old = items.find(({ label }) => label === 'kv.redis');
  assert.deepEqual([old?.tags, old?.detail], [[CompletionItemTag.Deprecated], 'renamed to keyvalue.redis']);
  assert.equal(accept('kv.redis'), '[[capability]]\nresource = "keyvalue.redis"');
  assert.ok(!labels.includes('keyvalue.dapr'));
});

test('in the 0.1 format the name is the resource, in the 0.2 format it may be anything', () => {
  assert.ok(ask('specversion = "0.1"\n[[capability]]\nname = "|"').labels.includes('keyvalue.redis'));
  assert.deepEqual(ask('specversion = "0.2"\n[[capability]]\nresource = "http"\nname = "|"').labels, ['*']);
});

test('config keys are those of the resource that the block has not, the most needed first', () => {
  const { labels, items } = ask(`${kafka}CAK_ENDPOINT = "localhost:9092"\n|`);
  assert.deepEqual(labels.slice(0, 2), ['CAK_SECURITY_PROTOCOL', 'CAK_SASL_MECHANISMS']);
  assert.ok(!labels.includes('CAK_ENDPOINT'));
  assert.equal(ask(`${kafka}|`).labels[0], 'CAK_ENDPOINT');
  assert.equal(items[0]?.detail, 'optional');
  const aws =
    '[[capability]]\nresource = "keyvalue.awsdynamodb"\nname = "t"\n[capability.configs]\nAWS_DEFAULT_REGION = "x"\n|';
  assert.ok(!ask(aws).labels.includes('AWS_REGION'), 'its alias is there');
});

test('a config key comes with a value that suits it, a secret with a reference', () => {
  assert.equal(
    ask(`${kafka}CAK_SASL_PASS|`).accept('CAK_SASL_PASSWORD'),
    `${kafka}CAK_SASL_PASSWORD = "\${usersecrets.CAK_SASL_PASSWORD}"`,
  );
  assert.equal(
    ask(`${kafka}|`).accept('CAK_SECURITY_PROTOCOL'),
    `${kafka}CAK_SECURITY_PROTOCOL = "PLAINTEXT"`,
  );
  assert.equal(
    ask(`${redis}configs = { | }`).accept('REDIS_ADDRESS'),
    `${redis}configs = { REDIS_ADDRESS = "redis://127.0.0.1:6379" }`,
  );
  assert.equal(
    ask(`${redis}configs.RED|`).accept('REDIS_ADDRESS'),
    `${redis}configs.REDIS_ADDRESS = "redis://127.0.0.1:6379"`,
  );
  assert.deepEqual(ask(`${redis}configs = { | }`).labels, ['REDIS_ADDRESS'], 'no table can begin in braces');
  assert.deepEqual(ask(`${redis}configs = {\n  # where\n  |\n}`).labels, ['REDIS_ADDRESS']);
  assert.equal(
    ask(`${redis}configs = {\n  RED|\n}\n`).accept('REDIS_ADDRESS'),
    `${redis}configs = {\n  REDIS_ADDRESS = "redis://127.0.0.1:6379"\n}\n`,
  );
});

test('snippets have places to fill in, and their text is escaped', () => {
  const texts = (text: string) =>
    new Map(
      ask(text, { snippets: true }).items.map((item) => [
        item.label,
        [item.insertTextFormat, (item.textEdit as TextEdit).newText],
      ]),
    );
  const keys = texts(`${kafka}|`);
  assert.deepEqual(keys.get('CAK_SASL_PASSWORD'), [
    InsertTextFormat.Snippet,
    'CAK_SASL_PASSWORD = "${1:\\${usersecrets.CAK_SASL_PASSWORD\\}}"',
  ]);
  assert.deepEqual(keys.get('CAK_SECURITY_PROTOCOL'), [
    InsertTextFormat.Snippet,
    'CAK_SECURITY_PROTOCOL = "${1|PLAINTEXT,SSL,SASL_PLAINTEXT,SASL_SSL|}"',
  ]);
  const values = texts(`${kafka}CAK_ENDPOINT = "|"`);
  assert.deepEqual(values.get('${envvars.CAK_ENDPOINT}'), [
    InsertTextFormat.PlainText,
    '${envvars.CAK_ENDPOINT}',
  ]);
  assert.match(
    String(texts('[[|').get('[[capability]]')?.[1]),
    /^\[\[capability\]\]\nresource = "\$\{1\|keyvalue\.filesystem,.*\|\}"\nname = "\$\{2:\*\}"$/,
  );
});

test('config values: what the format allows, then where they can be read from', () => {
  const { labels } = ask(`${kafka}CAK_SECURITY_PROTOCOL = "|"`, { environment: ['HOME'] });
  assert.deepEqual(labels, [
    'PLAINTEXT',
    'SSL',
    'SASL_PLAINTEXT',
    'SASL_SSL',
    '${envvars.CAK_SECURITY_PROTOCOL}',
    '${usersecrets.CAK_SECURITY_PROTOCOL}',
  ]);
  assert.equal(
    ask(`${kafka}CAK_SASL_PASSWORD = "|"`).labels[0],
    '${usersecrets.CAK_SASL_PASSWORD}',
    'a secret is no literal',
  );
});

test('references are completed with the names that exist, in quotes or not', () => {
  const secrets = '[[secret_settings]]\nname = "TOKEN"\nvalue = "x"\n';
  const configs = `${secrets}${redis}[capability.configs]\nREDIS_ADDRESS = `;
  const environment = ['REDIS_URL', 'HOME', 'odd"name'];
  for (const typed of ['"${env|"', '"${env|', '${env|', '"$|"', '$|', '"${envvars.|}"', '"${envvars.HO|"']) {
    assert.equal(
      ask(configs + typed, { environment }).accept('${envvars.REDIS_URL}'),
      `${configs}"\${envvars.REDIS_URL}"`,
      typed,
    );
  }
  assert.deepEqual(shown(`${configs}"\${envvars.|"`, environment), [
    '${envvars.REDIS_ADDRESS}',
    '${envvars.HOME}',
    '${envvars.REDIS_URL}',
  ]);
  assert.ok(shown(`${configs}"\${users|"`, environment).includes('${usersecrets.TOKEN}'));
  assert.ok(
    !ask(`${configs}"|"`, { environment }).labels.includes('${envvars.HOME}'),
    'the environment is for who asks',
  );
});

test('a reference within a value is completed by itself', () => {
  const configs = `${redis}[capability.configs]\nREDIS_ADDRESS = `;
  const environment = ['HOST', 'PORT'];
  for (const [typed, expected] of [
    ['"redis://$|"', '"redis://${envvars.HOST}"'],
    ['"redis://${|"', '"redis://${envvars.HOST}"'],
    ['"redis://${env|', '"redis://${envvars.HOST}"'],
    ['"redis://${envvars.|}:6379"', '"redis://${envvars.HOST}:6379"'],
    ['"redis://${envvars.H|OS:6379/1"', '"redis://${envvars.HOST}:6379/1"'],
    ['"${envvars.H|}:${envvars.PORT}"', '"${envvars.HOST}:${envvars.PORT}"'],
    ["'redis://${envvars.PORT}${e|nvvars.X}/1' # ours", "'redis://${envvars.PORT}${envvars.HOST}/1' # ours"],
  ] as const) {
    assert.equal(ask(configs + typed, { environment }).accept('${envvars.HOST}'), configs + expected, typed);
  }
  assert.deepEqual(shown(`${configs}"redis://\${envvars.P|}"`, environment), ['${envvars.PORT}']);
});

test('a secret that a config reads, and that is not there, is proposed as a name', () => {
  const configs = `${redis}[capability.configs]\nREDIS_ADDRESS = "\${usersecrets.ADDRESS}"\n`;
  assert.deepEqual(ask(`${configs}[[secret_settings]]\nname = "|"`).labels, ['ADDRESS']);
  const again = '[[secret_settings]]\nname = "ADDRESS"\nvalue = "|"\n';
  assert.deepEqual(ask(configs + again).labels, []);
  assert.deepEqual(ask(`${configs}${again.replace('|', '')}[[secret_settings]]\nname = "|"`).labels, []);
});

test('a version is completed as the string that it has to be', () => {
  for (const typed of ['|', '"|', '"0.|"', '0.|', '0.1|']) {
    assert.equal(ask(`specversion = ${typed}`).accept('0.2'), 'specversion = "0.2"', typed);
  }
});

test('nothing is proposed where nothing can be written', () => {
  for (const text of [
    '# spec|',
    'specversion = "0.2" |',
    '[[capability]] |',
    'specversion = """\n|"""',
    'x = [ | ]',
    '[other]\nx = "|"',
  ]) {
    assert.deepEqual(
      ask(text).labels.filter((label) => !label.startsWith('[')),
      [],
      text,
    );
  }
});

test('a blank opens the list in front of a value only', () => {
  assert.deepEqual(ask('  |', { trigger: ' ' }).labels, []);
  assert.deepEqual(ask('specversion = |', { trigger: ' ' }).labels, ['0.2', '0.1']);
});
