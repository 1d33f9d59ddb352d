/** The blocks of a slightfile, as places of breakpoints. */
import { readFile } from 'node:fs/promises';
import { analyze } from '@slight/slightfile/analyze.ts';
import { findResource } from '@slight/slightfile/catalogue.ts';
import { LineIndex } from '@slight/text/span.ts';
import type { CapabilityPlace } from '../requests.ts';

/** A `[[capability]]` block. Lines are counted from 1. */
export interface Block {
  readonly on: CapabilityPlace;
  readonly first: number;
  readonly last: number;
}

/** @returns none where the file cannot be read */
export async function blocksOf(file: string): Promise<readonly Block[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = new LineIndex(text);
  return analyze(text).slightfile.capabilities.flatMap(
    ({ name, resource, format, header, span }): Block[] => {
      const capability = resource && findResource(resource.value)?.capability;
      if (!capability) return [];
      const { start } = lines.range(header);
      const { end } = lines.range(span);
      const opened = format === '0.1' ? '*' : (name?.value ?? '*');
      return [{ on: { capability, name: opened }, first: start.line + 1, last: end.line + 1 }];
    },
  );
}

/** The block that a line is in. */
export function blockAt(blocks: readonly Block[], line: number): Block | undefined {
  return blocks.find(({ first, last }) => first <= line && line <= last);
}

/** The block that declares what a call goes to. */
export function blockOf(
  blocks: readonly Block[],
  { capability, name }: { readonly capability?: string; readonly name?: string },
): Block | undefined {
  const those = blocks.filter(({ on }) => on.capability === capability);
  return those.find(({ on }) => on.name === name) ?? those.find(({ on }) => on.name === '*');
}
