/** The journey by mouse and keyboard, in the window of a VS Code that the packaged extension is installed in. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { packageExtension } from './package.ts';
import {
  command,
  editor,
  editorOf,
  inText,
  lens,
  openFromExplorer,
  openWindow,
  rename,
  terminal,
  textOf,
  useTheme,
  untrusted,
} from './window.ts';
import { makeWorkspace, repository } from './workspace.ts';

const screenshots = join(repository, '.cache/screenshots');

const extension = await packageExtension();

const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'slight.runtime.backends': 'local',
  'editor.wordBasedSuggestions': 'off',
  'editor.minimap.enabled': false,
  // As text in the page, not as pixels
  'terminal.integrated.gpuAcceleration': 'off',
  'remote.autoForwardPorts': false,
};

test('the extension, by mouse and keyboard', async (t) => {
  await mkdir(screenshots, { recursive: true });
  await using workspace = await makeWorkspace();
  await using window = await openWindow({ folder: workspace.folder, extension, settings });
  const { page } = window;
  page.setDefaultTimeout(60_000);
  const picture = (name: string): Promise<Buffer> =>
    page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });

  const step = async (name: string, act: () => Promise<void>): Promise<void> => {
    const failures: unknown[] = [];
    await t.test(name, async () => {
      try {
        await act();
      } catch (error) {
        failures.push(error);
        await picture('failure');
        throw error;
      }
    });
    // What follows starts where this should have led
    if (failures.length > 0)
      throw new Error('the journey ended here; .cache/screenshots/failure.png shows where');
  };

  await step('a faulty slightfile, opened from the explorer, has squiggles', async () => {
    await openFromExplorer(page, 'faulty/slightfile.toml');
    await editor(page).locator('.squiggly-error').waitFor();
    await picture('squiggle');
  });

  await step('a quick fix corrects it', async () => {
    // the lens moves the text down when it comes, and what is open over the text closes then
    await page.locator('.codelens-decoration').filter({ hasText: 'Run' }).first().waitFor();
    await inText(page, 'keyvalue.reddis').click();
    await page.keyboard.press('Control+.');
    const fix = page.locator('.action-widget').getByText('keyvalue.redis').first();
    await fix.waitFor();
    await picture('quick-fix');
    await page.keyboard.press('Enter');
    await page.locator('.squiggly-error').waitFor({ state: 'detached' });
    assert.match(await textOf(page), /resource = "keyvalue\.redis"/);
  });

  await step('a new capability is typed with completions', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\n[[capability]]\nresource = "keyv');
    const suggestion = page
      .locator('.suggest-widget .monaco-list-row')
      .filter({ hasText: 'keyvalue.filesystem' });
    await suggestion.waitFor();
    await picture('completion');
    await suggestion.click();
    assert.match(await textOf(page), /resource = "keyvalue\.filesystem"/);
    await command(page, 'File: Revert File');
  });

  await step('hovering a resource explains it', async () => {
    await openFromExplorer(page, 'hello/slightfile.toml');
    // the lens moves the text away from under the pointer when it comes
    await lens(page, '1 reference').waitFor();
    await inText(page, 'keyvalue').hover();
    const hover = page.locator('.monaco-hover:visible').filter({ hasText: 'Redis' });
    await hover.first().waitFor();
    await picture('hover');
    await page.keyboard.press('Escape');
  });

  await step('F2 on a name in Rust source renames it in the slightfile too', async () => {
    await openFromExplorer(page, 'shop/slightfile.toml');
    await lens(page, '1 reference').waitFor();
    await command(page, 'View: Split Editor Right');
    await openFromExplorer(page, 'shop/src/main.rs');
    await inText(page, 'orders').hover();
    await page.locator('.monaco-hover:visible').filter({ hasText: 'keyvalue.redis' }).first().waitFor();
    await picture('rust-hover');
    await inText(page, 'orders').click();
    // what is hovered would lie over the rest
    await page.mouse.move(200, 700);
    await page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
    await rename(
      page,
      'parcels',
      editorOf(page, 'shop/src/main.rs').locator('.view-line').filter({ hasText: '"parcels"' }),
    );
    await says(page, 'shop/src/main.rs', 'Keyvalue::open("parcels")');
    await says(page, 'shop/slightfile.toml', 'name = "parcels"');
    await picture('renamed-dark');
  });

  await step('one undo takes it back in both', async () => {
    await page.keyboard.press('Control+z');
    await says(page, 'shop/src/main.rs', 'Keyvalue::open("orders")');
    await says(page, 'shop/slightfile.toml', 'name = "orders"');
    await command(page, 'File: Save All');
    await useTheme(page, 'Light Modern', 'vs:not(.vs-dark)');
    await picture('names-light');
    await useTheme(page, 'Dark Modern', 'vs-dark');
    await command(page, 'View: Close All Editors');
    await editorOf(page, 'shop/src/main.rs').waitFor({ state: 'detached' });
  });

  await step('Run over the first line runs the app in a terminal', async () => {
    await openFromExplorer(page, 'hello/slightfile.toml');
    await lens(page, 'Run').click();
    await terminal(page).getByText('exit code 0').waitFor();
    assert.match(await terminal(page).innerText(), /Hello, SpiderLightning!/);
    await page.locator('.statusbar-item').filter({ hasText: 'hello' }).waitFor();
    await picture('run-dark');
  });

  await step('the same in a light theme', async () => {
    await useTheme(page, 'Light Modern', 'vs:not(.vs-dark)');
    await picture('run-light');
  });

  await step('Stop ends an app that would run for ever', async () => {
    await openFromExplorer(page, 'endless/slightfile.toml');
    await page.getByRole('button', { name: /Run App/ }).click();
    const stop = page
      .locator('.editor-group-container.active')
      .getByRole('button', { name: 'Stop', exact: true });
    await stop.waitFor();
    await picture('running');
    await stop.click();
    await terminal(page).getByText('stopped after').waitFor();
  });
});

test('in a workspace that is not trusted, faults are shown and nothing runs', async () => {
  await using workspace = await makeWorkspace();
  await using window = await openWindow({
    folder: workspace.folder,
    extension,
    settings: { ...settings, ...untrusted },
  });
  const { page } = window;
  await openFromExplorer(page, 'faulty/slightfile.toml');
  await editor(page).locator('.squiggly-error').waitFor();
  await lens(page, 'Run').click();
  await page.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
  await page.screenshot({ path: join(screenshots, 'restricted.png'), animations: 'disabled' });
  assert.equal(await page.locator('.terminal-wrapper').count(), 0);
});

/** Waits until the editor of a file holds a text. */
async function says(page: Page, path: string, text: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if ((await textOf(page, editorOf(page, path))).includes(text)) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`${path} does not come to say ${text}`);
}
