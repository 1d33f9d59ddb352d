/**
 * A process that writes to a file store until it is killed: `DIR durable|fast sets|increments PREFIX`. On standard
 * output it says which write returned, one number a line, written at once.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import path from 'node:path';
import { provider } from '@slight/runtime/providers/keyvalue/filesystem.ts';
import { folderName } from '@slight/slightfile/own-folder.ts';
import { contextOf } from './context.ts';

/** Keys that a writer of sets goes round. */
export const writerKeys = 50;

/** The value of the n-th write: its number and a filling of up to 64 KB, under a checksum. */
export function writerValue(number: number): Uint8Array {
  const filling = Buffer.alloc((number * 7919) % 65_536, number % 251);
  const body = Buffer.concat([Buffer.from(`${number}\n`), filling]);
  return Buffer.concat([createHash('sha256').update(body).digest(), body]);
}

/** The number of a value; throws where the value is not exactly one that was written. */
export function writtenNumber(value: Uint8Array): number {
  const body = Buffer.from(value.subarray(32));
  const number = Number(body.subarray(0, body.indexOf('\n')).toString());
  if (Buffer.compare(writerValue(number), value) !== 0)
    throw new Error(`a torn value of ${value.length} bytes`);
  return number;
}

/** What the provider gets in these tests for a store, whose folder is below `data`. */
export function contextIn(data: string, durable: boolean, name = 'store') {
  return contextOf({ folder: path.join(data, folderName(name)), durable });
}

if (import.meta.main) {
  const [data = '', durability, work, prefix = ''] = process.argv.slice(2);
  const bucket = await provider.open('store', {}, contextIn(data, durability === 'durable'));
  for (let number = 1; ; number++) {
    if (work === 'increments') await bucket.increment('count', 1n);
    else await bucket.set(`${prefix}${number % writerKeys}`, writerValue(number));
    writeSync(1, `${number}\n`);
  }
}
