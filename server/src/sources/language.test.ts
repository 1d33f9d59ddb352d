import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOf } from './language.ts';

test('the language by the ending of a name', () => {
  const endings = {
    rust: 'rs',
    c: 'c h',
    cpp: 'cc cpp hpp',
    csharp: 'cs',
    javascript: 'js mjs cjs jsx',
    typescript: 'ts mts cts tsx',
    go: 'go',
    python: 'py',
  };
  for (const [language, all] of Object.entries(endings))
    for (const ending of all.split(' ')) {
      assert.equal(languageOf(`file:///app/src/main.${ending}`), language);
      assert.equal(languageOf(`/app/MAIN.${ending.toUpperCase()}`), language);
    }
});

test('files that are no sources of guests', () => {
  for (const name of ['main.wit', 'app.d.ts', 'app.d.mts', 'README', 'src.rs/notes', 'a.rs.bak', '', '.c'])
    assert.equal(languageOf(name), name === '.c' ? 'c' : undefined, name);
});

test('the language that the editor says comes before the ending', () => {
  assert.equal(languageOf('untitled:Untitled-1', 'rust'), 'rust');
  assert.equal(languageOf('a.js', 'typescriptreact'), 'typescript');
  assert.equal(languageOf('a.js', 'javascriptreact'), 'javascript');
  assert.equal(languageOf('a.js', 'csharp'), 'csharp');
  assert.equal(languageOf('a.cs', 'cs'), 'csharp');
  assert.equal(languageOf('a.rs', 'ruby'), undefined);
  assert.equal(languageOf('a.rs', 'plaintext'), 'rust');
  assert.equal(languageOf('app.d.ts', 'typescript'), undefined);
});
