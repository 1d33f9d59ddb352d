/** What the Extensions view shows of the installed extension: its pages, its links, its picture. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { unpackedExtension } from './package.ts';
import { command, openExtensionPage, openWindow } from './window.ts';
import { repository } from './workspace.ts';

const folder = await mkdtemp(join(tmpdir(), 'slight-pages-'));
after(() => rm(folder, { recursive: true, force: true }));
const screenshots = join(repository, '.cache/screenshots');
const { product } = await unpackedExtension(folder);

for (const name of ['readme.md', 'changelog.md']) {
  test(`every link and picture of ${name} is within it, or has an address`, async () => {
    const text = await readFile(join(product, name), 'utf8');
    const targets = Array.from(text.matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target);
    if (name === 'readme.md') assert.ok(targets.length > 5, `${targets.length} links`);
    const broken = targets.filter((target) => !/^(?:https:\/\/|#)/.test(target));
    assert.deepEqual(broken, []);
  });
}

test('the first page begins with what a user does in VS Code', async () => {
  const text = await readFile(join(product, 'readme.md'), 'utf8');
  const [head = '', first = ''] = text.split(/^## /m);
  assert.match(first, /Open a folder with a `slightfile\.toml`/);
  assert.doesNotMatch(head + first, /npm|git clone|median|\d ms/);
});

test('the walkthrough shows how to begin, with its pictures', async () => {
  const workspace = join(folder, 'workspace');
  await mkdir(workspace);
  const extension = join(repository, '.cache/e2e/slight.vsix');
  await using window = await openWindow({ folder: workspace, extension, settings: {} });
  const { page } = window;
  await command(page, 'Welcome: Open Walkthrough...');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Slight' }).first().click();
  const picture = page.locator('.getting-started-media img').first();
  await picture.waitFor();
  await page.waitForFunction(
    (image) => (image as unknown as { readonly naturalWidth: number }).naturalWidth > 0,
    await picture.elementHandle(),
  );
  await page.screenshot({ path: join(screenshots, 'walkthrough.png') });
  await openExtensionPage(page, 'Slight');
  const details = page.frameLocator('iframe.webview.ready').frameLocator('iframe');
  await details.getByRole('heading', { name: 'The first five minutes' }).waitFor({ timeout: 90_000 });
  await page.screenshot({ path: join(screenshots, 'details.png') });
});

test('the addresses of the project are of one place', async () => {
  const manifest = JSON.parse(await readFile(join(product, 'package.json'), 'utf8')) as {
    readonly repository: { readonly url: string };
    readonly homepage: string;
    readonly bugs: { readonly url: string };
  };
  const repository = manifest.repository.url.replace(/\.git$/, '');
  assert.equal(manifest.homepage, `${repository}#readme`);
  assert.equal(manifest.bugs.url, `${repository}/issues`);
});
