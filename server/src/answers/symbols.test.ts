import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Documents } from '../documents.ts';
import { readFile } from '../slightfile/file.ts';
import { slightfileFacts } from '../index/facts.ts';
import { Index } from '../index/index.ts';
import { pathOf, uriOf } from '../lsp/uri.ts';
import { WitFiles } from '../wit/files.ts';
import { workspaceSymbols } from './symbols.ts';

const text = '[[capability]]\nresource = "keyvalue.redis"\nname = "orders"\n';

test('apps that come while the symbols are looked up have none told twice', async () => {
  const index = new Index({ onChange: () => undefined });
  const add = (file: string): void => index.cover(file, 'slightfile', () => slightfileFacts(text));
  add('/one/slightfile.toml');
  add('/two/slightfile.toml');
  const symbols = await workspaceSymbols(
    {
      index,
      wit: new WitFiles({ documents: new Documents() }),
      uriOf,
      routes: { of: () => undefined },
      fileOnDisk: (uri) => {
        add('/three/slightfile.toml');
        // the apps are counted anew
        index.app(pathOf(uri) ?? '');
        return Promise.resolve(readFile(TextDocument.create(uri, 'slightfile', 1, text), new Set()));
      },
    },
    { isCancellationRequested: false },
  );
  assert.deepEqual(
    symbols.map(({ location }) => location.uri),
    ['file:///one/slightfile.toml', 'file:///two/slightfile.toml'],
  );
});
