import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './process.ts';

export interface Workspace extends AsyncDisposable {
  readonly folder: string;
  readonly slightfile: string;
}

/**
 * A folder with a slightfile, on the disk that the repository is on: /tmp may be in memory, where a durable write
 * costs nothing.
 */
export async function workspace(slightfile: string): Promise<Workspace> {
  const parent = path.join(root, '.cache/bench');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtempDisposable(path.join(parent, 'workspace-'));
  const file = path.join(folder.path, 'slightfile.toml');
  await writeFile(file, `specversion = "0.2"\n${slightfile}`);
  return { folder: folder.path, slightfile: file, [Symbol.asyncDispose]: () => folder.remove() };
}

/** A capability named `bench`, as the guests open it. */
export function benchCapability(resource: string, configs: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(configs).map(([key, value]) => `${key} = "${value}"`);
  return [
    '[[capability]]',
    `resource = "${resource}"`,
    'name = "bench"',
    '[capability.configs]',
    ...lines,
    '',
  ].join('\n');
}
