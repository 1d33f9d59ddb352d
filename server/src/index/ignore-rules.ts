/** What ignore files say: `.gitignore` and `.git/info/exclude` (gitignore(5)), and `.ignore`, which has the last word. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Ignore } from 'ignore';
import ignore from 'ignore';

/** The folder that a file says of what is ignored in it; undefined for files that say nothing of it. */
export function ignoringFolder(file: string): string | undefined {
  const name = path.basename(file);
  if (name === '.gitignore' || name === '.ignore') return path.dirname(file);
  const exclude = path.join('.git', 'info', 'exclude');
  return file.endsWith(path.sep + exclude) ? file.slice(0, -exclude.length - 1) : undefined;
}

/** The rules that hold in a folder. Each folder that has an ignore file has rules of its own. */
export class IgnoreRules {
  /** What all patterns and paths are relative to. */
  readonly #base: string;
  readonly #git: Ignore;
  readonly #other: Ignore;
  /** Both; nothing where there is no rule, which needs no asking. */
  readonly #all: Ignore | undefined;

  /** No rules, below a folder. */
  constructor(base: string, git: Ignore = none(), other: Ignore = none(), all?: Ignore) {
    this.#base = base;
    this.#git = git;
    this.#other = other;
    this.#all = all;
  }

  /** Whether a file or folder below the base is ignored, by itself or by a folder that it lies in. */
  isIgnored(file: string, isFolder: boolean): boolean {
    if (!this.#all) return false;
    const relative = this.#relative(file);
    return relative !== '' && this.#all.test(isFolder ? `${relative}/` : relative).ignored;
  }

  /**
   * The rules in a folder that these hold for. A repository has its own, whatever the one around it says.
   * @param names what is in the folder
   */
  async enter(folder: string, names: ReadonlySet<string>): Promise<IgnoreRules> {
    const [isRepository, hasGit, hasOther] = ['.git', '.gitignore', '.ignore'].map((name) => names.has(name));
    if (!isRepository && !hasGit && !hasOther) return this;
    const git = none();
    if (isRepository) git.add(await this.#read(folder, await excludeFile(folder)));
    else git.add(this.#git);
    if (hasGit) git.add(await this.#read(folder, path.join(folder, '.gitignore')));
    const other = none().add(this.#other);
    if (hasOther) other.add(await this.#read(folder, path.join(folder, '.ignore')));
    return new IgnoreRules(this.#base, git, other, none().add(git).add(other));
  }

  /** The patterns of a file, as they would be written in the base; none where it cannot be read. */
  async #read(folder: string, file: string): Promise<string[]> {
    const text = await readFile(file, 'utf8').catch(() => '');
    const prefix = this.#relative(folder).replace(/[\\*?[\]!# ]/g, String.raw`\$&`);
    const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
    return prefix === '' ? lines : lines.map((line) => below(prefix, line));
  }

  #relative(file: string): string {
    const relative = path.relative(this.#base, file);
    return path.sep === '/' ? relative : relative.split(path.sep).join('/');
  }
}

function none(): Ignore {
  // as git does where it was not told otherwise: the file systems of the others do not tell case apart
  return ignore({ ignorecase: process.platform === 'darwin' || process.platform === 'win32' });
}

/** A pattern of a folder, as it would be written in a folder above. */
function below(prefix: string, line: string): string {
  if (line === '' || line.startsWith('#')) return '';
  const negation = line.startsWith('!') ? '!' : '';
  const pattern = line.slice(negation.length);
  const isAnchored = /\/./.test(pattern.replace(/(?<!\\) +$/, ''));
  return `${negation}/${prefix}/${isAnchored ? pattern.replace(/^\//, '') : `**/${pattern}`}`;
}

/** Where a repository keeps the rules that are not shared; that of a worktree or submodule is elsewhere (gitrepository-layout(5)). */
async function excludeFile(folder: string): Promise<string> {
  const read = async (file: string) => (await readFile(file, 'utf8').catch(() => '')).trim();
  const linked = /^gitdir: (.+)/.exec(await read(path.join(folder, '.git')))?.[1];
  const own = path.resolve(folder, linked ?? '.git');
  const common = linked === undefined ? '' : await read(path.join(own, 'commondir'));
  return path.join(path.resolve(own, common), 'info/exclude');
}
