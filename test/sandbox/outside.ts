/** A box that a guest is given, and the canaries around it: what nothing in the box may read, list, stat or change. */
import {
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What stands in files outside alone. */
const content = 'SECRET-CONTENT';
/** Part of names outside that no guest is told. */
const unknownName = 'unknown-name';
/** Part of what links outside point to. */
const unknownTarget = 'unknown-target';

export interface Outside extends Disposable {
  /** What the guest is given, by the name that it has there. */
  readonly folders: Readonly<Record<string, string>>;
  /** The folder around all of it. */
  readonly root: string;
  /** What the guest's output shows of the outside; undefined where it shows nothing. */
  seen(output: string): string | undefined;
  /** What has become otherwise outside; undefined where nothing has. */
  changed(): string | undefined;
}

/** In memory where the host has such a folder: a round makes thirty files and removes them. */
const temporary = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Long ago, and unlike any other time: what a guest prints of it is recognised. */
const time = (index: number) => 1_000_000_000 + index * 86_400 + 0.5;

/** Makes a folder with a box two levels below it, another box beside it, canaries on each level, and links in the box. */
export function makeOutside(): Outside {
  const root = mkdtempSync(path.join(temporary, 'slight-box-'));
  const middle = path.join(root, 'middle');
  const box = path.join(middle, 'box');
  const second = path.join(middle, 'second');
  mkdirSync(box, { recursive: true });
  mkdirSync(second);
  for (const folder of [root, middle]) fillOutside(folder);
  fillBox(box, middle);
  writeFileSync(path.join(second, 'f'), 'second');

  const boxes = [box, second];
  const marked = ownEntries(root, boxes);
  // files first: a folder's time changes with what is made in it
  marked.reverse().forEach((file, index) => lutimesSync(file, time(index), time(index)));
  const signs = new Set(
    [...marked, '/', '/etc', '/etc/passwd'].flatMap((file) => {
      const found = lstatSync(file, { bigint: true, throwIfNoEntry: false });
      if (!found) return [];
      return [`dev=${found.dev} ino=${found.ino} `, `mtim=${found.mtimeNs}\n`];
    }),
  );
  const before = snapshot(root, boxes);
  return {
    root,
    folders: { '/': box, '/second': second },
    seen(output) {
      const text = [content, unknownName, unknownTarget, 'root:x:0'].find((one) => output.includes(one));
      if (text !== undefined) return `the guest saw ${text}`;
      const sign = [...signs].find((one) => output.includes(one));
      return sign === undefined ? undefined : `the guest saw an outer file: ${sign}`;
    },
    changed() {
      const after = snapshot(root, boxes);
      const name = [...new Set([...before.keys(), ...after.keys()])].find(
        (one) => before.get(one) !== after.get(one),
      );
      if (name === undefined) return undefined;
      return `${name} was ${before.get(name) ?? 'not there'}, and is ${after.get(name) ?? 'gone'}`;
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  };
}

/** Names that a guest knows, so that it can aim at them; and one that it does not, so that a listing shows. */
function fillOutside(folder: string): void {
  mkdirSync(path.join(folder, 'canary-folder'));
  mkdirSync(path.join(folder, 'canary-empty'));
  writeFileSync(path.join(folder, 'canary.txt'), content);
  writeFileSync(path.join(folder, 'canary-folder/canary.txt'), content);
  writeFileSync(path.join(folder, `${unknownName}.txt`), content);
  writeFileSync(path.join(folder, `canary-folder/${unknownName}.txt`), content);
  symlinkSync(unknownTarget, path.join(folder, 'canary-link'));
}

/** What a careless person may have left in the box: a guest has it without having to make it. */
function fillBox(box: string, middle: string): void {
  mkdirSync(path.join(box, 'a/b'), { recursive: true });
  writeFileSync(path.join(box, 'f'), 'inside');
  writeFileSync(path.join(box, 'a/canary.txt'), 'inside');
  const links: Readonly<Record<string, string>> = {
    'host-up': '..',
    'host-absolute': middle,
    'host-file': '../canary.txt',
    'host-dangling': '../made-canary',
    'host-etc': '/etc',
    'host-passwd': '/etc/passwd',
    'host-root': '/proc/self/root',
    'host-cwd': '/proc/self/cwd',
    'host-descriptors': '/proc/self/fd',
    'host-loop': 'host-loop',
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, path.join(box, name));
}

/** Every path below, without the boxes and what is in them; folders before what they hold. */
function ownEntries(root: string, boxes: readonly string[]): string[] {
  const found = [root];
  for (const name of readdirSync(root)) {
    const file = path.join(root, name);
    if (boxes.includes(file)) continue;
    if (lstatSync(file).isDirectory()) found.push(...ownEntries(file, boxes));
    else found.push(file);
  }
  return found;
}

/** By path: everything of it that can be changed. Not when it was last read: that the guest's output shows. */
function snapshot(root: string, boxes: readonly string[]): Map<string, string> {
  return new Map(
    ownEntries(root, boxes).map((file) => {
      const { mode, ino, size, nlink, mtimeNs, ctimeNs } = lstatSync(file, { bigint: true });
      const isFolder = (Number(mode) & 0o170000) === 0o040000;
      const isLink = (Number(mode) & 0o170000) === 0o120000;
      const holds = isFolder ? '' : isLink ? readlinkSync(file) : readFileSync(file, 'utf8');
      return [file, [mode, ino, size, nlink, mtimeNs, ctimeNs, holds].join(' ')];
    }),
  );
}
