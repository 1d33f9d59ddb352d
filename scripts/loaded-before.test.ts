import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';
import { loadedBefore } from './loaded-before.ts';

const large = (name: string) =>
  `export const ${name} = ${JSON.stringify(name.repeat(2000))}.slice(0, ${name.length});\n`;

/** A command line: `main` loads `start`, which loads one of two commands, of which one loads `guest`. */
const program = {
  'main.ts': "const { start } = await import('./start.ts');\nawait start(process.argv[2]);\n",
  'start.ts': `import { own } from './own.ts';
export async function start(name) {
  const { command } = await (name === 'run' ? import('./run.ts') : import('./check.ts'));
  console.log(own(await command()));
}
console.log('started');`,
  'run.ts': `import { own } from './own.ts';
import { little } from './little.ts';
export const command = async () => own(little + (await import('./guest.ts')).guest);
console.log('run');`,
  'check.ts': `import { little } from './little.ts';
import { much } from './much.ts';
export const command = () => little + much + 'checked';`,
  'guest.ts': `import { own } from './own.ts';
import { alone } from './alone.ts';
import { much } from './much.ts';
export const guest = own(much + alone);`,
  'own.ts': 'export const own = (value) => value;',
  'little.ts': "export const little = 'little ';",
  'much.ts': large('much'),
  'alone.ts': "export const alone = ' alone';",
};

async function bundled(folder: string, small?: number): Promise<Metafile> {
  await Promise.all(Object.entries(program).map(([name, code]) => writeFile(path.join(folder, name), code)));
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: { main: 'main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    plugins: small === undefined ? [] : [loadedBefore(small)],
  });
  return metafile;
}

/** Which chunk has a module. */
const chunkOf = ({ outputs }: Metafile, module: string) =>
  Object.keys(outputs).find((name) => module in (outputs[name]?.inputs ?? {}));

test('what is loaded before a chunk is in no chunk of its own, nor small things that several share', async () => {
  await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-loaded-before-'));
  const plain = await bundled(folder.path);
  assert.notEqual(chunkOf(plain, 'own.ts'), chunkOf(plain, 'start.ts'));
  assert.notEqual(chunkOf(plain, 'little.ts'), chunkOf(plain, 'start.ts'));

  const metafile = await bundled(folder.path, 1000);
  for (const module of ['own.ts', 'little.ts'])
    assert.equal(chunkOf(metafile, module), chunkOf(metafile, 'start.ts'), module);
  for (const module of ['much.ts', 'run.ts', 'check.ts', 'guest.ts', 'main.ts'])
    assert.notEqual(chunkOf(metafile, module), chunkOf(metafile, 'start.ts'), module);
  assert.equal(chunkOf(metafile, 'alone.ts'), chunkOf(metafile, 'guest.ts'));

  const run = (name: string) =>
    execFileSync(process.execPath, [path.join(folder.path, 'dist/main.mjs'), name], { encoding: 'utf8' });
  assert.equal(run('run'), 'started\nrun\nlittle much alone\n');
  assert.equal(run('check'), 'started\nlittle muchchecked\n');
});
