/** Folders that come, move and go on disk, and a .gitignore that changes: of these, the editor tells what it watches. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { at, closeAll, execute, file, open, until } from './editor.ts';

suite('folders', () => {
  teardown(closeAll);

  test('what is in a folder counts while it is there, and not ignored', async () => {
    const shop = file('shop').fsPath;
    const { document } = await open(file('shop/slightfile.toml'));
    const name = at(document, '"or|ders"');
    /** Waits until the name is used in these places of the shop, besides its own source. */
    const used = (...wanted: readonly string[]) =>
      until(`uses in ${wanted.join()}`, async () => {
        const found = await execute<vscode.Location[]>('vscode.executeReferenceProvider', document.uri, name);
        const others = found
          .map(({ uri }) => vscode.workspace.asRelativePath(uri, false))
          .filter((path) => path.endsWith('.py'));
        return others.join() === wanted.join() || undefined;
      });
    const made = join(await mkdtemp(join(dirname(dirname(shop)), 'made-')), 'more');
    await mkdir(join(made, 'deep'), { recursive: true });
    await writeFile(
      join(made, 'deep/app.py'),
      'from wit_world.imports import store\n\nstore.open("orders")\n',
    );
    await used();
    await rename(made, join(shop, 'more'));
    await used('shop/more/deep/app.py');
    await rename(join(shop, 'more'), join(shop, 'less'));
    await used('shop/less/deep/app.py');
    await writeFile(join(shop, '.gitignore'), 'less\n');
    await used();
    await rm(join(shop, '.gitignore'));
    await used('shop/less/deep/app.py');
    await rm(join(shop, 'less'), { recursive: true });
    await used();
    assert.equal(document.isDirty, false);
  });
});
