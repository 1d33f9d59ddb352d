/** The cases of test/guests/c/wasi and test/guests/rust/wasi.rs, and what each is run with. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One guest each. */
export const topics = [
  'process',
  'descriptors',
  'files',
  'paths',
  'links',
  'folders',
  'streams',
  'rust',
] as const;

/** These are components alone: they speak WASI 0.2 themselves. */
export const componentTopics = ['wasi02'] as const;

/** What came of a case. */
export interface Outcome {
  readonly name: string;
  /** Why it failed; undefined where it passed. */
  readonly failure: string | undefined;
}

/** How a guest ended, on whichever runtime. */
export interface Ended {
  /** Undefined where it trapped. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** What was thrown, where something was. */
  readonly error?: string;
}

/** Cases that do not say `ok` and return: how they end instead. */
const endings: Readonly<Record<string, Partial<Ended>>> = {
  exit_0: { code: 0, stderr: '' },
  exit_33: { code: 33, stderr: '' },
  exit_255: { code: 255, stderr: '' },
  exit_by_return: { code: 4, stderr: '' },
  trap: { code: undefined, stderr: '' },
  stderr_renumbered: { code: 1, stderr: '' },
  stdout: { stdout: 'hello' },
  stdout_in_vectors: { stdout: 'hello' },
};

export function judge(topic: string, name: string, ended: Ended): Outcome {
  const wanted = { code: 0, stdout: '', stderr: `ok ${name}\n`, ...endings[name] };
  const full = `${topic}/${name}`;
  const differs = (['stderr', 'code', 'stdout'] as const).find((part) => ended[part] !== wanted[part]);
  if (differs === undefined) return { name: full, failure: undefined };
  const said = /^not ok \w+: (.*)\n$/.exec(ended.stderr)?.[1];
  const end = `${differs} is ${JSON.stringify(ended[differs])}`;
  return { name: full, failure: [said ?? end, ended.error].filter(Boolean).join('; ') };
}

/** What a guest is given for one case. */
export interface Given extends Disposable {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
}

/** In memory where the host has such a folder: each case makes two folders and removes them. */
export const temporary = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const none = { args: [], environment: {} };
const empty = { args: ['', 'x'], environment: { EMPTY: '', A: 'one' } };
const plain = { args: ['a b', 'é'], environment: { A: 'one', TEXT: 'a=é' } };

export function given(name: string): Given {
  // on two file systems, where the host has two
  const other = name === 'rename_to_another_device' ? tmpdir() : temporary;
  const roots = [temporary, other].map((parent) => mkdtempSync(path.join(parent, 'slight-wasi-')));
  const [first = '', second = ''] = roots.map((root) => path.join(root, 'box'));
  mkdirSync(first);
  mkdirSync(second);
  const texts = name.startsWith('bare_') ? none : name.startsWith('empty_') ? empty : plain;
  return {
    args: ['guest', name, ...texts.args],
    environment: texts.environment,
    folders: { '/': first, '/second': second },
    [Symbol.dispose]: () => roots.forEach((root) => rmSync(root, { recursive: true })),
  };
}
