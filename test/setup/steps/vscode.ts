/** The set-up step of test/e2e: VS Code itself, for machines that reach the npm registry and nothing else. */
import { installedVSCode, installVSCode } from '../../host/install.ts';

export const name = 'VS Code 1.139.1 (from npm, into .cache/vscode; about two minutes)';

export async function needed(): Promise<boolean> {
  return (await installedVSCode()) === undefined;
}

export async function install(log: (line: string) => void): Promise<void> {
  await installVSCode(log);
}
