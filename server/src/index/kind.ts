/** Which files the server reads: told from their names. */
import type { GuestLanguage } from '../sources/reading.ts';
import { languageOf } from '../sources/language.ts';
import { isUnreadSource } from '../sources/unread.ts';

export type FileKind =
  | { readonly kind: 'slightfile' | 'wit' | 'module' | 'unread' }
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
  if (language) return { kind: 'source', language };
  return isUnreadSource(name) ? unread : undefined;
}

const slightfile = { kind: 'slightfile' } as const;
const wit = { kind: 'wit' } as const;
const module = { kind: 'module' } as const;
const unread = { kind: 'unread' } as const;

/** `slightfile.toml`, `my-slightfile.dev.toml`. */
export function isSlightfile(name: string): boolean {
  return /slightfile[^/\\]*\.toml$/i.test(name);
}
