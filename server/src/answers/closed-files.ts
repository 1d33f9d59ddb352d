/**
 * What is wrong in the files of the workspace that are not open: in slightfiles, and in the names that sources open. It
 * is found app by app, and of an app again only where one of its files has changed.
 */
import type { Diagnostic } from 'vscode-languageserver-types';
import type { App } from '../index/apps.ts';
import type { Facts } from '../index/facts.ts';
import { turns } from '../index/turns.ts';
import type { KnownWorld } from '../module/known.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Result } from './result.ts';
import { resultOf } from './result.ts';

export interface ClosedFile extends Result {
  readonly path: string;
  readonly uri: string;
}

export interface ClosedFiles {
  /** Looks at what has changed. Resolves to the files that have problems; before the index is whole, to none. */
  readonly update: () => Promise<readonly ClosedFile[]>;
}

export interface ClosedFilesOptions {
  readonly workspace: Workspace;
  /** What is wrong in a source, open or not. */
  readonly source: (uri: string) => readonly Diagnostic[];
  /** What is wrong in a slightfile as it is on disk. */
  readonly slightfile: (path: string) => Promise<readonly Diagnostic[]>;
}

/** An app as it was when its files were looked at. */
interface Looked {
  readonly files: ReadonlyMap<
    string,
    { readonly facts: Facts | undefined; readonly time: number | undefined }
  >;
  readonly worlds: readonly KnownWorld[];
  readonly found: readonly ClosedFile[];
}

export function closedFiles({ workspace, source, slightfile }: ClosedFilesOptions): ClosedFiles {
  const { index, documents } = workspace;
  const turn = turns();
  let looked: ReadonlyMap<string, Looked> = new Map();
  let queue: Promise<readonly ClosedFile[]> = Promise.resolve([]);

  const isAsBefore = async (app: App, before: Looked): Promise<boolean> => {
    if (workspace.worlds(app) !== before.worlds) return false;
    let count = 0;
    for (const file of filesOf(app)) {
      const known = before.files.get(file);
      if (!known || known.facts !== index.facts(file) || known.time !== index.time(file)) return false;
      count++;
      await turn.next();
    }
    return count === before.files.size;
  };

  const revision = (): string => `${documents.revision} ${workspace.revision}`;

  const look = async (app: App): Promise<Looked> => {
    const before = revision();
    const state = Array.from(
      filesOf(app),
      (file) => [file, { facts: index.facts(file), time: index.time(file) }] as const,
    );
    const worlds = workspace.worlds(app);
    const found: ClosedFile[] = [];
    const add = (path: string, items: readonly Diagnostic[]): void => {
      // it may have been opened meanwhile
      if (items.length === 0 || documents.uriOf(path) !== undefined) return;
      found.push({ path, uri: workspace.uriOf(path), ...resultOf(items) });
    };
    for (const [path, { facts }] of state) {
      await turn.next();
      if (documents.uriOf(path) !== undefined) continue;
      if (facts?.kind === 'slightfile') add(path, await slightfile(path));
      else if (facts?.kind === 'source' && facts.opened.length > 0) add(path, source(workspace.uriOf(path)));
    }
    // what changed meanwhile has a part in some of it, so it is looked at again, be it as before by then
    return { files: revision() === before ? new Map(state) : new Map(), worlds, found };
  };

  const round = async (): Promise<readonly ClosedFile[]> => {
    if (index.isComplete) {
      const now = new Map<string, Looked>();
      // as they are now: meanwhile others may come and go
      for (const app of [...index.apps()]) {
        const before = looked.get(app.folder);
        now.set(app.folder, before && (await isAsBefore(app, before)) ? before : await look(app));
      }
      looked = now;
    }
    return [...looked.values()].flatMap(({ found }) => found);
  };

  return {
    update: () => {
      queue = queue.then(round, round);
      return queue;
    },
  };
}

function* filesOf({ slightfiles, sources, unread, modules, wit }: App): Iterable<string> {
  yield* slightfiles;
  yield* sources;
  yield* unread;
  yield* modules;
  yield* wit;
}
