import { Disposable, languages, window, workspace, type DocumentSelector } from 'vscode';
import { DocumentDiagnosticRequest, type LanguageClient } from 'vscode-languageclient/node';

/** Edits come in many at once, in milliseconds. */
const pause = 200;

/**
 * Asks again for the diagnostics of what is in front when a document behind it is edited, by a rename or a quick fix: the
 * client by itself asks again for what was edited, and for what is behind.
 */
export function frontDiagnostics(client: LanguageClient, selector: DocumentSelector): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const listening = workspace.onDidChangeTextDocument(({ document }) => {
    const front = window.activeTextEditor?.document;
    if (!front || document === front || languages.match(selector, document) === 0) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      client.getFeature(DocumentDiagnosticRequest.method).refresh();
    }, pause);
  });
  return Disposable.from(listening, new Disposable(() => clearTimeout(timer)));
}
