/** What the tests see of runs. */
import * as vscode from 'vscode';

/** The exit code of the next run of an app that ends. */
export function endOf(app: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.definition['slightfile'] !== `${app}/slightfile.toml`) return;
      listening.dispose();
      resolve(exitCode);
    });
  });
}

/** What the terminal of this name shows, read as a person would take it: select all, copy. */
export async function terminalText(name: string): Promise<string> {
  const terminal = vscode.window.terminals.find((each) => each.name === name);
  if (!terminal) return '';
  terminal.show();
  await vscode.commands.executeCommand('workbench.action.terminal.selectAll');
  await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
  await vscode.commands.executeCommand('workbench.action.terminal.clearSelection');
  return vscode.env.clipboard.readText();
}
