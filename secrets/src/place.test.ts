import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '@slight/slightfile/analyze.ts';
import { placeSecret } from './place.ts';

function placed(text: string, name = 'B'): string | undefined {
  const edit = placeSecret(analyze(text).slightfile, name, 'v1:x');
  if (!edit) return undefined;
  const result = text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
  const { document, slightfile } = analyze(result);
  assert.deepEqual(document.errors, [], result);
  assert.equal(slightfile.secrets.find((secret) => secret.name?.value === name)?.value?.value, 'v1:x');
  return result;
}

const block = '[[secret_settings]]\nname = "B"\nvalue = "v1:x"\n';

test('a secret goes behind the last one, else to the end', () => {
  assert.equal(placed(''), block);
  assert.equal(placed('a = 1\n'), `a = 1\n\n${block}`);
  assert.equal(placed('a = 1'), `a = 1\n\n${block}`);
  const first = block.replace('"B"', '"A"');
  assert.equal(placed(`${first}# mine\n`), `${first}\n${block}# mine\n`);
  assert.equal(placed(first.trimEnd()), `${first}\n${block}`);
});

test('a secret that is there gets the new value, and its comments stay', () => {
  const text = '[[secret_settings]]\nname = "B" # mine\nvalue = "old" # sealed\n';
  assert.equal(placed(text), text.replace('old', 'v1:x'));
});

test('the value of a secret that has none, or none that is a text, goes into its entry', () => {
  const entry = '[[secret_settings]]\nname = "B" # mine\n';
  const rest = '\n[[capability]]\n';
  assert.equal(placed(entry + rest), `${entry}value = "v1:x"\n${rest}`);
  assert.equal(placed('[[secret_settings]]\nname = "B"'), block);
  assert.equal(placed(`${entry}value = 1\n`), `${entry}value = "v1:x"\n`);
  assert.equal(
    placed('secret_settings = [{ name = "B" }]\n'),
    'secret_settings = [{ name = "B", value = "v1:x" }]\n',
  );
});

test('a single table gets nothing', () => {
  assert.equal(placed('[secret_settings]\nname = "B"\nvalue = "old"\n'), undefined);
});

test('line ends are those of the file', () => {
  const text = 'a = 1\r\n';
  assert.equal(placed(text), text + '\r\n' + block.replaceAll('\n', '\r\n'));
});

test('a list in brackets gets an item more, and what is no list gets nothing', () => {
  const item = '{ name = "B", value = "v1:x" }';
  assert.equal(placed('secret_settings = []\n'), `secret_settings = [${item}]\n`);
  const one = '{ name = "A", value = "y" }';
  assert.equal(placed(`secret_settings = [${one}]\n`), `secret_settings = [${one}, ${item}]\n`);
  assert.equal(placed('secret_settings = "none"\n'), undefined);
  assert.equal(placed('[secret_settings]\n'), undefined);
});

test('any name can be written', () => {
  for (const name of ['a"b', 'ä\n\u007f', "'", '\\']) assert.ok(placed('', name));
});
