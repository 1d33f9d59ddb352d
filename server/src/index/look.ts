/** Which folders are looked into, and for what. */

/**
 * What is read of a folder: everything; only the modules that a build left there and below, in cargo's `target` (where
 * thousands of files lie beside the one that counts) or elsewhere; only those in the folder itself; or nothing.
 */
export type Look = 'all' | 'modules' | 'target' | 'shallow' | 'none';

type Names = ReadonlySet<string>;

/** A folder that a tool marks as its own, or that a manifest beside it says is made. */
interface Made {
  readonly name?: RegExp;
  /** A file beside the folder. */
  readonly beside?: RegExp;
  /** A file in it. */
  readonly inside?: string;
  /** A file that is not in it. */
  readonly without?: string;
  readonly look: Look;
}

const made: readonly Made[] = [
  { name: /^target$/, beside: /^Cargo\.toml$/, look: 'target' },
  // https://bford.info/cachedir/: cargo puts it in a target folder, wherever that is
  { inside: 'CACHEDIR.TAG', look: 'target' },
  { name: /^zig-(?:out|cache)$/, beside: /^build\.zig$/, look: 'modules' },
  // where CMake builds among the sources, they are in the same folder
  { inside: 'CMakeCache.txt', without: 'CMakeLists.txt', look: 'modules' },
  { name: /^CMakeFiles$/, beside: /^CMakeCache\.txt$/, look: 'none' },
  { inside: 'meson-private', look: 'modules' },
  { name: /^dist$/, beside: /^package\.json$/, look: 'modules' },
  { name: /^(?:bin|obj)$/, beside: /\.(?:cs|fs|vb)proj$/, look: 'modules' },
  { name: /^coverage$/, inside: 'lcov-report', look: 'none' },
  { inside: 'pyvenv.cfg', look: 'none' },
  // what others wrote, put there by go and cargo
  { name: /^vendor$/, beside: /^go\.mod$/, inside: 'modules.txt', look: 'none' },
  { inside: '.cargo-checksum.json', look: 'none' },
];

/** Where builds leave modules in folders that are ignored. */
const layouts: ReadonlyMap<string, Look> = new Map([
  ['target', 'target'],
  ...['build', 'dist', 'out', 'bin', 'zig-out'].map((name) => [name, 'modules'] as const),
]);

/** What in a target folder, or in what is made elsewhere, has no module that counts. */
const unread: Readonly<Partial<Record<Look, readonly string[]>>> = {
  target: ['deps', 'incremental', 'build', 'examples', '.fingerprint', 'doc', 'package'],
  modules: ['CMakeFiles'],
};

/** False for folders that are not even opened: hidden ones, what npm installed, and what has no module that counts. */
export function isOpened(name: string, above: Look): boolean {
  if (name.startsWith('.') || name === 'node_modules') return false;
  return above !== 'none' && above !== 'shallow' && unread[above]?.includes(name) !== true;
}

/** How a folder is looked into that is opened. */
export function lookInto({
  name,
  above,
  beside,
  inside,
  isIgnored,
}: {
  readonly name: string;
  /** How the folder is looked into that it lies in. */
  readonly above: Look;
  readonly beside: Names;
  readonly inside: Names;
  readonly isIgnored: boolean;
}): Look {
  if (above !== 'all') return above;
  const maker = made.find(
    (one) =>
      (one.name?.test(name) ?? true) &&
      (one.inside === undefined || inside.has(one.inside)) &&
      (one.without === undefined || !inside.has(one.without)) &&
      (one.beside === undefined || hasLike(beside, one.beside)),
  );
  if (maker) return maker.look;
  return isIgnored ? (layouts.get(name) ?? 'shallow') : 'all';
}

function hasLike(names: Names, pattern: RegExp): boolean {
  return names.values().some((name) => pattern.test(name));
}
