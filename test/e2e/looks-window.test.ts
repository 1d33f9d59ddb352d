/** How the extension looks, and how long a window waits for it: in themes dark, light and of high contrast. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageExtension } from './package.ts';
import { command, lens, openFromExplorer, openWindow } from './window.ts';
import { makeWorkspace, repository } from './workspace.ts';

const screenshots = join(repository, '.cache/screenshots');

const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'slight.runtime.backends': 'local',
  'editor.minimap.enabled': false,
  'remote.autoForwardPorts': false,
};

test('how it looks', async (t) => {
  await mkdir(screenshots, { recursive: true });
  const extension = await packageExtension();
  await using workspace = await makeWorkspace();
  await using window = await openWindow({ folder: workspace.folder, extension, settings });
  const { page } = window;
  page.setDefaultTimeout(30_000);

  await openFromExplorer(page, 'shop/slightfile.toml');
  await lens(page, 'Run').waitFor();

  await t.test('how long VS Code took to activate it', async (t) => {
    await command(page, 'Developer: Show Running Extensions');
    const row = page
      .locator('.runtime-extensions-editor .monaco-list-row')
      .filter({ has: page.locator('.name:text-is("Slight")') });
    // to load its code and to call it
    const time = await row.locator('.activation-time').innerText();
    t.diagnostic(time);
    assert.match(time, /Activation: \d+ms/);
  });
});
