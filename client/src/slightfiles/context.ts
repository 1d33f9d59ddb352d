import { commands, Disposable, workspace } from 'vscode';
import { slightfilePattern, slightfiles } from './slightfiles.ts';

/** Keeps `slight.hasSlightfile` for the `when` clauses in package.json: true where there is something to run. */
export function slightfileContext(): Disposable {
  const update = async (): Promise<void> => {
    const isOpen = workspace.textDocuments.some(({ languageId }) => languageId === 'slightfile');
    const has = isOpen || (await slightfiles()).length > 0;
    await commands.executeCommand('setContext', 'slight.hasSlightfile', has);
  };
  const onDisk = workspace.createFileSystemWatcher(slightfilePattern, false, true, false);
  void update();
  return Disposable.from(
    onDisk,
    onDisk.onDidCreate(update),
    onDisk.onDidDelete(update),
    workspace.onDidChangeWorkspaceFolders(update),
    workspace.onDidOpenTextDocument(({ languageId }) => {
      if (languageId === 'slightfile') void update();
    }),
    workspace.onDidCloseTextDocument(({ languageId }) => {
      if (languageId === 'slightfile') void update();
    }),
  );
}
