import { commands, window } from 'vscode';

/**
 * Says why nothing is run in a workspace that is not trusted.
 * @param what Slight does only where it is: `runs apps`
 */
export async function tellOfTrust(what = 'runs apps'): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const choice = await window.showWarningMessage(
    `Slight ${what} only in a workspace that you trust.`,
    manage,
  );
  if (choice === manage) await commands.executeCommand('workbench.trust.manage');
}
