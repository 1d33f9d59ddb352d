/** Which files the server reads, and which folders it looks into: told from their names. */
import type { GuestLanguage } from '../guest/reading.ts';
import { languageOf } from '../guest/language.ts';

export type FileKind =
  | { readonly kind: 'slightfile' | 'wit' | 'module' }
  | { readonly kind: 'source'; readonly language: GuestLanguage };

/**
 * What a file is, by its name or URI; by the language that the editor says it is in, where it says one that is read
 * here. Undefined for what nobody here reads.
 */
export function kindOf(name: string, languageId?: string): FileKind | undefined {
  if (languageId === 'slightfile' || isSlightfile(name)) return slightfile;
  if (languageId === 'wit' || name.endsWith('.wit')) return wit;
  if (name.endsWith('.wasm')) return module;
  const language = languageOf(name, languageId);
  return language && { kind: 'source', language };
}

const slightfile = { kind: 'slightfile' } as const;
const wit = { kind: 'wit' } as const;
const module = { kind: 'module' } as const;

/** `slightfile.toml`, `my-slightfile.dev.toml`. */
export function isSlightfile(name: string): boolean {
  return /slightfile[^/\\]*\.toml$/i.test(name);
}

/** Folders that hold what others wrote or what tools made; nobody looks for a guest's source in them. */
const skipped: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'third_party',
  'venv',
  '__pycache__',
  'site-packages',
  'coverage',
  'CMakeFiles',
]);

/**
 * Whether the files of a folder are read: all of them; only the modules that a build left there; or none, nor those
 * of the folders below. `inside` says what holds for the folder above it.
 */
export type Look = 'all' | 'modules' | 'none';

/** Where builds leave their modules, and nothing that a person wrote. */
const outputs: ReadonlySet<string> = new Set(['target', 'build', 'dist', 'out', 'bin', 'zig-out']);

export function lookInto(name: string, inside: Look): Look {
  if (name.startsWith('.') || skipped.has(name)) return 'none';
  if (inside === 'modules') {
    // cargo keeps thousands of files beside the one that counts
    return ['deps', 'incremental', 'build', 'examples', '.fingerprint'].includes(name) ? 'none' : 'modules';
  }
  return outputs.has(name) ? 'modules' : inside;
}
