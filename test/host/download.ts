import { join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';

const releases = 'https://update.code.visualstudio.com/api/releases/stable';

/**
 * The executable of VS Code as it is shipped, downloaded into .cache; undefined on a machine that cannot download it
 * (one that reaches package registries only), or has no display to show it on.
 */
export async function downloadedVSCode(): Promise<string | undefined> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return undefined;
  const reached = await fetch(releases, { signal: AbortSignal.timeout(5000) }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!reached) return undefined;
  const cachePath = join(resolve(import.meta.dirname, '../..'), '.cache/vscode-download');
  return downloadAndUnzipVSCode({ version: 'stable', cachePath, reporter: new SilentReporter() });
}
