/** JavaScript guests: bundled by esbuild, with QuickJS inside the component. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { componentize } from 'componentize-qjs';
import { withHttpApart, withHttpNamed } from './http-apart.ts';
import { witSource } from './wit.ts';

/** What QuickJS does not have and every JavaScript program takes for granted. */
export const globals = 'scripts/guests/globals.js';

/** @param entry the guest's module, from the repository's root; `console` and the text coders are given to it */
export async function componentOfJavaScript(
  root: string,
  folder: string,
  entry: string,
  worlds: string,
  world: string,
): Promise<Uint8Array> {
  const witPath = path.join(folder, 'guest.wit');
  const wit = await witSource(root, worlds);
  const isHttp = new RegExp(`^world ${world} \\{[^}]*\\bwasi:http/`, 'm').test(wit);
  await writeFile(witPath, isHttp ? withHttpApart(wit, world) : wit);
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    inject: [globals],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    external: ['wasi:*', 'spiderlightning:*', 'slight:*'],
  });
  const { component } = await componentize({
    witPath,
    world,
    jsSource: outputFiles[0]?.text ?? '',
    jsPath: path.join(root, entry),
    // the other engine needs the asynchronous ABI, and is twice as large
    sync: true,
  });
  return isHttp ? withHttpNamed(component) : component;
}
