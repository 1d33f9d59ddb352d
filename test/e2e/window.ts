/** VS Code's window as a person uses it: by mouse and keyboard, found by what it shows. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { installVSCode } from '../host/install.ts';
import { serverCommand, startServer } from '../host/server.ts';
import { alone } from './alone.ts';
import { openWorkbench, type WorkbenchOptions } from '../host/workbench.ts';

export interface Window extends AsyncDisposable {
  readonly page: Page;
}

export interface WindowOptions extends Pick<WorkbenchOptions, 'viewport' | 'scale'> {
  readonly folder: string;
  /** The path of a .vsix to install. */
  readonly extension: string;
  /** User settings. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** User settings with which a workspace is not trusted, and nobody is asked. */
export const untrusted = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/** Starts a VS Code of its own, installs an extension in it and opens a folder. */
export async function openWindow({ folder, extension, settings, ...look }: WindowOptions): Promise<Window> {
  await using stack = new AsyncDisposableStack();
  stack.use(await alone());
  const dataDir = await mkdtemp(join(tmpdir(), 'slight-window-'));
  stack.defer(() => rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
  const vscode = await installVSCode((line) => void process.stderr.write(`${line}\n`));
  const options = { vscode, dataDir, extensionsDir: join(dataDir, 'extensions'), settings };
  await serverCommand(options, '--install-extension', extension);
  const server = stack.use(await startServer(options));
  const { page } = stack.use(await openWorkbench({ port: server.port, folder, dataDir, ...look }));
  await page.locator('.monaco-workbench').waitFor();
  const owned = stack.move();
  return { page, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Opens a file from the explorer, by clicks on its folders and on itself: `hello/slightfile.toml`. */
export async function openFromExplorer(page: Page, path: string): Promise<void> {
  const names = path.split('/');
  const folders = names.slice(0, -1).map((_, at) => names.slice(0, at + 1).join('/'));
  for (const folder of folders) {
    const opened = itemOf(page, folder).and(page.locator('[aria-expanded="true"]'));
    if (!(await opened.isVisible())) await until(opened, () => itemOf(page, folder).click());
  }
  await until(editorOf(page, path).first(), () => itemOf(page, path).click());
}

/** The explorer's row of a file or folder. */
function itemOf(page: Page, path: string): Locator {
  // a file with problems says so after its path
  return page
    .locator('.explorer-folders-view .monaco-list-row')
    .filter({ has: page.locator(`[aria-label$="/${path}"], [aria-label*="/${path} •"]`) });
}

/** Does what leads to something, and again where it does not come: VS Code forgets a click on what it draws anew. */
async function until(wanted: Locator, act: () => Promise<void>): Promise<void> {
  for (let left = 3; ; left--) {
    await act();
    try {
      await wanted.waitFor({ timeout: 15_000 });
      return;
    } catch (error) {
      if (left === 0) throw new Error(`It did not come. ${await shown(wanted.page())}`, { cause: error });
    }
  }
}

/** What a window shows where something did not come, for who has no more than the words of a failed test. */
async function shown(page: Page): Promise<string> {
  const palette = await page.locator('.quick-input-widget').allInnerTexts();
  const focused = await page.evaluate('document.activeElement?.outerHTML.slice(0, 200)');
  return `The palette shows ${JSON.stringify(palette)}, and the focus is in ${JSON.stringify(focused)}.`;
}

/** Gives what is at the cursor another name, and waits until the editor of a file says what it then does. */
export async function rename(page: Page, name: string, renamed: Locator): Promise<void> {
  const input = page.locator('.rename-box input');
  await until(renamed, async () => {
    await page.keyboard.press('F2');
    await input.waitFor();
    // straight into it: VS Code does not always give it the focus, and a click may take it away
    await input.fill(name);
    await input.press('Enter');
    await input.waitFor({ state: 'hidden' });
  });
}

export function editor(page: Page): Locator {
  return page.locator('.editor-group-container.active .monaco-editor[data-uri]');
}

/** A link over a line; it is none until the server has said what it does. */
export function lens(page: Page, text: string): Locator {
  return editor(page).locator('.codelens-decoration a').filter({ hasText: text });
}

/** A stretch of the open text, on the line that holds it. */
export function inText(page: Page, text: string): Locator {
  return editor(page).locator('.view-line span span').filter({ hasText: text }).last();
}

/** The editor of a file, in whichever group it is. */
export function editorOf(page: Page, path: string): Locator {
  return page.locator(`.monaco-editor[data-uri$="/${path}"]`);
}

/** What an editor says, in the lines that are in view; the one in front where none is given. */
export async function textOf(page: Page, of: Locator = editor(page)): Promise<string> {
  const lines = await of.locator('.view-line').all();
  const placed = await Promise.all(
    lines.map(async (line) => ({ top: (await line.boundingBox())?.y ?? 0, text: await line.innerText() })),
  );
  return placed
    .sort((a, b) => a.top - b.top)
    .map(({ text }) => text.replaceAll('\u00a0', ' '))
    .join('\n');
}

/** Runs a command by its name from the palette. */
export async function command(page: Page, name: string): Promise<void> {
  const input = page.locator('.quick-input-widget input').first();
  // what comes first may be another command: one that was used before, or is called much alike
  const row = page.locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`).first();
  await until(row, async () => {
    await page.keyboard.press('F1');
    // what was asked for before may still be on its way out, and would take what is typed with it
    const end = Date.now() + 20_000;
    while (!(await input.inputValue()).startsWith('>') && Date.now() < end) await page.waitForTimeout(50);
    await input.fill(`>${name}`);
  });
  await row.click();
}

/** Opens the page of an installed extension: the view of the extensions by its icon, and in it the extension's row. */
export async function openExtensionPage(page: Page, name: string): Promise<void> {
  const row = page.locator('.extension-list-item').filter({ hasText: name }).first();
  if (!(await row.isVisible()))
    await until(row, () => page.locator('.activitybar .action-label[aria-label^="Extensions"]').click());
  await until(page.locator('.extension-editor').first(), () => row.click());
}

/** The rows of the terminal that is in front. */
export function terminal(page: Page): Locator {
  return page.locator('.terminal-wrapper.active .xterm-rows');
}

/**
 * Takes a colour theme by its name.
 * @param look what the page's classes are then
 */
export async function useTheme(page: Page, name: string, look: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+t');
  await page.locator('.quick-input-widget input').fill(name);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.monaco-workbench.${look}`).waitFor();
}
