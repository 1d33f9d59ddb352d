import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { marked } from '../testing/marked.ts';
import { documentHighlights } from './document-highlight.ts';

/** The text with what is highlighted in «» where it is given, in ‹› where it is used. */
function shown(text: string): string {
  const { file, position } = marked(text);
  let result = file.document.getText();
  for (const { range, kind } of documentHighlights(file, position).toReversed()) {
    const [start, end] = [file.document.offsetAt(range.start), file.document.offsetAt(range.end)];
    const [open, close] = kind === DocumentHighlightKind.Write ? '«»' : '‹›';
    result = `${result.slice(0, start)}${open ?? ''}${result.slice(start, end)}${close ?? ''}${result.slice(end)}`;
  }
  return result;
}

const secrets = [
  '[[secret_settings]]\nname = "KEY"\nvalue = "KEY"\n',
  '[[capability]]\nresource = "keyvalue.azblob"\nname = "KEY"\n',
  'configs = { AZURE_STORAGE_KEY = "${usersecrets.KEY}", AZURE_STORAGE_ACCOUNT = "${envvars.KEY}" }\n',
].join('');

test('a secret: its name, and the references to it', () => {
  const wanted = secrets.replace('"KEY"', '"«KEY»"').replace('s.KEY', 's.‹KEY›');
  assert.equal(shown(secrets.replace('"KEY"', '"K|EY"')), wanted);
  assert.equal(shown(secrets.replace('s.KEY', 's.KEY|')), wanted);
});

test('each reference within a value is one of its own', () => {
  const text = '[[capability]]\nconfigs.A = "x${usersecrets.A}${usersecrets.B}${usersecrets.|A}"\n';
  assert.equal(shown(text), text.replace('|', '').replaceAll('s.A}', 's.‹A›}'));
});

test('a variable is another thing than a secret of its name', () => {
  const text = `${secrets}[[capability]]\nconfigs.A = "\${envvars.KEY}"\n`;
  assert.equal(
    shown(text.replace('envvars.KEY', 'envvars.|KEY')),
    text.replaceAll('envvars.KEY', 'envvars.‹KEY›'),
  );
});

test('a store: all that is read from it, and the secret_store', () => {
  const text =
    'secret_store = "configs.envvars"\n[[capability]]\nconfigs = { A = "${env|vars.X}", B = "${envvars.Y}" }\n';
  assert.equal(
    shown(text),
    'secret_store = "‹configs.envvars›"\n[[capability]]\nconfigs = { A = "${‹envvars›.X}", B = "${‹envvars›.Y}" }\n',
  );
});

test('a resource under any of its names', () => {
  const block = (resource: string) => `[[capability]]\nresource = "${resource}"\n`;
  assert.equal(
    shown(block('keyvalue.|redis') + block('kv.redis') + block('keyvalue.azblob')),
    block('‹keyvalue.redis›') + block('‹kv.redis›') + block('keyvalue.azblob'),
  );
  assert.equal(shown(block('un|known')), block('‹unknown›'));
  const store = 'configs.A = "${envvars.X}"\n';
  assert.equal(shown(block('env|vars') + store), block('‹envvars›') + store, 'a store is no resource');
});

test('a config of one resource, be it under another key that serves as well', () => {
  const block = (resource: string, key: string) =>
    `[[capability]]\nresource = "${resource}"\nconfigs.${key} = "a"\n`;
  assert.equal(
    shown(
      block('keyvalue.awsdynamodb', 'AWS_RE|GION') +
        block('keyvalue.awsdynamodb', 'AWS_DEFAULT_REGION') +
        block('blobstore.aws_s3', 'AWS_REGION'),
    ),
    block('keyvalue.awsdynamodb', '«AWS_REGION»') +
      block('keyvalue.awsdynamodb', '«AWS_DEFAULT_REGION»') +
      block('blobstore.aws_s3', 'AWS_REGION'),
  );
});

test('a name: that of its kind alone', () => {
  const block = (resource: string, name: string) =>
    `[[capability]]\nresource = "${resource}"\nname = "${name}"\n`;
  assert.equal(
    shown(block('keyvalue.redis', '|orders') + block('messaging.nats', 'orders')),
    block('keyvalue.redis', '«orders»') + block('messaging.nats', 'orders'),
  );
});

test('where there is no such thing, nothing', () => {
  for (const text of [
    '|',
    '# KE|Y',
    '[[capab|ility]]\nname = "a"',
    'name = "|"',
    '[[capability]]\nname = "|"\r\n',
    'spec|version = "0.2"',
  ])
    assert.equal(shown(text), text.replace('|', ''));
});
