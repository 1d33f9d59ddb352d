/** Files that a person named, read whole. */
import { readFile } from 'node:fs/promises';
import { atEdge } from './system-error.ts';
import type { Edge } from './system-error.ts';

/** @throws Mistake where the file cannot be read */
export function readInput(file: string, edge: Omit<Edge, 'deed'>): Promise<Buffer> {
  return atEdge({ ...edge, deed: `${file} cannot be read` }, () => readFile(file));
}

/** The bytes of a guest's .wasm file. */
export function readModule(file: string): Promise<Buffer> {
  return readInput(file, {
    code: 'no-module',
    sentences: {
      ENOENT: `There is no module at ${file}. Build the guest first, or name its .wasm file.`,
      EISDIR: `${file} is a folder. Name the .wasm file in it.`,
    },
  });
}
