/** The folders of a workspace folder, and what is read of each: by its ignore files, and by what tools mark as their own. */
import type { Dirent } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { IgnoreRules } from './ignore-rules.ts';
import type { FileKind } from './kind.ts';
import { kindOf } from './kind.ts';
import type { Look } from './look.ts';
import { isOpened, lookInto } from './look.ts';

/** A folder as it is on disk now. One that cannot be read is as good as empty. */
export interface Place {
  readonly folder: string;
  readonly look: Look;
  readonly rules: IgnoreRules;
  readonly entries: readonly Dirent[];
  /** The names of the entries. */
  readonly names: ReadonlySet<string>;
}

/** Reads the disk when it is first asked about a folder, and not again. */
export class Places {
  /** The workspace folder, in which everything is read. */
  readonly root: string;
  readonly #known = new Map<string, Promise<Place>>();
  #real: Promise<string> | undefined;

  constructor(root: string) {
    this.root = root;
  }

  /** The workspace folder without links. */
  async real(): Promise<string> {
    return await (this.#real ??= realpath(this.root).catch(() => this.root));
  }

  /** The root, or a folder below. */
  async of(folder: string): Promise<Place> {
    const known = this.#known.get(folder) ?? this.#read(folder);
    this.#known.set(folder, known);
    return await known;
  }

  /** What a file below the root is by its name, where it is read. */
  async kindOf(file: string): Promise<FileKind | undefined> {
    const kind = kindOf(path.basename(file));
    return kind && (await this.reads(file, kind.kind)) ? kind : undefined;
  }

  /** Whether a file below the root is read, if it is of that kind. */
  async reads(file: string, kind: FileKind['kind']): Promise<boolean> {
    return isRead(await this.of(path.dirname(file)), path.basename(file), kind);
  }

  /** Whether there is a file of this name, by a folder that is looked into. */
  async has(file: string): Promise<boolean> {
    return (await this.of(path.dirname(file))).names.has(path.basename(file));
  }

  async #read(folder: string): Promise<Place> {
    if (folder === this.root || folder === path.dirname(folder)) return await readRoot(this.root);
    return await enter(await this.of(path.dirname(folder)), path.basename(folder));
  }
}

/** A folder in another. */
export async function enter(above: Place, name: string): Promise<Place> {
  const folder = path.join(above.folder, name);
  if (!isOpened(name, above.look)) return { ...above, folder, look: 'none', ...nothing };
  const entries = await entriesOf(folder);
  const names = namesOf(entries);
  const isIgnored = above.look === 'all' && above.rules.isIgnored(folder, true);
  const look = lookInto({ name, above: above.look, beside: above.names, inside: names, isIgnored });
  const rules = look === 'all' ? await above.rules.enter(folder, names) : above.rules;
  return { folder, look, rules, entries, names };
}

/** What a file is by its name, where it is read. */
export function kindIn(place: Place, name: string): FileKind | undefined {
  const kind = kindOf(name);
  return kind && isRead(place, name, kind.kind) ? kind : undefined;
}

/**
 * Whether a file is read. Modules are what a build makes, so nobody minds whether they are ignored; and a slightfile that
 * is kept out of a repository, for what it holds, serves its app all the same.
 */
function isRead({ folder, look, rules }: Place, name: string, kind: FileKind['kind']): boolean {
  if (kind === 'module') return look !== 'none';
  if (look !== 'all') return false;
  return kind === 'slightfile' || !rules.isIgnored(path.join(folder, name), false);
}

/** Ignore files hold from the root of the repository downwards; a folder that they ignore, and a person opened, has its own. */
async function readRoot(folder: string): Promise<Place> {
  const entries = await entriesOf(folder);
  const names = namesOf(entries);
  const above: string[] = [];
  for (let at = folder; !(await isRepository(at)); at = path.dirname(at)) {
    above.unshift(path.dirname(at));
    if (at !== path.dirname(at)) continue;
    above.length = 0;
    break;
  }
  let rules = new IgnoreRules(above[0] ?? folder);
  for (const at of above) rules = await rules.enter(at, namesOf(await entriesOf(at)));
  if (rules.isIgnored(folder, true)) rules = new IgnoreRules(folder);
  return { folder, look: 'all', rules: await rules.enter(folder, names), entries, names };
}

async function isRepository(folder: string): Promise<boolean> {
  return await access(path.join(folder, '.git')).then(
    () => true,
    () => false,
  );
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return await readdir(folder, { withFileTypes: true }).catch(() => []);
}

function namesOf(entries: readonly Dirent[]): ReadonlySet<string> {
  return new Set(entries.map(({ name }) => name));
}

const nothing = { entries: [], names: new Set<string>() } as const;
