import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { command } from './command.ts';
import type { Kind } from './component.ts';

/** Compiles C to a core module. */
export async function compileC(
  root: string,
  folder: string,
  sources: readonly string[],
  flags: readonly string[] = [],
  kind: Kind = 'command',
): Promise<Uint8Array> {
  const out = path.join(folder, 'guest.wasm');
  const files = sources.filter((source) => source.endsWith('.c')).map((source) => path.join(root, source));
  await command('clang', 'clang lld wasi-libc libclang-rt-14-dev-wasm32', [
    '--target=wasm32-wasi',
    '-O2',
    '-Wall',
    '-Wno-unused-parameter',
    '-Wno-c2x-extensions',
    // clang's own start file wraps each export in a function that runs the destructors
    '-nostartfiles',
    ...(kind === 'command'
      ? ['/usr/lib/wasm32-wasi/crt1.o']
      : ['/usr/lib/wasm32-wasi/crt1-reactor.o', '-Wl,--entry=_initialize']),
    ...flags,
    ...files,
    '-o',
    out,
  ]);
  return readFile(out);
}

/** Compiles Rust to a core module that is a command. Debian's compiler: rustup's has no wasm32-wasi of its own. */
export async function compileRust(
  root: string,
  folder: string,
  source: string,
  flags: readonly string[] = [],
): Promise<Uint8Array> {
  const out = path.join(folder, 'guest.wasm');
  await command('/usr/bin/rustc', 'rustc libstd-rust-dev-wasm32', [
    '--target=wasm32-wasi',
    '--edition=2021',
    '-Copt-level=2',
    '-Cstrip=debuginfo',
    ...flags,
    path.join(root, source),
    '-o',
    out,
  ]);
  return readFile(out);
}
