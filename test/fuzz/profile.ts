/** The kinds of client that the server tells apart. */
import type { ClientCapabilities } from 'vscode-languageserver-protocol';

export interface Profile {
  readonly name: string;
  /** It asks for diagnostics itself. */
  readonly pulls: boolean;
  /** It tells what changes on disk. */
  readonly watches: boolean;
  /** It can do all that an editor can; else, as little. */
  readonly isRich: boolean;
}

export const profiles: readonly Profile[] = [
  { name: 'push', pulls: false, watches: true, isRich: true },
  { name: 'pull', pulls: true, watches: true, isRich: true },
  { name: 'plain', pulls: false, watches: false, isRich: false },
];

export function capabilitiesOf({ pulls, watches, isRich }: Profile): ClientCapabilities {
  return {
    workspace: {
      workspaceFolders: true,
      ...(watches && { didChangeWatchedFiles: { dynamicRegistration: true } }),
      ...(pulls && { diagnostics: { refreshSupport: true } }),
      ...(isRich && {
        inlayHint: { refreshSupport: true },
        codeLens: { refreshSupport: true },
        workspaceEdit: {
          documentChanges: true,
          changeAnnotationSupport: {},
          resourceOperations: ['create' as const],
        },
      }),
    },
    textDocument: {
      ...(pulls && { diagnostic: {} }),
      ...(isRich && {
        completion: { completionItem: { snippetSupport: true } },
        definition: { linkSupport: true },
        rename: { prepareSupport: true },
        codeAction: {
          dataSupport: true,
          disabledSupport: true,
          resolveSupport: { properties: ['edit'] },
        },
        formatting: { dynamicRegistration: true },
      }),
    },
    ...(isRich && { window: { workDoneProgress: true } }),
  };
}
