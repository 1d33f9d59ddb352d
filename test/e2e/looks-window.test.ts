/** How the extension looks and sounds, and how long a window waits for it: in themes dark, light and of high contrast. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { packageExtension } from './package.ts';
import { command, lens, openFromExplorer, openWindow, terminal } from './window.ts';
import { makeWorkspace, repository } from './workspace.ts';

const screenshots = join(repository, '.cache/screenshots');

const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'slight.runtime.backends': 'local',
  'editor.minimap.enabled': false,
  // As text in the page, not as pixels
  'terminal.integrated.gpuAcceleration': 'off',
  'remote.autoForwardPorts': false,
};

/** By the class of the page. */
const themes = {
  'vs-dark': 'Dark Modern',
  vs: 'Light Modern',
  'hc-black': 'Dark High Contrast',
  'hc-light': 'Light High Contrast',
};

test('how it looks', async (t) => {
  await mkdir(screenshots, { recursive: true });
  await using workspace = await makeWorkspace();
  await writeFile(join(workspace.folder, 'shop/slightfile.toml'), shop);
  const extension = await packageExtension();
  await using window = await openWindow({ folder: workspace.folder, extension, settings });
  const { page } = window;
  page.setDefaultTimeout(25_000);
  const picture = (name: string): Promise<Buffer> =>
    page.screenshot({ path: join(screenshots, `looks-${name}.png`), animations: 'disabled' });
  const step = async (name: string, act: () => Promise<void>): Promise<void> => {
    await t.test(name, () =>
      act().catch(async (error: unknown) => {
        await picture('failure');
        throw error;
      }),
    );
  };

  await openFromExplorer(page, 'shop/slightfile.toml');
  await lens(page, 'Start backend').first().waitFor();

  await t.test('how long VS Code took to activate it', async (t) => {
    await command(page, 'Developer: Show Running Extensions');
    const row = page
      .locator('.runtime-extensions-editor .monaco-list-row')
      .filter({ has: page.locator('.name', { hasText: /^Slight$/ }) });
    // the slowest come first, and what is out of view is not in the page
    await page.locator('.runtime-extensions-editor .monaco-list-row').first().hover();
    for (let tries = 0; tries < 50 && (await row.count()) === 0; tries++) {
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(200);
    }
    // to load its code and to call it
    const time = await row.locator('.activation-time').innerText();
    t.diagnostic(time);
    assert.match(time, /Activation: \d+ms/);
    await page.keyboard.press('Escape');
  });

  await step('a slightfile that is open as the window begins has indents of two', async () => {
    await page.reload();
    await lens(page, 'Start backend').first().waitFor();
    await status(page, 'Spaces: 2').waitFor();
  });

  await step(
    'Start backend turns to Stop backend, also at a local address, and the status bar tells',
    async () => {
      await lens(page, 'Start backend').first().click();
      await lens(page, 'Stop backend').nth(1).waitFor();
      await status(page, '2 servers').waitFor();
      const heard = await status(page, '2 servers').locator('a').getAttribute('aria-label');
      assert.match(
        heard ?? '',
        /^Slight: 2 servers up\. shop: Redis, a local server on 127\.0\.0\.1:\d+, for /,
      );
      await picture('backends');
    },
  );

  await step('the servers, each with what can be done with it', async () => {
    await status(page, '2 servers').click();
    await picked(page, 'Stop Redis').first().waitFor();
    await picture('show-backends');
    // who presses Enter without a look stops nothing
    const first = page.locator('.quick-input-list .monaco-list-row.focused');
    assert.doesNotMatch(await first.innerText(), /Stop/);
    await picked(page, 'Copy Address of Redis').first().click();
    await page.waitForFunction(
      String.raw`navigator.clipboard.readText().then((text) => /^127\.0\.0\.1:\d+$/.test(text))`,
    );
    await status(page, '2 servers').click();
    await picked(page, 'Stop Redis').first().click();
    // only that one
    await status(page, 'Redis').waitFor();
    await lens(page, 'Start backend').waitFor();
    await lens(page, 'Stop backend').click();
    await lens(page, 'Start backend').nth(1).waitFor();
    await status(page, 'Redis').waitFor({ state: 'detached' });
  });

  await step('Choose Module names the module in the settings of the workspace', async () => {
    await openFromExplorer(page, 'hello/slightfile.toml');
    await command(page, 'Slight: Choose Module');
    await picked(page, 'Last build output').filter({ hasText: 'current' }).waitFor();
    await picture('choose-module');
    await picked(page, 'endless/build/endless.wasm').click();
    await page.getByText('hello runs endless/build/endless.wasm from now on').first().waitFor();
    const written = await readFile(join(workspace.folder, '.vscode/settings.json'), 'utf8');
    assert.match(written, /"hello\/slightfile\.toml": "endless\/build\/endless\.wasm"/);
    await command(page, 'Slight: Choose Module');
    await picked(page, 'endless/build/endless.wasm').filter({ hasText: 'current' }).waitFor();
    await picked(page, 'Last build output').click();
    await page.getByText('hello runs its last build output from now on').first().waitFor();
    assert.doesNotMatch(
      await readFile(join(workspace.folder, '.vscode/settings.json'), 'utf8'),
      /slightfile/,
    );
    await command(page, 'Notifications: Clear All Notifications');
  });

  await step('what the status bar says of a run is heard without signs', async () => {
    await lens(page, 'Run').click();
    await terminal(page).getByText('exit code 0').waitFor();
    const item = status(page, 'hello');
    await item.waitFor();
    assert.equal(
      await item.locator('a').getAttribute('aria-label'),
      'Slight: hello ended with exit code 0. Click to run again.',
    );
    await page.keyboard.press('Control+j');
  });

  await step('in each theme', async () => {
    await openFromExplorer(page, 'till/till.wit');
    await command(page, 'View: Split Editor Right');
    await openFromExplorer(page, 'shop/slightfile.toml');
    await page.locator('.squiggly-error').first().waitFor();
    for (const [look, name] of Object.entries(themes)) {
      await useTheme(page, name, look);
      await picture(look);
    }
  });
});

const shop = `specversion = "0.2"

# where orders are kept
[[capability]]
resource = "keyvalue.redis"
name = "orders"

[[capability]]
resource = "keyvalue.redis"
name = "carts"
[capability.configs]
REDIS_ADDRESS = "redis://127.0.0.1:${50_000 + Math.floor(Math.random() * 10_000)}"
`;

/** An item of the status bar. */
function status(page: Page, text: string) {
  return page.locator('.statusbar-item').filter({ hasText: text });
}

/** A line of what a command lets choose from. */
function picked(page: Page, text: string) {
  return page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
}

/** @param look the class that the page has then */
async function useTheme(page: Page, name: string, look: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+t');
  await page.locator('.quick-input-widget input').fill(name);
  await page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: name }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.monaco-workbench.${look}`).waitFor();
}
