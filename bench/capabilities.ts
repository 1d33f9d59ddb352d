/** Every provider from a guest, beside the same client called from Node in the same run; found by path. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Benchmark } from './benchmark.ts';
import type { Part } from './part.ts';

const folder = path.join(import.meta.dirname, 'capabilities');
const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
const parts = await Promise.all(
  files.map(async (file) => ((await import(path.join(folder, file))) as { readonly part: Part }).part),
);

export const capabilities: Benchmark = {
  name: 'capabilities',
  title: 'Capabilities from a guest',
  versions: parts.flatMap(({ versions = [] }) => versions),
  async measure(effort) {
    const measured = [];
    for (const part of parts) measured.push(await part.measure(effort));
    return {
      text: measured.map(({ text }) => text).join('\n\n'),
      highlights: measured.flatMap(({ highlights }) => highlights),
    };
  },
};
