/** JavaScript guests: bundled by esbuild, with QuickJS inside the component. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { componentize } from 'componentize-qjs';
import { hasStreams, withStreamsApart, withStreamsNamed } from './streams-apart.ts';
import { witSource } from './wit.ts';

/** What QuickJS does not have and every JavaScript program takes for granted. */
export const globals = 'scripts/guests/globals.js';

/**
 * @param entry the guest's module, from the repository's root; `console` and the text coders are given to it. What it imports
 *   of WASI without a version is of the version that the world imports
 * @param world a world of `worlds`, or one of a program with `-javascript` behind its name
 */
export async function componentOfJavaScript(
  root: string,
  folder: string,
  entry: string,
  worlds: string,
  world: string,
): Promise<Uint8Array> {
  const witPath = path.join(folder, 'guest.wit');
  const wit = withProgram(await witSource(root, worlds), world);
  const isApart = hasStreams(wit, world);
  await writeFile(witPath, isApart ? withStreamsApart(wit, world) : wit);
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    inject: [globals],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    external: ['wasmcloud:*', 'spiderlightning:*', 'slight:*'],
    plugins: [versioned(wit, world)],
  });
  const { component } = await componentize({
    witPath,
    world,
    jsSource: outputFiles[0]?.text ?? '',
    jsPath: path.join(root, entry),
    // the other engine needs the asynchronous ABI, and is twice as large
    sync: true,
  });
  return isApart ? withStreamsNamed(component) : component;
}

/** The WIT with the world of a program in JavaScript, `NAME-javascript`, where it has only `NAME`. */
function withProgram(wit: string, world: string): string {
  if (worldIn(wit, world) !== undefined) return wit;
  const base = world.replace(/-javascript$/, '');
  const found = worldIn(wit, base);
  if (found === undefined) throw new Error(`there is no world ${base}`);
  const own = found.replace(`world ${base} {`, `world ${world} {\n  include javascript;`);
  return wit.replace(found, `${found}\n\n${own}`);
}

function worldIn(wit: string, world: string): string | undefined {
  return new RegExp(`^world ${world} \\{[^}]*\\}`, 'm').exec(wit)?.[0];
}

/** So one source is a guest of two drafts. */
function versioned(wit: string, world: string): esbuild.Plugin {
  return {
    name: 'versions of WASI',
    setup(build) {
      build.onResolve({ filter: /^wasi:/ }, ({ path: name }) => ({
        path: name.includes('@') ? name : `${name}@${versionIn(wit, world, name)}`,
        external: true,
      }));
    },
  };
}

function versionIn(wit: string, world: string, name: string): string {
  const lines = worldIn(wit, world)?.split('\n') ?? [];
  const found = lines.find((line) => line.trim().startsWith(`import ${name}@`));
  const version = found && /@([^;]+);/.exec(found)?.[1];
  if (version === undefined) throw new Error(`the world ${world} imports no ${name}`);
  return version;
}
