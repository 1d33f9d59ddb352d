import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileOf } from '../testing/marked.ts';
import { documentLinks } from './document-link.ts';

/** Each link: the text that is clicked, and where it leads. */
function links(
  text: string,
  exists: (uri: string) => boolean = () => true,
): (readonly [string, string | undefined])[] {
  const file = fileOf(text);
  return documentLinks(file, exists).map(({ range, target }) => [file.document.getText(range), target]);
}

const block = (resource: string, config: string) =>
  `[[capability]]\nresource = "${resource}"\nconfigs.${config}\n`;

test('a resource has no link of its own: its hover has the one to its documentation', () => {
  assert.deepEqual(links('[[capability]]\nresource = "keyvalue.redis"'), []);
});

test('URLs in comments, without what belongs to the sentence', () => {
  const cases: Readonly<Record<string, string>> = {
    'see https://a.example/b?c=d#e.': 'https://a.example/b?c=d#e',
    '(http://a.example/x)': 'http://a.example/x',
    '[x](https://a.example/y_(z)), and so on': 'https://a.example/y_(z)',
    '<https://a.example>!': 'https://a.example',
    '`https://ü.example/größe`': 'https://ü.example/größe',
  };
  for (const [text, url] of Object.entries(cases)) assert.deepEqual(links(`# ${text}`), [[url, url]], text);
  assert.deepEqual(links('a = 1 # https://a.example\r\n# http://b.example\r\n').length, 2);
});

test('no link to other schemes, nor with a password, nor with a place to fill in', () => {
  for (const url of [
    'ftp://a.example',
    'redis://a.example',
    'https://me:pass@a.example',
    'https://me@a.example',
    'http://${host}/x',
    'https://',
    'https://...',
  ])
    assert.deepEqual(links(`# ${url}`), [], url);
});

test('URLs in configs, but not where the value is, or could be, a secret', () => {
  const link = ['https://a.example/x', 'https://a.example/x'];
  const azure = (key: string) => links(block('keyvalue.azblob', `${key} = "https://a.example/x"`));
  assert.deepEqual(azure('AZURE_STORAGE_ENDPOINT'), [link]);
  assert.deepEqual(azure('AZURE_STORAGE_KEY'), []);
  assert.deepEqual(azure('NOBODY_KNOWS'), []);
  assert.deepEqual(links(block('no.body', 'A = "https://a.example/x"')), []);
  assert.deepEqual(links('[[secret_settings]]\nname = "A"\nvalue = "https://a.example/x"\n'), []);
  assert.deepEqual(azure('AZURE_STORAGE_ENDPOINT').length, 1);
  const escaped = block('keyvalue.azblob', 'AZURE_STORAGE_ENDPOINT = "https://a.example/\\u0041"');
  assert.deepEqual(links(escaped), [], 'of a value with escapes the places are not known');
});

test('files that comments name, where they are there', () => {
  const asked: string[] = [];
  const exists = (uri: string) => {
    asked.push(uri);
    return !uri.endsWith('gone.rs');
  };
  assert.deepEqual(links('# wit/world.wit, `./src/main.rs:12:3` and ../größe.md. gone.rs', exists), [
    ['wit/world.wit', 'file:///app/wit/world.wit'],
    ['./src/main.rs', 'file:///app/src/main.rs'],
    ['../größe.md', 'file:///gr%C3%B6%C3%9Fe.md'],
  ]);
  assert.equal(asked.at(-1), 'file:///app/gone.rs');
});

test('what is no relative path of a known kind is not even asked for', () => {
  const never = (uri: string): boolean => assert.fail(`${uri} was asked for`);
  const text =
    '# /etc/x.toml ~/x.rs C:\\x.rs x.rs.bak main.cpp .rs/ e.g. v1.2 https://a.example/main.rs redis://main.rs a=b.rs\n';
  assert.equal(links(text, never).length, 1);
  assert.deepEqual(links('a = "src/main.rs"', never), [], 'a value is not a comment');
  assert.deepEqual(links('', never), []);
});

test('a text that is all brackets, dots or colons takes no longer than others', () => {
  for (const run of [')', '.', ':', 'a.', '(', '[', ':1', 'http://', 'a/']) {
    const start = performance.now();
    links(`# https://a${run.repeat(100_000)}x ${run.repeat(100_000)}`, () => false);
    assert.ok(performance.now() - start < 1000, run);
  }
});
