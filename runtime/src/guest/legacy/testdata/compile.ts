/** Compiles the C guests beside this file; what was compiled once is kept in .cache. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const here = import.meta.dirname;
const cache = join(here, '../../../../../.cache/abi');

/**
 * The module of `<name>.c`. `reactor`: it has no main, and the host calls its exports.
 * clang, lld and wasi-libc are there from the tests' set-up.
 */
export function compileGuest(name: string, kind: 'command' | 'reactor' = 'command'): WebAssembly.Module {
  const source = join(here, `${name}.c`);
  const options = [
    '--target=wasm32-wasi',
    '-O1',
    '-Wall',
    '-Wno-unused-function',
    '-Wno-infinite-recursion',
    // without this libc's start wraps every export in one that runs the destructors
    '-nostartfiles',
    ...(kind === 'command'
      ? ['/usr/lib/wasm32-wasi/crt1.o'] // and its memory has an end that a test can reach
      : ['-Wl,--no-entry', '-Wl,--max-memory=16777216']),
  ];
  const key = createHash('sha256')
    .update(options.join(' '))
    .update(readFileSync(source))
    .update(readFileSync(join(here, 'abi.h')))
    .digest('hex')
    .slice(0, 16);
  const target = join(cache, `${name}-${key}.wasm`);
  if (!existsSync(target)) {
    mkdirSync(cache, { recursive: true });
    // another test may compile it at the same time
    const made = `${target}.${process.pid}`;
    execFileSync('clang', [...options, source, '-o', made], { env: withoutPackages() });
    renameSync(made, target);
  }
  return new WebAssembly.Module(readFileSync(target));
}

/** The environment without the workspace's own commands: clang would pass its output through a wasm-opt that it finds. */
function withoutPackages(): NodeJS.ProcessEnv {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const PATH = folders.filter((folder) => !folder.includes('node_modules')).join(delimiter);
  return { ...process.env, PATH };
}
