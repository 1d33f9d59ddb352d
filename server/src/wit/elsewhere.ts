/** Packages that lie somewhere in the workspace, by their names: looked for when a file names one that it cannot see. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { packageNamed } from '@slight/wit/named-packages.ts';
import type { NamedPackage } from '@slight/wit/named-packages.ts';

export interface ElsewhereOptions {
  /** The paths of the WIT files of the workspace. */
  readonly files: () => Iterable<string>;
  /** Called when more is known than before. */
  readonly onFound: () => void;
}

/** Of each file so many bytes are read: a package is named at its start. */
const headLength = 4096;

export class PackagesElsewhere {
  readonly #options: ElsewhereOptions;
  /** By path; undefined for a file that names no package. */
  readonly #names = new Map<string, NamedPackage | undefined>();
  #files: ReadonlyMap<string, readonly string[]> = new Map();
  #isCurrent = false;
  #isReading = false;

  constructor(options: ElsewhereOptions) {
    this.#options = options;
  }

  /**
   * A file of that package, as far as is known by now: nobody waits for a whole workspace to be read. Those that are
   * another package's dependencies come last.
   */
  find({ id, version }: NamedPackage): string | undefined {
    if (!this.#isCurrent) void this.#read();
    return this.#files.get(`${id}@${version}`)?.[0];
  }

  /** Files came, went or changed: these and what is below them; without paths, any. */
  forget(paths?: Iterable<string>): void {
    this.#isCurrent = false;
    if (!paths) this.#names.clear();
    for (const each of paths ?? []) this.#names.delete(each);
  }

  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#isCurrent = true;
    const all = new Set(this.#options.files());
    const isNew = [...all].filter((file) => !this.#names.has(file));
    for (const file of [...this.#names.keys()]) if (!all.has(file)) this.#names.delete(file);
    for (const file of isNew) this.#names.set(file, packageNamed(await headOf(file)));
    this.#files = filesByName(this.#names);
    this.#isReading = false;
    if (isNew.some((file) => this.#names.get(file) !== undefined)) this.#options.onFound();
  }
}

function filesByName(
  names: ReadonlyMap<string, NamedPackage | undefined>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const ofOthers = (file: string): number => (file.split(path.sep).includes('deps') ? 1 : 0);
  const inOrder = [...names].sort(
    ([one], [other]) => ofOthers(one) - ofOthers(other) || (one < other ? -1 : 1),
  );
  for (const [file, name] of inOrder) {
    if (!name) continue;
    const key = `${name.id}@${name.version}`;
    found.set(key, [...(found.get(key) ?? []), file]);
  }
  return found;
}

async function headOf(file: string): Promise<string> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(headLength) });
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  }
}
