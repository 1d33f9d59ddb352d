/** An app that serves HTTP, by mouse and keyboard, in the window of a VS Code of its own. */
import assert from 'node:assert/strict';
import { cp, mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { packageExtension } from './package.ts';
import { command, editor, lens, openFromExplorer, openWindow, terminal, textOf, useTheme } from './window.ts';
import { makeWorkspace, repository } from './workspace.ts';

const screenshots = join(repository, '.cache/screenshots');
const extension = await packageExtension();

const settings = {
  'workbench.colorTheme': 'Default Dark Modern',
  'slight.runtime.backends': 'embedded',
  'slight.runtime.arguments': ['--listen', ':auto'],
  'editor.minimap.enabled': false,
  // As text in the page, not as pixels
  'terminal.integrated.gpuAcceleration': 'off',
  'remote.autoForwardPorts': false,
  'workbench.startupEditor': 'none',
};

test('an app that serves HTTP, by mouse and keyboard', async () => {
  await mkdir(screenshots, { recursive: true });
  await using workspace = await makeWorkspace();
  for (const example of ['http-shop', 'hello-http']) {
    const folder = join(workspace.folder, example);
    await cp(join(repository, 'examples', example), folder, { recursive: true });
    // built after its sources were written, in whichever order they were copied
    await utimes(join(folder, `${example}.wasm`), new Date(), new Date());
  }
  await using window = await openWindow({ folder: workspace.folder, extension, settings });
  const { page } = window;
  page.setDefaultTimeout(20_000);
  try {
    const url = await start(page);
    await open(page, url);
    await send(page);
    await stop(page);
    await again(page);
    await hello(page);
  } catch (error) {
    await picture(page, 'listening-failure');
    throw error;
  }
});

/** It is told where the app listens: by a notification, the status bar and a hint. */
async function start(page: Page): Promise<string> {
  await openFromExplorer(page, 'http-shop/slightfile.toml');
  await lens(page, 'Run').click();
  await notice(page).getByText('Open in Browser').waitFor();
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(await notice(page).innerText()) ?? [];
  await status(page, url.replace(/.*(?=:)/, '')).waitFor();
  await editor(page).getByText(`→ ${url}`).waitFor();
  await lens(page, 'Open in Browser').waitFor();
  await terminal(page).getByText(`Listening on ${url}`).waitFor();
  await picture(page, 'listening-dark');
  await useTheme(page, 'Light Modern', 'vs:not(.vs-dark)');
  await picture(page, 'listening-light');
  await useTheme(page, 'Dark Modern', 'vs-dark');
  return url;
}

/** A click opens it in the browser, by the URL that its port is forwarded to: this VS Code has a proxy in mind. */
async function open(page: Page, url: string): Promise<void> {
  const opened = page.context().waitForEvent('page');
  await notice(page).getByText('Open in Browser').click();
  const browser = await opened;
  const { port } = new URL(url);
  await browser.waitForURL(({ href }) => href.includes(port));
  await browser.close();
  await status(page, ':').click();
  await picked(page, 'Open in Browser').waitFor();
  await picture(page, 'listening-choice');
  await picked(page, 'Copy URL').click();
  await page.waitForFunction(`navigator.clipboard.readText().then((text) => text.includes('${port}'))`);
}

/** A request is sent from the handler in the source, or as it is written; the answer opens in an editor. */
async function send(page: Page): Promise<void> {
  await openFromExplorer(page, 'http-shop/http-shop.rs');
  // a lens that is not in view is hidden
  await page.keyboard.press('Control+j');
  await page.keyboard.press('Control+g');
  await answer(page, 'line', ':40');
  const put = editor(page).locator('.codelens-decoration').filter({ hasText: 'PUT /items/:id' });
  await put.getByText('Send request').waitFor();
  await picture(page, 'routes');
  await put.getByText('Send request').click();
  await answer(page, 'id', 'tea');
  await page.locator('.quick-input-widget').getByText('The body').waitFor();
  await picture(page, 'send-request');
  await answer(page, 'The body', '350');
  await answered(page, '"price": 350');
  assert.match(
    await textOf(page),
    /^# PUT http.*\/items\/tea: \d+ bytes in \d+ ms\n201 Created\n[^]*\n\n\{\n {2}"id": "tea",/,
  );

  await command(page, 'Slight: Send Request');
  await answer(page, 'A method and a path', 'DELETE /nowhere');
  await answer(page, 'The body', '');
  await answered(page, '404');
  await picture(page, 'answer-404');
  await page.getByRole('tab', { name: 'PUT' }).click();
  await answered(page, '201');
  await picture(page, 'answer-dark');
  await useTheme(page, 'Light Modern', 'vs:not(.vs-dark)');
  await picture(page, 'answer-light');
  await useTheme(page, 'Dark Modern', 'vs-dark');
}

async function stop(page: Page): Promise<void> {
  await openFromExplorer(page, 'http-shop/slightfile.toml');
  await lens(page, 'Stop').click();
  await status(page, ':').waitFor({ state: 'detached' });
  await lens(page, 'Run').waitFor();
}

/** Who runs it again is not told by a notification again. */
async function again(page: Page): Promise<void> {
  await command(page, 'Notifications: Clear All Notifications');
  await lens(page, 'Run').click();
  await status(page, ':').waitFor();
  await lens(page, 'Stop').click();
  await lens(page, 'Run').waitFor();
  assert.equal(await notice(page).count(), 0);
}

/** The example that greets: it is run, asked and stopped. */
async function hello(page: Page): Promise<void> {
  await openFromExplorer(page, 'hello-http/slightfile.toml');
  await lens(page, 'Run').click();
  const greets = page.locator('.notification-toast').filter({ hasText: 'hello-http listens on' });
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(await greets.innerText()) ?? [];
  await editor(page).getByText(`→ ${url}`).waitFor();
  const greeting = await fetch(`${url}/ann`);
  assert.deepEqual([greeting.status, await greeting.text()], [200, 'Hello, ann!\n']);
  await picture(page, 'listening-hello');
  await lens(page, 'Stop').click();
  await lens(page, 'Run').waitFor();
  await assert.rejects(fetch(url));
}

/** Writes into what is asked for. */
async function answer(page: Page, asked: string, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget').filter({ hasText: asked }).locator('input').first();
  await input.fill(text);
  await input.press('Enter');
}

/** Waits until the answer in front says it. */
async function answered(page: Page, text: string): Promise<void> {
  const shown = editor(page).and(page.locator('[data-uri^="slight-answer:"]'));
  await shown.locator('.view-line').filter({ hasText: text }).waitFor();
}

function notice(page: Page): Locator {
  return page.locator('.notification-toast').filter({ hasText: 'http-shop listens on' });
}

/** The item of the status bar that says the port. */
function status(page: Page, text: string): Locator {
  return page.locator('.statusbar-item[id="slight.slight.slight.listening"]').filter({ hasText: text });
}

function picked(page: Page, text: string): Locator {
  return page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}
