/** The words that items begin with. */

/** Where an item stands, which tells what it may be. */
export type Place = 'file' | 'package' | 'interface' | 'world' | 'legacy';

/** Those that an item begins with there; a function begins with its name. */
export function wordsIn(place: Place): readonly string[] {
  if (place === 'file' || place === 'package') return fileWords;
  return place === 'world' ? worldWords : interfaceWords;
}

const fileWords = ['package', 'interface', 'world', 'use'];
const interfaceWords = ['use', 'type', 'record', 'variant', 'enum', 'flags', 'resource'];
const worldWords = ['import', 'export', 'include', ...interfaceWords];
