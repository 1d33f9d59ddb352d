import { window, workspace, type TextEditor } from 'vscode';

/**
 * Gives a slightfile or WIT file that is in view, and has no indent of its own, that which the settings have: VS Code may
 * make the editor of a file that is open as the window begins before it knows the defaults of the extension.
 */
export function settleIndentation(): void {
  window.visibleTextEditors.forEach(settle);
}

function settle(editor: TextEditor): void {
  const { document, options } = editor;
  const { languageId, uri } = document;
  if (!['slightfile', 'wit'].includes(languageId) || /^[ \t]/m.test(document.getText())) return;
  const settings = workspace.getConfiguration('editor', { languageId, uri });
  const tabSize = settings.get<number>('tabSize');
  const insertSpaces = settings.get<boolean>('insertSpaces');
  if (tabSize === undefined || insertSpaces === undefined) return;
  if (options.tabSize !== tabSize || options.insertSpaces !== insertSpaces)
    editor.options = { tabSize, insertSpaces };
}
