/** The folders that are fuzzed: real files, which come, change and go. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { files, modules } from './corpus.ts';
import { moduleOf } from './module.ts';
import { pieceFor } from './pieces.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** The path of what is at a path of the corpus. */
export function pathIn(root: string, name: string): string {
  return path.join(root, name);
}

/** Writes the corpus as it begins. */
export function writeAll(root: string, world: World): void {
  for (const [name, { text }] of Object.entries(files)) write(root, world, name, text);
  for (const [name, interfaces] of Object.entries(modules)) writeModule(root, name, interfaces);
}

/** Changes, makes or removes a file or a few. Gives the paths that are other than before. */
export function changeDisk(random: Random, root: string, world: World): readonly string[] {
  return Array.from({ length: random.chance(0.1) ? 5 : 1 }, () =>
    random.chance(0.2) ? changeModule(random, root) : changeFile(random, root, world),
  );
}

function changeFile(random: Random, root: string, world: World): string {
  const name = random.pick(Object.keys(files));
  const file = pathIn(root, name);
  const before = world.onDisk(file);
  if (before !== undefined && random.chance(0.25)) {
    rmSync(file);
    world.wrote(file, undefined);
  } else {
    const { language, text } = files[name] ?? { language: '', text: '' };
    const from = before === undefined || before.length > 4000 ? text : before;
    const at = random.below(from.length + 1);
    const end = at + (random.chance(0.5) ? random.below(60) : 0);
    // what is no Unicode cannot be written as it is
    const next = (from.slice(0, at) + pieceFor(random, language, from) + from.slice(end)).toWellFormed();
    write(root, world, name, random.chance(0.2) ? text : next);
  }
  return file;
}

function changeModule(random: Random, root: string): string {
  const name = random.pick(Object.keys(modules));
  const file = pathIn(root, name);
  const kind = random.below(4);
  if (kind === 0) rmSync(file, { force: true });
  else if (kind === 1) writeFileSync(file, 'no module');
  else writeModule(root, name, random.pick(Object.values(modules)));
  return file;
}

function write(root: string, world: World, name: string, text: string): void {
  const file = pathIn(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  world.wrote(file, text);
}

function writeModule(root: string, name: string, interfaces: readonly string[]): void {
  const file = pathIn(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, moduleOf(interfaces));
}
