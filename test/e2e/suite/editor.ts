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

/** The place in a document that a text marks with `|`. */
export function at(document: vscode.TextDocument, marked: string): vscode.Position {
  const start = document.getText().indexOf(marked.replace('|', ''));
  assert.notEqual(start, -1, `no ${marked} in ${document.uri.path}`);
  return document.positionAt(start + marked.indexOf('|'));
}

/** What a command of the editor gives, which is not there where no provider is. */
export async function execute<T>(command: string, ...given: readonly unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(command, ...given);
}

/** All that the hovers at a place say. */
export async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await execute<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value))
    .join('\n');
}

/** What the inlay hints of a document say. */
export async function hints(document: vscode.TextDocument): Promise<readonly string[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await execute<vscode.InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
  return found.map(({ label }) =>
    typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
  );
}

/** Closes every editor, and leaves its document as it is on disk: a dirty one would ask whether to save. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document, { preview: false });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
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
export async function diagnostics(uri: vscode.Uri, count: number): Promise<vscode.Diagnostic[]> {
  let found: vscode.Diagnostic[] = [];
  try {
    return await until(`${count} diagnostics of ${uri.path}`, () => {
      found = vscode.languages.getDiagnostics(uri);
      return found.length === count ? found : undefined;
    });
  } catch (error) {
    throw new Error(`what is there: ${found.map(({ message }) => message).join('; ')}`, { cause: error });
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Closes all after each test of a suite, and puts these files back as they were before the first. */
export function putBack(files: () => readonly vscode.Uri[]): void {
  const texts = new Map<vscode.Uri, Uint8Array>();

  suiteSetup(async () => {
    for (const uri of files()) texts.set(uri, await vscode.workspace.fs.readFile(uri));
  });

  teardown(async () => {
    await closeAll();
    for (const [uri, text] of texts) await vscode.workspace.fs.writeFile(uri, text);
  });
}
