/**
 * The languages that guests can be written in and that no reader here reads. Of an app that has a source in one of them,
 * it is not known what it opens, and so of no name that nothing opens it.
 */

/**
 * By the endings of their files, each with what makes a guest of it. An ending that is common for other files too, as
 * `.d` is for what C's compilers note of headers, is not among them.
 */
const endings: ReadonlyMap<string, string> = new Map([
  ['fs', 'F#, by .NET’s NativeAOT-LLVM and componentize-dotnet'],
  ['zig', 'Zig, by its own compiler'],
  ['swift', 'Swift, by SwiftWasm'],
  ['java', 'Java, by TeaVM and GraalVM'],
  ['kt', 'Kotlin, by Kotlin/Wasm'],
  ['scala', 'Scala, by Scala.js'],
  ['rb', 'Ruby, by ruby.wasm'],
  ['php', 'PHP, by its interpreter built for WASI'],
  ['lua', 'Lua, by its interpreter built for WASI'],
  ['nim', 'Nim, through C'],
  ['mbt', 'MoonBit, by its own compiler'],
  ['dart', 'Dart, by dart2wasm'],
  ['ml', 'OCaml, by wasm_of_ocaml'],
  ['hs', 'Haskell, by GHC'],
  ['gr', 'Grain, by its own compiler'],
  ['odin', 'Odin, by its own compiler'],
  ['cr', 'Crystal, by its own compiler'],
  ['f90', 'Fortran, by LFortran and flang'],
  ['wat', 'the text of a module'],
]);

export const unreadEndings: readonly string[] = [...endings.keys()];

/** @param name a file's name, path or URI */
export function isUnreadSource(name: string): boolean {
  const ending = /\.(\w+)$/.exec(name)?.[1];
  return ending !== undefined && endings.has(ending.toLowerCase());
}
