/**
 * Makes what is derived from schemas/: the published schema, the catalogue's data, the validator, the README's
 * table of resources.
 * `--check` writes nothing, and fails where a file is not what it should be.
 */
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generated } from './generate/generated.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const root = path.join(import.meta.dirname, '..');

for (const [file, content] of await generated(root)) {
  const target = path.join(root, file);
  const current = await readFile(target, 'utf8').catch(() => undefined);
  if (current === content) continue;
  if (values.check) {
    console.error(`${file} is not what schemas/ says. Run "node scripts/generate.ts" and commit it.`);
    process.exitCode = 1;
    continue;
  }
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, content);
  console.log(`wrote ${file}`);
}
