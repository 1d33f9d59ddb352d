import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { repository } from './workspace.ts';

/** Packages the extension as it is built now; gives the path of the .vsix. */
export async function packageExtension(): Promise<string> {
  const packagePath = join(repository, '.cache/e2e/slight.vsix');
  await mkdir(dirname(packagePath), { recursive: true });
  await createVSIX({
    cwd: repository,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return packagePath;
}
