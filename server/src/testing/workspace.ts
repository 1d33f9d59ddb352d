/** Workspaces for tests over the wire: a real folder, a server that has indexed it, and a cursor: `open("or|ders")`. */
import { mkdir, mkdtempDisposable, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Position, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { languageOf } from '../sources/language.ts';
import { isSlightfile } from '../index/kind.ts';
import { uriOf } from '../lsp/uri.ts';
import type { Client, ClientOptions } from './client.ts';
import { startClient } from './client.ts';

export interface TestWorkspace extends AsyncDisposable {
  readonly client: Client;
  readonly folder: string;
  readonly uri: (name: string) => string;
  /** The text of a file, as it was written, without its cursor. */
  readonly text: (name: string) => string;
  /** What a request needs to know of the cursor. */
  readonly cursor: { readonly textDocument: { readonly uri: string }; readonly position: Position };
  /** A request about the cursor. */
  readonly ask: <R>(method: string, more?: object) => Promise<R>;
  /** Tells the server that a file is open, as it is on disk. */
  readonly open: (name: string) => Promise<void>;
  /** Changes a file on disk, and tells the server that it changed. */
  readonly write: (name: string, text: string) => Promise<void>;
  /** Tells the server that a file changed on disk. */
  readonly changed: (name: string) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  /** `slightfile.toml: "orders"` */
  readonly shown: (place: Location) => string;
  /** The text of a file after edits. */
  readonly applied: (name: string, edit: WorkspaceEdit | null) => string;
}

/** Writes the files, starts a server, opens the file with the cursor, and waits until the index is complete. */
export async function startWorkspace(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: ClientOptions = {},
): Promise<TestWorkspace> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await mkdtempDisposable(path.join(os.tmpdir(), 'slight-workspace-'))).path;
  const documents = new Map<string, TextDocument>();
  let cursor = { name: '', position: { line: 0, character: 0 } };
  const uri = (name: string): string => uriOf(path.join(folder, name));
  const put = async (name: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  };
  for (const [name, content] of Object.entries(files)) {
    const at = typeof content === 'string' ? content.indexOf('|') : -1;
    const text =
      typeof content === 'string' && at !== -1 ? content.slice(0, at) + content.slice(at + 1) : content;
    await put(name, text);
    if (typeof text !== 'string') continue;
    const document = TextDocument.create(uri(name), '', 1, text);
    documents.set(name, document);
    if (at !== -1) cursor = { name, position: document.positionAt(at) };
  }
  // the user's own key is left alone
  const env = { XDG_CONFIG_HOME: path.join(folder, '.config') };
  const client = stack.use(await startClient({ folders: [folder], env, ...options }));
  const open = (name: string): Promise<void> =>
    client.open(uri(name), documents.get(name)?.getText() ?? '', languageId(name));
  if (cursor.name !== '') await open(cursor.name);
  await client.request('slight/index');
  const changed = (name: string, type: number): Promise<void> =>
    client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uri(name), type }],
    });
  const textIn = (of: string, range: Range): string =>
    [...documents.values()].find((document) => document.uri === of)?.getText(range) ?? '?';
  const about = { textDocument: { uri: uri(cursor.name) }, position: cursor.position };
  const owned = stack.move();
  return {
    client,
    folder,
    uri,
    open,
    cursor: about,
    text: (name) => documents.get(name)?.getText() ?? '',
    ask: (method, more) => client.request(method, { ...about, ...more }),
    write: async (name, text) => {
      await put(name, text);
      documents.set(name, TextDocument.create(uri(name), '', 1, text));
      await changed(name, 2);
    },
    changed: (name) => changed(name, 2),
    remove: async (name) => {
      await rm(path.join(folder, name));
      await changed(name, 3);
    },
    shown: ({ uri: of, range }) => `${path.relative(folder, new URL(of).pathname)}: ${textIn(of, range)}`,
    applied: (name, edit) => {
      const document = documents.get(name);
      return document ? TextDocument.applyEdits(document, editsOf(edit, document.uri)) : '';
    },
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  };
}

function languageId(name: string): string {
  if (isSlightfile(name)) return 'slightfile';
  return name.endsWith('.wit') ? 'wit' : (languageOf(name) ?? '');
}

function editsOf(edit: WorkspaceEdit | null, uri: string): TextEdit[] {
  const changes = edit?.documentChanges?.flatMap((change) =>
    'edits' in change && change.textDocument.uri === uri ? change.edits : [],
  );
  return (changes ?? edit?.changes?.[uri] ?? []) as TextEdit[];
}
