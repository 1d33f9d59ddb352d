/** Where in its app's data folder a name keeps its data: the one rule that the runtime and the editor share. */
import type { Resource } from './catalogue.ts';

/** The folder of a name's own, below the data folder, with `/` between its parts: `keyvalue/orders`. */
export function ownFolder({ capability }: Pick<Resource, 'capability'>, name: string): string {
  return `${capability}/${folderName(name)}`;
}

/**
 * What the folder of a name is called: the name where that is plain, else with every other byte as `%` and two hexadecimal
 * digits, so that two names never share a folder and none leads out of the data folder. A dot stays inside a name
 * (not at its ends, where `..` and Windows lurk). A name that grows too long ends in its SHA-256.
 */
export function folderName(name: string): string {
  let folder = '';
  for (const byte of Buffer.from(name)) {
    const character = String.fromCharCode(byte);
    folder += plain.test(character) || character === '.' ? character : escape(byte);
  }
  folder = folder.replace(/^\.|\.$/g, escape(0x2e));
  if (folder === '') return '%';
  if (devices.test(folder)) folder = escape(folder.charCodeAt(0)) + folder.slice(1);
  if (folder.length <= longest) return folder;
  // loaded here: every run would wait 4 ms for it, and no name is that long
  const { createHash } = process.getBuiltinModule('node:crypto');
  // `%~` is no escape, so that no other name is written like this
  return `${folder.slice(0, 100)}%~${createHash('sha256').update(name).digest('hex')}`;
}

/** File systems take names of up to 255 bytes. */
const longest = 200;

/** What a name may hold as it is. No capitals: on macOS and Windows `A` and `a` are one folder. */
const plain = /[a-z0-9_-]/;

/** Windows opens a device under these names, whatever follows the first dot. */
const devices = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/;

function escape(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0')}`;
}
