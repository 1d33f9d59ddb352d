/**
 * Pointers of guests whose memory is larger than 2 GiB. WebAssembly hands a 32-bit number to JavaScript as a signed one,
 * so an address in the upper half is negative, and jco's script takes it as it comes: it fails, or reads elsewhere.
 */

/** Each: what an address, or a count, that came from WebAssembly looks like in jco's script, and the same as an unsigned number. */
const sources: readonly (readonly [RegExp, string])[] = [
  // a list or a string among the parameters of a call: where it is, and how much of it there is
  [/\b(var (?:ptr|base|len)\d+ = arg\d+);/g, '$1 >>> 0;'],
  // the same in a variant, where it shares a core value of 64 bits
  [/\b(var (?:ptr|base|len)\d+ = )Number\((arg\d+)\);/g, '$1Number(BigInt.asUintN(32, $2));'],
  // where an allocator made room
  [/\b((?:var|const) (?:ptr|result)\d* = realloc\d*\([^;]*\));/g, '$1 >>> 0;'],
  // where the result of a call of an export is
  [/(\bdataView\(memory\d+\)\.get\w+\()(ret) \+/g, '$1($2 >>> 0) +'],
  // where parameters that are too many are, and where a result is to go
  [/(\bdataView\(memory\d+\)\.[gs]et\w+\()(arg\d+) \+/g, '$1($2 >>> 0) +'],
];

/** The same script with every address unsigned. A test holds jco's scripts to what is expected here. */
export function unsignedPointers(script: string): string {
  return sources.reduce((text, [pattern, unsigned]) => text.replace(pattern, unsigned), script);
}
