/** Apps for tests: a few files by their names, with the cursor drawn in one of them: `Keyvalue::open("or|ders")`. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import { slightfileFacts, sourceFacts } from '../index/facts.ts';
import { kindOf } from '../index/kind.ts';
import type { AppNames } from '../names/app-names.ts';
import { namesOf } from '../names/app-names.ts';
import { pathOf, uriOf } from '../lsp/uri.ts';
import type { AppRoutes } from '../routes/app-routes.ts';
import { routesOf } from '../routes/app-routes.ts';

export interface TestApp {
  readonly names: AppNames;
  readonly routes: AppRoutes;
  /** Of the file with the cursor. */
  readonly uri: string;
  readonly position: Position;
  readonly documents: ReadonlyMap<string, TextDocument>;
  /** The text of a file after edits. */
  readonly applied: (name: string, edits: readonly TextEdit[]) => string;
}

export function uriIn(name: string): string {
  return uriOf(`/app/${name}`);
}

/** @param exports of a module that is newer than the sources */
export function appOf(files: Readonly<Record<string, string>>, exports?: readonly string[]): TestApp {
  let uri = '';
  let position = { line: 0, character: 0 };
  const documents = new Map<string, TextDocument>();
  for (const [name, marked] of Object.entries(files)) {
    const cursor = marked.indexOf('|');
    const text = cursor === -1 ? marked : marked.slice(0, cursor) + marked.slice(cursor + 1);
    const document = TextDocument.create(uriIn(name), '', 1, text);
    documents.set(document.uri, document);
    if (cursor !== -1) [uri, position] = [document.uri, document.positionAt(cursor)];
  }
  const paths = [...documents.keys()].map((of) => pathOf(of) ?? '');
  const ofKind = (kind: string) => new Set(paths.filter((path) => kindOf(path)?.kind === kind));
  const app = {
    folder: '/app',
    slightfiles: ofKind('slightfile'),
    sources: ofKind('source'),
    unread: ofKind('unread'),
    modules: new Set<string>(),
    wit: new Set<string>(),
  };
  const sources = {
    isComplete: () => true,
    uriOf,
    facts: (path: string) => {
      const kind = kindOf(path);
      const text = documents.get(uriOf(path))?.getText() ?? '';
      if (kind?.kind === 'slightfile') return slightfileFacts(text);
      return kind?.kind === 'source' ? sourceFacts(text, kind.language) : undefined;
    },
    exportsOf: () => exports && new Set(exports),
  };
  return {
    names: namesOf(app, sources),
    routes: routesOf(app, sources),
    uri,
    position,
    documents,
    applied: (name, edits) => {
      const document = documents.get(uriIn(name));
      return document ? TextDocument.applyEdits(document, [...edits]) : '';
    },
  };
}
