/** Names that no handler can have: what a host calls for its own ends, and the words of the languages themselves. */
import type { GuestLanguage } from '../sources/reading.ts';
import { isHandlerExport } from '../sources/routes/reading.ts';

/** True of an export that means something else to a host, or to a linker. */
export function isReservedExport(exported: string): boolean {
  return !isHandlerExport(exported) || /^(?:memory|main|(?:cabi|canonical-abi)-.+)$/.test(exported);
}

/** True of a word that a function of the language cannot have for its name. */
export function isKeyword(word: string, language: GuestLanguage): boolean {
  return keywords[language]?.has(word) ?? false;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const rust = words(
  `abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in
  let loop macro match mod move mut override priv pub ref return self Self static struct super trait true try type typeof
  unsafe unsized use virtual where while yield`,
);
const script = words(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield`,
);
const c = words(
  `alignas alignof and and_eq asm auto bitand bitor bool break case catch char class compl const const_cast constexpr
  continue decltype default delete do double dynamic_cast else enum explicit export extern false float for friend goto if
  inline int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register
  reinterpret_cast restrict return short signed sizeof static static_assert static_cast struct switch template this
  thread_local throw true try typedef typeid typename typeof union unsigned using virtual void volatile wchar_t while xor
  xor_eq`,
);
const python = words(
  `False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield`,
);

const keywords: Readonly<Partial<Record<GuestLanguage, ReadonlySet<string>>>> = {
  rust,
  c,
  cpp: c,
  javascript: script,
  typescript: script,
  python,
};
