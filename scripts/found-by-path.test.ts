import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { suite, test } from 'node:test';
import { build } from 'esbuild';
import { foundByPath } from './found-by-path.ts';

const program = {
  'index.ts': `const load = (kind, name) => import(\`./\${kind}/\${name ?? ''}.ts\`);
for (const name of ['redis', 'keys', 'redis/client']) {
  await load('store', name).then(({ provider }) => console.log(provider()), ({ code }) => console.log(code));
}`,
  'store/redis.ts': "import { client } from './redis/client.ts';\nexport const provider = () => client;\n",
  'store/redis/client.ts': "export const client = 'redis';\nexport const provider = undefined;\n",
  'store/keys.ts': 'export const keys = [];\n',
};

suite('a file that is found by its path in a bundle', () => {
  for (const together of [false, true]) {
    test(together ? 'comes with who looks for it' : 'is one chunk with what it is made of', async () => {
      await using folder = await mkdtempDisposable(path.join(os.tmpdir(), 'slight-found-by-path-'));
      for (const [name, code] of Object.entries(program)) {
        await mkdir(path.dirname(path.join(folder.path, name)), { recursive: true });
        await writeFile(path.join(folder.path, name), code);
      }
      const { metafile } = await build({
        absWorkingDir: folder.path,
        entryPoints: { index: 'index.ts' },
        outdir: 'dist',
        outExtension: { '.js': '.mjs' },
        bundle: true,
        splitting: true,
        format: 'esm',
        platform: 'node',
        metafile: true,
        plugins: [foundByPath([{ by: 'index.ts', exported: 'provider', together }])],
      });
      assert.equal(Object.keys(metafile.outputs).length, together ? 1 : 2);
      const output = execFileSync(process.execPath, [path.join(folder.path, 'dist/index.mjs')], {
        encoding: 'utf8',
      });
      assert.equal(output, 'redis\nERR_MODULE_NOT_FOUND\nERR_MODULE_NOT_FOUND\n');
    });
  }
});
