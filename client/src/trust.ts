import { commands, window } from 'vscode';

/** Says why nothing is run in a workspace that is not trusted. */
export async function tellOfTrust(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const choice = await window.showWarningMessage(
    'Slight runs apps only in a workspace that you trust.',
    manage,
  );
  if (choice === manage) await commands.executeCommand('workbench.trust.manage');
}
