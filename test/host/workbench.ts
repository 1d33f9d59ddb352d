import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** VS Code's window, in a headless Chromium of its own. */
export interface Workbench extends AsyncDisposable {
  readonly page: Page;
}

export interface WorkbenchOptions {
  readonly port: number;
  /** The folder to open; an empty window without. */
  readonly folder?: string;
  /** Chromium's profile goes here. */
  readonly dataDir: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Device pixels per CSS pixel; 2 for crisp pictures. */
  readonly scale?: number;
  /** Extensions under development, and their tests: what desktop VS Code takes as command line arguments. */
  readonly development?: Development;
  /** Runs before the window loads, to give the page functions and listeners. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export interface Development {
  readonly extensions: readonly string[];
  readonly tests: string;
}

export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { port, folder, dataDir, viewport = { width: 1400, height: 900 }, scale = 1 } = options;
  const context = await chromium.launchPersistentContext(join(dataDir, 'chromium'), {
    executablePath: findChromium(),
    viewport,
    deviceScaleFactor: scale,
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      // Chromium's own sandbox does not work as root; the page is ours
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await options.prepare?.(page);
    if (options.development) await develop(page, port, options.development);
    const query = new URLSearchParams(folder ? { folder } : { ew: 'true' });
    await page.goto(`http://127.0.0.1:${port}/?${query.toString()}`);
    return { page, [Symbol.asyncDispose]: () => context.close() };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/**
 * Gives the workbench its `developmentOptions`. Its page has them in a `data-settings` attribute, and the server has no
 * option for them, so they are added as the workbench reads that attribute.
 */
async function develop(page: Page, port: number, { extensions, tests }: Development): Promise<void> {
  const remote = (path: string): object => ({
    $mid: 1,
    scheme: 'vscode-remote',
    authority: `127.0.0.1:${port}`,
    path,
  });
  const options = { extensions: extensions.map(remote), extensionTestsPath: remote(tests) };
  await page.addInitScript(`{
    const added = ${JSON.stringify(options)};
    const getAttribute = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = getAttribute.call(this, name);
      if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') return value;
      const settings = JSON.parse(value);
      return JSON.stringify({ ...settings, developmentOptions: { ...settings.developmentOptions, ...added } });
    };
  }`);
}
