/**
 * The diagnostics of the whole workspace, as clients pull them (LSP 3.17, "Workspace Diagnostics"). A request is
 * answered when something is other than the client has it: until then it is held, so that nobody asks in vain. A client
 * that takes partial results is sent them, and its request held for good.
 */
import type {
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver-protocol';
import { pathOf } from '../lsp/uri.ts';
import type { CancellationToken } from './answer.ts';
import type { Result } from './result.ts';

/** A file with what is wrong in it; those that are not open and have no problem are not among them. */
export interface Reported extends Result {
  readonly uri: string;
  /** Null of a file that is not open. */
  readonly version: number | null;
}

export interface PulledWorkspace {
  readonly answer: (
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
  ) => Promise<WorkspaceDiagnosticReport>;
  /** Whether a client waits. */
  readonly isAsked: () => boolean;
  /** Tells the client that waits what is other than it has it. */
  readonly deliver: (now: readonly Reported[]) => void;
  /**
   * What the client shows of a document is not known, so it is told again. It was closed: then it may be of what was not
   * saved. Or the client has asked about it alone: meanwhile VS Code's passes over what it is told here, and it takes no
   * answer about a document that no tab shows any more.
   */
  readonly unsure: (uri: string) => void;
}

/** How many files one partial result is about. */
const portion = 200;

interface Held {
  /** What the client has, by path or else by URI: it may spell a URI in its own way. */
  readonly known: Map<string, { readonly uri: string; readonly id: string }>;
  readonly partialResultToken: WorkspaceDiagnosticParams['partialResultToken'];
  readonly resolve: (report: WorkspaceDiagnosticReport) => void;
}

/**
 * @param onAsked called when a client begins to wait
 * @param sendPartial sends a part of the answer to the request with that token
 */
export function pulledWorkspace(
  onAsked: () => void,
  sendPartial: (token: number | string, report: WorkspaceDiagnosticReport) => void,
): PulledWorkspace {
  let held: Held | undefined;
  /** Not told of since. */
  const unsure = new Map<string, string>();
  return {
    answer: ({ previousResultIds, partialResultToken }, token) => {
      // a client that asks again waits for the first answer no more
      held?.resolve({ items: [] });
      const { promise, resolve } = Promise.withResolvers<WorkspaceDiagnosticReport>();
      const known = new Map(previousResultIds.map(({ uri, value }) => [keyOf(uri), { uri, id: value }]));
      const own = { known, partialResultToken, resolve };
      held = own;
      token.onCancellationRequested(() => {
        if (held === own) held = undefined;
        resolve({ items: [] });
      });
      onAsked();
      return promise;
    },
    isAsked: () => held !== undefined,
    deliver: (now) => {
      if (!held) return;
      const { known, partialResultToken, resolve } = held;
      for (const [key, uri] of unsure) known.set(key, { uri, id: '' });
      unsure.clear();
      const items = differences(known, now);
      if (items.length === 0) return;
      if (partialResultToken === undefined) {
        held = undefined;
        resolve({ items });
        return;
      }
      for (let at = 0; at < items.length; at += portion)
        sendPartial(partialResultToken, { items: items.slice(at, at + portion) });
    },
    unsure: (uri) => void unsure.set(keyOf(uri), uri),
  };
}

/** What the client has to be told; `known` is what it has after that. */
function differences(known: Held['known'], now: readonly Reported[]): WorkspaceDocumentDiagnosticReport[] {
  const reports: WorkspaceDocumentDiagnosticReport[] = [];
  const left = new Map(known);
  for (const { uri, version, id, items } of now) {
    const key = keyOf(uri);
    const before = left.get(key);
    left.delete(key);
    if (before?.id === id || (!before && items.length === 0)) continue;
    known.set(key, { uri, id });
    reports.push({ kind: 'full', uri, version, resultId: id, items: [...items] });
  }
  for (const [key, { uri }] of left) {
    known.delete(key);
    reports.push({ kind: 'full', uri, version: null, items: [] });
  }
  return reports;
}

function keyOf(uri: string): string {
  return pathOf(uri) ?? uri;
}
