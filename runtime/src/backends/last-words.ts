/** Why a local server is not there, as far as what it printed tells, and its disk. */
import { open, statfs } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { masked } from './failure.ts';
import type { ServerFolder } from './server-folder.ts';

/** The end of a log in which its last line is looked for, in bytes. */
const tailBytes = 8_192;
/** The most of a line that is told, in characters. */
const shown = 200;
/** With less room than this on its disk, in bytes, a server cannot start, nor say so in its log. */
const littleRoom = 65_536;

/** Characters that no text has: controls, and what stands for bytes that are not UTF-8. */
const noText = /[\p{Cc}\ufffd]/u;

/**
 * What is told behind `redis-server at 127.0.0.1:41873 ended with exit code 1`: `: Can't open the log file`.
 * @param secrets what nobody may read of it
 */
export async function lastWords({ log }: ServerFolder, secrets: readonly string[]): Promise<string> {
  const { text, isWhole } = await endOf(log);
  const lines = text.trim().split('\n');
  // of a secret that is cut in two, nobody could tell that it is one
  if (lines.length === 1 && !isWhole) return ` and printed a line without an end (${log})`;
  const last = lines.at(-1)?.trim().replaceAll('\t', ' ') ?? '';
  if (last === '') {
    const room = await roomAt(log);
    if (room >= littleRoom) return ` and printed nothing (${log})`;
    return `: the disk that ${log} is on is full, or nearly so (${Math.floor(room / 1024)} KiB are left). Make room on it`;
  }
  if (noText.test(last)) return ` and printed what is not text (${log})`;
  const told = masked(last, secrets);
  return `: ${told.length > shown ? `${told.slice(0, shown).toWellFormed()}… (${log})` : told.replace(/\.$/, '')}`;
}

/** The end of a file, without what colours a terminal. */
async function endOf(file: string): Promise<{ text: string; isWhole: boolean }> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(tailBytes), {
    position: Math.max(0, size - tailBytes),
  });
  const text = stripVTControlCharacters(buffer.toString('utf8', 0, bytesRead));
  return { text, isWhole: size <= tailBytes };
}

/** What is left of its disk, in bytes. */
async function roomAt(file: string): Promise<number> {
  const { bavail, bsize } = await statfs(file);
  return bavail * bsize;
}
