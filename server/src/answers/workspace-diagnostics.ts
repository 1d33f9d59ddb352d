/** Brings what is wrong in the files of the workspace that are not open to the client: pushed, or when it asks. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Client } from '../client/client.ts';
import type { Publisher } from '../client/publisher.ts';
import { spaced } from './spaced.ts';
import type { ToClient } from '../client/to-client.ts';
import type { OpenDocument } from '../documents.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Diagnose } from '../client/publisher.ts';
import { closedFiles } from './closed-files.ts';
import { slightfileDiagnostics, sourceDiagnostics } from './diagnose.ts';
import type { PulledWorkspace, Reported } from './pulled-workspace.ts';
import { pulledWorkspace } from './pulled-workspace.ts';
import { latestResults } from './pulled.ts';
import type { Result } from './result.ts';

export interface WorkspaceDiagnosticsOptions {
  readonly workspace: Workspace;
  readonly client: Client;
  readonly connection: ToClient;
  readonly publisher: Publisher;
  /** What is wrong in a document that is open. */
  readonly diagnose: Diagnose;
}

export interface WorkspaceDiagnostics {
  readonly answer: PulledWorkspace['answer'];
  /** What is wrong with the latest version of a document that is open. */
  readonly latest: (document: TextDocument) => Promise<Result>;
  /** Something changed that the problems of any file may depend on. */
  readonly changed: () => void;
  readonly closed: (document: OpenDocument) => void;
  /** The client has asked about an open document alone. */
  readonly asked: (uri: string) => void;
}

export function workspaceDiagnostics({
  workspace,
  client,
  connection,
  publisher,
  diagnose,
}: WorkspaceDiagnosticsOptions): WorkspaceDiagnostics {
  const { documents } = workspace;
  const results = latestResults();
  const latest = (document: TextDocument): Promise<Result> =>
    results({
      document,
      // what is typed in one document may change what is said of another
      state: `${documents.revision} ${workspace.revision}`,
      diagnose: async () => (await diagnose(document.uri)) ?? [],
    });
  const closed = closedFiles({
    workspace,
    source: (uri) => sourceDiagnostics(workspace, client, uri),
    slightfile: async (path) => {
      const read = await workspace.closedFile(path);
      return read ? slightfileDiagnostics(workspace, client, read.file, read.problem) : [];
    },
  });
  const open = async (): Promise<readonly Reported[]> => {
    const reports: Reported[] = [];
    for (const { document } of [...documents.all()]) {
      const { uri, version } = document;
      const result = await latest(document);
      if (documents.version(uri) !== undefined) reports.push({ uri, version, ...result });
    }
    return reports;
  };
  const changed = spaced(async () => {
    if (!client.pulls) publisher.closedFiles(await closed.update());
    else if (pulled.isAsked()) {
      const found = await closed.update();
      const opened = await open();
      const isClosed = ({ path }: { readonly path: string }) => documents.uriOf(path) === undefined;
      pulled.deliver([...opened, ...found.filter(isClosed).map((file) => ({ ...file, version: null }))]);
    }
  });
  const pulled = pulledWorkspace(changed, (token, value) =>
    connection.sendNotification('$/progress', { token, value }),
  );
  return {
    answer: pulled.answer,
    latest,
    changed,
    closed: ({ document: { uri } }) => {
      if (client.pulls) pulled.unsure(uri);
    },
    asked: (uri) => {
      pulled.unsure(uri);
      changed();
    },
  };
}
