/** Which files of an app can be of the same guest: an app's folder may have those of others too. */
import { languageOf } from '../sources/language.ts';

export interface Guests {
  /** How many there are, as far as that is known. */
  readonly count: number;
  /** True of two files, by their URIs, that may be of one guest: sources of one language, and WIT. */
  readonly areOne: (uri: string, other: string) => boolean;
  /** All of these files that may be of one guest with the first, be it by a third that two guests share. */
  readonly joined: (uri: string, all: Iterable<string>) => ReadonlySet<string>;
}

/**
 * A guest has one source that a host begins with. What lies in its folder, or below, is of that guest, up to the folder of
 * the next one; what lies in none may be of any.
 * @param entries the URIs of those sources
 */
export function guestsBy(entries: readonly string[]): Guests {
  const begun = entries.map((uri) => ({ uri, family: familyOf(uri), root: rootOf(uri) }));
  const known = new Map<string, ReadonlySet<string>>();
  const of = (uri: string): ReadonlySet<string> => {
    const before = known.get(uri);
    if (before) return before;
    const family = familyOf(uri);
    const around = begun.filter((one) => uri.startsWith(one.root) && (family ?? one.family) === one.family);
    const deepest = Math.max(...around.map(({ root }) => root.length));
    const found = around.filter((one) => one.root.length === deepest).map((one) => one.uri);
    const all = new Set(found.includes(uri) ? [uri] : found);
    known.set(uri, all);
    return all;
  };
  const areOne = (uri: string, other: string): boolean => {
    if (uri === other) return true;
    if (!isOneLanguage(uri, other) || !isOneBinary(uri, other)) return false;
    const [one, two] = [of(uri), of(other)];
    return one.size === 0 || two.size === 0 || !one.isDisjointFrom(two);
  };
  return {
    count: entries.length,
    areOne,
    joined: (uri, all) => {
      const found = new Set([uri]);
      const left = new Set(all);
      // those that are added while it goes on are gone through too
      for (const one of found) {
        for (const other of left) {
          if (!areOne(one, other)) continue;
          found.add(other);
          left.delete(other);
        }
      }
      return found;
    },
  };
}

function isOneLanguage(uri: string, other: string): boolean {
  const [one, two] = [familyOf(uri), familyOf(other)];
  return one === undefined || two === undefined || one === two;
}

/** What is WIT has none. */
function familyOf(uri: string): string | undefined {
  const language = languageOf(uri);
  if (language === 'cpp') return 'c';
  return language === 'typescript' ? 'javascript' : language;
}

/** The folder of a guest, with the `/` behind it: sources of Cargo lie in src/ of it, or src/bin/. */
function rootOf(entry: string): string {
  const folder = entry.slice(0, entry.lastIndexOf('/'));
  return `${folder.replace(/\/src(?:\/bin(?:\/[^/]+)?)?$/, '')}/`;
}

/** False of different binaries of Cargo. */
function isOneBinary(uri: string, other: string): boolean {
  const [one, two] = [binaryOf(uri), binaryOf(other)];
  return one === undefined || two === undefined || one === two;
}

/** `a` of src/bin/a.rs and of src/bin/a/main.rs. */
function binaryOf(uri: string): string | undefined {
  return /\/src\/bin\/([^/.]+)/.exec(uri)?.[1];
}
