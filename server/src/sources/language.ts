/** Which language a guest's source is in. */
import type { GuestLanguage } from './reading.ts';

/**
 * The language of a source, by the identifier that the editor gives it, else by the ending of its name.
 * @param uri a URI or a path
 * @param languageId LSP's identifier: `typescriptreact`; of another language than ours, nothing is read
 */
export function languageOf(uri: string, languageId?: string): GuestLanguage | undefined {
  // what bindings generators write for TypeScript opens nothing
  if (/\.d\.[cm]?ts$/i.test(uri)) return undefined;
  if (languageId !== undefined && languageId !== '' && languageId !== 'plaintext')
    return byIdentifier.get(languageId);
  const ending = /\.([a-z]+)$/i.exec(uri)?.[1];
  return ending === undefined ? undefined : byEnding.get(ending.toLowerCase());
}

const byIdentifier: ReadonlyMap<string, GuestLanguage> = new Map([
  ['rust', 'rust'],
  ['c', 'c'],
  ['cpp', 'cpp'],
  ['csharp', 'csharp'],
  // as Vim calls it
  ['cs', 'csharp'],
  ['javascript', 'javascript'],
  ['javascriptreact', 'javascript'],
  ['typescript', 'typescript'],
  ['typescriptreact', 'typescript'],
  ['go', 'go'],
  ['python', 'python'],
]);

const byEnding: ReadonlyMap<string, GuestLanguage> = new Map([
  ['rs', 'rust'],
  ['c', 'c'],
  ['h', 'c'],
  ['cc', 'cpp'],
  ['cpp', 'cpp'],
  ['hpp', 'cpp'],
  ['cs', 'csharp'],
  ['js', 'javascript'],
  ['mjs', 'javascript'],
  ['cjs', 'javascript'],
  ['jsx', 'javascript'],
  ['ts', 'typescript'],
  ['mts', 'typescript'],
  ['cts', 'typescript'],
  ['tsx', 'typescript'],
  ['go', 'go'],
  ['py', 'python'],
]);
