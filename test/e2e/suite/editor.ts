/** What the tests do in the editor, and wait for. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The URI of a file of the workspace. */
export function file(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function open(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(uri, { preview: false });
}

/** Opens a new slightfile with this text; `|` is where the cursor will be. */
export async function openText(marked: string): Promise<vscode.TextEditor> {
  const content = marked.replace('|', '');
  const document = await vscode.workspace.openTextDocument({ language: 'slightfile', content });
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const cursor = document.positionAt(marked.indexOf('|'));
  editor.selection = new vscode.Selection(cursor, cursor);
  return editor;
}

/** Asks until there is an answer. */
export async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(50);
  }
  throw new Error(`waited in vain for ${what}`);
}

/** The diagnostics of a document once it has as many as this. */
export function diagnostics(uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  return until(`${count} diagnostics of ${uri.path}`, () => {
    const found = vscode.languages.getDiagnostics(uri);
    return found.length === count ? found : undefined;
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
