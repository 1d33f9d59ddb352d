/** Runs, by mouse and keyboard: how they are started, told of and stopped, in the window of a VS Code of their own. */
import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { packageExtension } from './package.ts';
import {
  command,
  editorOf,
  lens,
  openFromExplorer,
  openWindow,
  terminal,
  useTheme,
  untrusted,
} from './window.ts';
import { makeWorkspace, repository } from './workspace.ts';

const screenshots = join(repository, '.cache/screenshots');
const extension = await packageExtension();

const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'slight.runtime.backends': 'embedded',
  'editor.minimap.enabled': false,
  // As text in the page, not as pixels
  'terminal.integrated.gpuAcceleration': 'off',
  'remote.autoForwardPorts': false,
  'workbench.startupEditor': 'none',
};

test('runs, by mouse and keyboard', async () => {
  await mkdir(screenshots, { recursive: true });
  await using workspace = await makeWorkspace();
  await addFailing(workspace.folder);
  await using window = await openWindow({ folder: workspace.folder, extension, settings });
  const { page } = window;
  page.setDefaultTimeout(20_000);
  try {
    await failure(page);
    await keys(page);
    await twice(page);
    await choice(page);
    await source(page);
    // where processes are looked up in /proc
    if (process.platform === 'linux') await killed(page, workspace.folder);
  } catch (error) {
    await picture(page, 'runs-failure');
    throw error;
  }
});

/** A failed run tells why, and leads to where it is. */
async function failure(page: Page): Promise<void> {
  await openFromExplorer(page, 'failing/slightfile.toml');
  await lens(page, 'Run').click();
  const told = notification(page, 'no keyvalue capability named "greetings" is declared');
  await told.waitFor();
  await terminal(page).getByText('exit code: 1').waitFor();
  assert.doesNotMatch(await terminal(page).innerText(), /failed to launch/);
  await pictures(page, 'run-failed');
  await told.getByText('Show in hello.js').click();
  await editorOf(page, 'failing/hello.js').waitFor();
  await picture(page, 'run-failed-shown');
}

/** F5 runs the app of the slightfile; its toolbar and the lens stop it. */
async function keys(page: Page): Promise<void> {
  await openFromExplorer(page, 'hello/slightfile.toml');
  await lens(page, 'Run').waitFor();
  await page.keyboard.press('F5');
  await terminal(page).getByText('exit code 0').waitFor();
  assert.match(await terminal(page).innerText(), /Hello, SpiderLightning!/);

  await openFromExplorer(page, 'endless/slightfile.toml');
  await lens(page, 'Run').waitFor();
  await page.keyboard.press('F5');
  await lens(page, 'Stop').waitFor();
  await page.locator('.debug-toolbar').waitFor();
  await terminal(page).getByText('spinning').waitFor();
  await picture(page, 'debugging');
  await page
    .locator('.debug-toolbar')
    .getByRole('button', { name: /Restart/ })
    .click();
  await terminal(page).getByText('stopped after').waitFor();
  await terminal(page).getByText('stopped after').waitFor({ state: 'detached' });
  await terminal(page).getByText('spinning').waitFor();
  await lens(page, 'Stop').click();
  await terminal(page).getByText('stopped after').waitFor();
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  await lens(page, 'Run').waitFor();
}

/** Who runs what runs already is asked. */
async function twice(page: Page): Promise<void> {
  await lens(page, 'Run').click();
  await lens(page, 'Stop').waitFor();
  await terminal(page).getByText('spinning').waitFor();
  await command(page, 'Slight: Run App');
  const asked = notification(page, 'endless is running already');
  await asked.waitFor();
  await picture(page, 'run-twice');
  await asked.getByText('Keep Running').click();
  await command(page, 'Slight: Stop');
  await terminal(page).getByText('stopped after').waitFor();
}

/** With something else in front, the list begins with what was run last. */
async function choice(page: Page): Promise<void> {
  await openFromExplorer(page, 'till/till.wit');
  await command(page, 'Slight: Run App');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.filter({ hasText: 'hello/slightfile.toml' }).waitFor();
  await picture(page, 'which-slightfile');
  assert.match(await rows.first().innerText(), /endless/);
  assert.match(await rows.nth(1).innerText(), /hello[\s\S]*keyvalue\.redis/);
  await page.keyboard.press('Escape');
}

/** F5 in a guest's source is for its app, though VS Code has no debugger for the language. */
async function source(page: Page): Promise<void> {
  await openFromExplorer(page, 'shop/src/main.rs');
  await page.keyboard.press('F5');
  // nothing has been built
  await page.locator('.quick-input-title').getByText('Module for shop/slightfile.toml').waitFor();
  await picture(page, 'debug-source');
  await page.keyboard.press('Escape');

  await command(page, 'Debug: Select and Start Debugging');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.filter({ hasText: 'Slight' }).first().click();
  await rows.filter({ hasText: 'Run shop' }).waitFor();
  await picture(page, 'debug-configurations');
  await page.keyboard.press('Escape');
}

/** After the extension host is killed, VS Code starts another, and what ran can be run again. */
async function killed(page: Page, folder: string): Promise<void> {
  await openFromExplorer(page, 'endless/slightfile.toml');
  await lens(page, 'Run').click();
  await lens(page, 'Stop').waitFor();
  await terminal(page).getByText('spinning').waitFor();
  process.kill(await extensionHost(folder), 'SIGKILL');
  await lens(page, 'Run').click();
  await lens(page, 'Stop').click();
  await terminal(page).getByText('stopped after').waitFor();
}

/** The process that a runtime has as its parent which works in this folder. */
async function extensionHost(folder: string): Promise<number> {
  for (const id of await readdir('/proc')) {
    const at = (file: string) => join('/proc', id, file);
    const line = await readFile(at('cmdline'), 'utf8').catch(() => '');
    if (!line.includes('\0--channel\0') || (await readlink(at('cwd'))) !== folder) continue;
    return Number(/^PPid:\s*(\d+)$/m.exec(await readFile(at('status'), 'utf8'))?.[1]);
  }
  throw new Error('nothing runs');
}

test('in a workspace that is not trusted, running explains itself', async () => {
  await using workspace = await makeWorkspace();
  await using window = await openWindow({
    folder: workspace.folder,
    extension,
    settings: { ...settings, ...untrusted },
  });
  const { page } = window;
  page.setDefaultTimeout(20_000);
  await openFromExplorer(page, 'hello/slightfile.toml');
  await lens(page, 'Run').waitFor();
  await command(page, 'Slight: Run App');
  await notification(page, 'only in a workspace that you trust').waitFor();
  await picture(page, 'run-restricted');
  await page.keyboard.press('F5');
  await page
    .locator('.monaco-dialog-box')
    .getByText('Running executes')
    .or(page.locator('.monaco-dialog-box').getByText('Debugging executes'))
    .first()
    .waitFor();
  await picture(page, 'debug-restricted');
  assert.equal(await page.locator('.terminal-wrapper').count(), 0);
});

/** An app whose slightfile declares another name than the guest opens. */
async function addFailing(folder: string): Promise<void> {
  const failing = join(folder, 'failing');
  await cp(join(folder, 'hello'), failing, { recursive: true });
  const slightfile = join(failing, 'slightfile.toml');
  const text = await readFile(slightfile, 'utf8');
  await writeFile(slightfile, text.replace('name = "greetings"', 'name = "greeting"'));
  await rm(join(failing, '.slight'), { recursive: true, force: true });
}

function notification(page: Page, text: string): Locator {
  return page.locator('.notification-toast').filter({ hasText: text });
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}

/** The same in the dark, the light and the high contrast theme. */
async function pictures(page: Page, name: string): Promise<void> {
  await picture(page, `${name}-dark`);
  await useTheme(page, 'Light Modern', 'vs:not(.vs-dark)');
  await picture(page, `${name}-light`);
  await useTheme(page, 'Dark High Contrast', 'hc-black');
  await picture(page, `${name}-contrast`);
  await useTheme(page, 'Dark Modern', 'vs-dark');
}
