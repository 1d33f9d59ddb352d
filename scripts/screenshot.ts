/**
 * Makes images/editor.png, the README's picture: examples/hello open in VS Code, run, and its resource explained.
 * `npm run build` and the built example come first.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageExtension } from '../test/e2e/package.ts';
import { inText, lens, openFromExplorer, openWindow, terminal } from '../test/e2e/window.ts';

const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.activityBar.location': 'hidden',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'slight.runtime.backends': 'local',
  'files.exclude': { '**/.slight': true, '**/.gitignore': true, '**/*.hash': true },
  'remote.autoForwardPorts': false,
  'terminal.integrated.gpuAcceleration': 'off',
};
const root = path.join(import.meta.dirname, '..');
const parent = await mkdtemp(path.join(tmpdir(), 'slight-screenshot-'));
try {
  const folder = path.join(parent, 'hello');
  const filter = (file: string): boolean => !file.endsWith('.slight');
  await cp(path.join(root, 'examples/hello'), folder, { recursive: true, filter });
  const extension = await packageExtension();
  const viewport = { width: 1120, height: 720 };
  await using window = await openWindow({ folder, extension, settings, viewport, scale: 2 });
  const { page } = window;
  await openFromExplorer(page, 'slightfile.toml');
  // The second run shows that the store remembers the first
  for (const said of ['first run', 'run 2']) {
    await lens(page, '▶ Run').click();
    await terminal(page).getByText(said).waitFor();
    await terminal(page).getByText('exit code 0').waitFor();
  }
  await inText(page, 'keyvalue').hover();
  await page.locator('.monaco-hover:visible').filter({ hasText: 'Redis' }).first().waitFor();
  await page.screenshot({ path: path.join(root, 'images/editor.png'), animations: 'disabled' });
} finally {
  await rm(parent, { recursive: true, force: true });
}
