/** What the numbers in a binary WIT package stand for, each already as WIT writes it. */

/** What an index of types leads to; undefined for what no WIT package has. */
export type Entry = ValueEntry | ResourceEntry | FuncEntry | InstanceEntry | ComponentEntry | undefined;

/** The name that an interface exports a type by. An empty owner is the interface or the world at hand. */
export interface Named {
  readonly owner: string;
  readonly name: string;
}

export interface ValueEntry {
  readonly is: 'value';
  /** How it is written where it is used: its name, where it has one. */
  readonly text: string;
  readonly named?: Named;
  /** How it is declared: a record, a variant, an enum, flags; `record` and the lines in its braces. */
  readonly declared?: { readonly keyword: string; readonly members: readonly Member[] };
}

export interface Member {
  readonly name: string;
  /** `: u32`, `(string)`, or nothing. */
  readonly rest: string;
}

export interface ResourceEntry {
  readonly is: 'resource';
  readonly named: Named;
}

export interface FuncEntry {
  readonly is: 'func';
  readonly params: readonly { readonly name: string; readonly type: string }[];
  readonly result: string | undefined;
  readonly isAsync: boolean;
}

export interface InstanceEntry {
  readonly is: 'instance';
  /** What an instance of this type holds that has a name of its own: its types are its. */
  readonly as: (owner: string) => Instance;
}

export interface Instance {
  readonly items: readonly PackageItem[];
  readonly types: ReadonlyMap<string, Entry>;
}

export interface ComponentEntry {
  readonly is: 'component';
  readonly imports: readonly PackageItem[];
  readonly exports: readonly PackageItem[];
}

/** What stands in an interface or a world, under its name. */
export interface PackageItem {
  readonly name: string;
  readonly what:
    | FuncEntry
    | ComponentEntry
    | { readonly is: 'interface'; readonly items: readonly PackageItem[] }
    | { readonly is: 'resource' }
    | { readonly is: 'use'; readonly of: Named }
    | { readonly is: 'type'; readonly of: ValueEntry };
}
