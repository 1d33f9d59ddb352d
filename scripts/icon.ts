/** Renders images/icon.svg to images/icon.png, which VS Code's marketplace wants: `node scripts/icon.ts`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../test/host/chromium.ts';

const images = path.join(import.meta.dirname, '../images');
const svg = await readFile(path.join(images, 'icon.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  await page.setContent(`<style>body { margin: 0; background: none }</style>${svg}`);
  await page.screenshot({ path: path.join(images, 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
