/**
 * Makes the README's pictures: images/editor.png, examples/hello open in VS Code, run, and its resource explained; and
 * images/names.png, a name in Rust beside the slightfile that serves it. `npm run build` and the built example come
 * first.
 */
import { cp, mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { packageExtension } from '../test/e2e/package.ts';
import { command, inText, lens, openFromExplorer, openWindow, terminal } from '../test/e2e/window.ts';

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
const extension = await packageExtension();

await picture('editor', 'examples/hello', 720, async (page) => {
  await openFromExplorer(page, 'slightfile.toml');
  // The second run shows that the store remembers the first
  for (const said of ['first run', 'run 2']) {
    await lens(page, 'Run').click();
    await terminal(page).getByText(said).waitFor();
    await terminal(page).getByText('exit code 0').waitFor();
  }
  await inText(page, 'keyvalue').hover();
  await hoverOf(page, 'Redis').waitFor();
});

await picture('names', 'test/e2e/shop', 480, async (page) => {
  await openFromExplorer(page, 'slightfile.toml');
  await lens(page, '1 reference').waitFor();
  await command(page, 'View: Split Editor Right');
  await openFromExplorer(page, 'src/main.rs');
  await command(page, 'View: Toggle Primary Side Bar Visibility');
  await inText(page, 'orders').hover();
  await hoverOf(page, 'keyvalue.redis').waitFor();
});

/** Opens a copy of a folder in a window of that height, and takes the picture when it is as it should be. */
async function picture(
  name: string,
  source: string,
  height: number,
  prepare: (page: Page) => Promise<void>,
): Promise<void> {
  await using parent = await mkdtempDisposable(path.join(tmpdir(), 'slight-screenshot-'));
  const folder = path.join(parent.path, path.basename(source));
  const filter = (file: string): boolean => !file.endsWith('.slight');
  await cp(path.join(root, source), folder, { recursive: true, filter });
  const viewport = { width: 1120, height };
  await using window = await openWindow({ folder, extension, settings, viewport, scale: 2 });
  await prepare(window.page);
  await window.page.screenshot({
    path: path.join(root, `images/${name}.png`),
    animations: 'disabled',
  });
}

function hoverOf(page: Page, text: string) {
  return page.locator('.monaco-hover:visible').filter({ hasText: text }).first();
}
