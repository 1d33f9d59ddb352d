/** What a WIT file can see: the files of its own package, those below deps/, and the packages that slight ships. */
import type { WitFile } from './tree.ts';

/** One WIT file, with where it is. */
export interface WitSource {
  readonly uri: string;
  readonly text: string;
  readonly file: WitFile;
}

export interface WitSurroundings {
  /** The files of the folder, the one that is asked about included: one package, or the legacy files beside each other. */
  readonly own: readonly WitSource[];
  /** All files below the package's `deps/`, however deep. Undefined where there is no such folder. */
  readonly deps?: readonly WitSource[] | undefined;
  /** Files below `deps/` that should be packages and cannot be read as WIT: their paths, from the file's folder. */
  readonly unread?: readonly string[];
  /** The packages of slight's own `wit/` folder. What `deps` has comes first. */
  readonly shipped: readonly WitSource[];
  /** The names of all packages that slight ships, `wasi:io`, for what a misspelt one was meant to be. */
  readonly known?: Iterable<string>;
  /** Packages that the file names and cannot see, and that lie elsewhere in the workspace: by `wasi:io@0.2.6`. */
  readonly elsewhere?: ReadonlyMap<string, PackageElsewhere>;
}

export interface PackageElsewhere {
  /** The path of its folder, from that of the file. */
  readonly place: string;
  /** What has to be copied to deps/: the package, and those that it needs. */
  readonly copies: readonly PackageCopy[];
}

export interface PackageCopy {
  /** `wasi:io@0.2.6` */
  readonly name: string;
  readonly sources: readonly WitSource[];
}
