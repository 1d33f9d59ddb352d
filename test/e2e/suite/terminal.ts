/** What the tests see of runs. */
import * as vscode from 'vscode';

/** The exit code of the next task of this name that ends. */
export function endOf(name: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== name) return;
      listening.dispose();
      resolve(exitCode);
    });
  });
}

/** What a terminal shows, read as a person would take it: select all, copy. */
export async function terminalText(name: string): Promise<string> {
  const terminal = vscode.window.terminals.find((each) => each.name.includes(name));
  if (!terminal) return '';
  terminal.show();
  await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  await vscode.commands.executeCommand('workbench.action.terminal.clearSelection');
  return vscode.env.clipboard.readText();
}
