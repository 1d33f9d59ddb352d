/**
 * Puts into docs/capabilities.md what is made: the matrix, from results.json, and of each capability what the catalogue
 * says. `npm run generate` runs it; a test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadBackends } from '@slight/runtime/backends/index.ts';
import { capabilities } from '@slight/slightfile/catalogue.ts';
import { images } from '../containers/image-list.ts';
import { served } from './axes.ts';
import { readResults } from './results.ts';
import { section } from './section.ts';
import { table } from './table.ts';

export const target = path.join(import.meta.dirname, '../../docs/capabilities.md');

/**
 * The page as it should be.
 * @throws Error where it has no place for something
 */
export async function page(current: string): Promise<string> {
  const backends = new Map((await loadBackends()).map((backend) => [backend.id, backend]));
  const inside = new Map(
    images.flatMap(({ backend, program }) =>
      backends.has(backend.id) ? [[backend.container.image, program]] : [],
    ),
  );
  const parts = [
    ...capabilities.map((capability) => [capability, section(capability)] as const),
    ['matrix', table(served, readResults(), backends, inside)] as const,
  ];
  return parts.reduce((text, [name, made]) => put(text, name, made), current);
}

function put(text: string, name: string, made: string): string {
  const [start, end] = [`<!-- ${name}: made by npm run generate -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/capabilities.md has no lines ${start} and ${end}`);
  return `${text.slice(0, from)}${start}\n\n${made}\n\n${text.slice(to)}`;
}

export async function writePage(): Promise<void> {
  writeFileSync(target, await page(readFileSync(target, 'utf8')));
}

if (import.meta.main) await writePage();
