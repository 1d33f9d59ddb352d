/** Reads a file of the disk for the index. */
import { open, readFile, stat } from 'node:fs/promises';
import { capabilities } from '@slight/slightfile/catalogue.ts';
import { decode } from '@slight/text/decode.ts';
import { readModule } from '@slight/slightfile/wasm/read.ts';
import { decodedWithoutMark, withoutMark } from '@slight/text/byte-order-mark.ts';
import type { Entry } from './cache.ts';
import type { Facts } from './facts.ts';
import { slightfileFacts, sourceFacts } from './facts.ts';
import type { FileKind } from './kind.ts';
import type { Turns } from './turns.ts';

/** Sources that people write are far smaller, and reading a larger one would hold up the editor. */
export const largestText = 1024 * 1024;

/** How far apart times of a disk may lie, in milliseconds: FAT has two seconds. */
const coarsestTick = 2000;

const largestModule = 256 * 1024 * 1024;

/**
 * What a file says now; `known` itself where the file has not changed since. Undefined where there is no such file, or
 * it cannot be read.
 */
export async function readEntry(
  file: string,
  kind: FileKind,
  known: Entry | undefined,
  turns: Turns,
): Promise<Entry | undefined> {
  try {
    const state = await stat(file);
    if (!state.isFile()) return undefined;
    const { mtimeMs: time, size } = state;
    const isSame = known?.time === time && known.size === size && known.facts.kind === kind.kind;
    if (isSame && !known.isFresh) return known;
    const isFresh = Date.now() - time < coarsestTick;
    const facts = await readFacts(file, kind, size, turns);
    return { time, size, ...(isFresh && { isFresh }), facts };
  } catch {
    return undefined;
  }
}

async function readFacts(file: string, kind: FileKind, size: number, turns: Turns): Promise<Facts> {
  switch (kind.kind) {
    case 'wit':
      return { kind: 'wit' };
    case 'unread':
      return nothing;
    case 'module':
      return await moduleFacts(file, size, turns);
    case 'slightfile': {
      if (size > largestText) return unknown;
      const { text, problem } = decodedWithoutMark(decode(await readFile(file)));
      await turns.next();
      return problem ? unknown : slightfileFacts(text);
    }
    case 'source': {
      if (size > largestText) return unread(kind);
      const text = withoutMark(await readFile(file, 'utf8'));
      await turns.next();
      return sourceFacts(text, kind.language);
    }
  }
}

/** One object for all of them. */
const nothing: Facts = { kind: 'unread' };

/** Of a slightfile that is not read, or whose bytes are no text: it may declare anything. */
const unknown: Facts = { kind: 'slightfile', declared: [], isWhole: false };

/** Of a source that is not read: it may open anything, and handle any route. */
function unread({ language }: Extract<FileKind, { kind: 'source' }>): Facts {
  const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const opened = [{ kinds: capabilities, callee: nowhere }];
  return {
    kind: 'source',
    language,
    opened,
    http: { routes: [], handlers: [], isWhole: false, isEntry: false, print: 0 },
  };
}

async function moduleFacts(file: string, size: number, turns: Turns): Promise<Facts> {
  if (size > largestModule) return { kind: 'module' };
  await using handle = await open(file);
  // not readFile: it reads a large file in many steps, each a turn of its own
  const bytes = Buffer.allocUnsafeSlow(size);
  const { bytesRead } = await handle.read(bytes, 0, size, 0);
  await turns.next();
  const module = readModule(bytes.subarray(0, bytesRead));
  return { kind: 'module', ...(module && { module }) };
}
